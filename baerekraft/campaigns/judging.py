"""Who in a list may be taken into a campaign: judge()."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from baerekraft.campaigns import refusing
from baerekraft.campaigns.models import Campaign
from baerekraft.campaigns.people import Fault, Person, Reading
from baerekraft.municipalities.models import MailDomain, Unit


@dataclass
class Judged:
    """`elsewhere` are those with another municipality's address: taken in only when the coordinator says so."""

    people: list[Person] = field(default_factory=list)
    elsewhere: list[Person] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    unknown_units: Counter[str] = field(default_factory=Counter)


def judge(reading: Reading, campaign: Campaign) -> Judged:
    """What the list's own faults do not tell: who is there already, who will not, and who belongs elsewhere."""
    found = Judged(faults=list(reading.faults))
    known = set(campaign.recipients.listed().values_list("email", flat=True))
    refused = refusing.among([person.email for person in reading.people], campaign.municipality)
    owners = _Owners(campaign.municipality_id)
    units = units_by_name(campaign)
    for person in reading.people:
        if person.email in known:
            found.faults.append(Fault(person.line, "already", person.email))
        elif person.email in refused:
            found.faults.append(
                Fault(person.line, str(refusing.as_told(refused[person.email])), person.email)
            )
        else:
            _place(person, found, owners, units)
    found.faults.sort(key=lambda fault: fault.line)
    return found


def _place(person: Person, found: Judged, owners: "_Owners", units: dict[str, Unit] | None) -> None:
    owner = owners.elsewhere(person.email)
    if owner:
        found.elsewhere.append(person)
        found.faults.append(Fault(person.line, "elsewhere", f"{person.email} ({owner})"))
    else:
        found.people.append(person)
    if units is not None and person.unit and person.unit.lower() not in units:
        found.unknown_units[person.unit] += 1
        found.faults.append(Fault(person.line, "unit", person.unit, out=False))


def units_by_name(campaign: Campaign) -> dict[str, Unit] | None:
    """The municipality's open units; None where the campaign is one unit's own, which everybody in it belongs to."""
    if campaign.unit_id:
        return None
    return {unit.name.lower(): unit for unit in campaign.municipality.units.filter(closed_at=None)}


class _Owners:
    """Whose an address is, asked once of the table."""

    def __init__(self, municipality: int) -> None:
        rows = MailDomain.objects.exclude(municipality=municipality).select_related("municipality")
        self.others = {row.domain: row.municipality.name for row in rows}
        self.own = set(MailDomain.objects.filter(municipality=municipality).values_list("domain", flat=True))

    def elsewhere(self, email: str) -> str:
        """The other municipality whose address it is, or nothing. A subdomain belongs where its domain does."""
        for domain in _with_parents(email.rpartition("@")[2]):
            if domain in self.own:
                return ""
            if domain in self.others:
                return self.others[domain]
        return ""


def _with_parents(domain: str) -> Iterator[str]:
    while "." in domain:
        yield domain
        domain = domain.partition(".")[2]
