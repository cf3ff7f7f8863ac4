"""A list on its way into a campaign: keep(), look(), begin(), take(), undo()."""

import secrets
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from itertools import batched

from django.db import transaction
from django.tasks import task
from django.utils import timezone, translation

from baerekraft.accounts.models import User
from baerekraft.campaigns import judging, people, sending
from baerekraft.campaigns.models import Campaign, PeopleFile, Recipient
from baerekraft.campaigns.people import Person
from baerekraft.municipalities.models import Unit
from baerekraft.sheets.files import BadFile
from baerekraft.sheets.sent import SMALL, bare_name

State = PeopleFile.State
BATCH = 1_000  # taken in while she waits; more in the background, so many at a time


def keep(campaign: Campaign, *, name: str, content: bytes, by: User, at: datetime) -> PeopleFile:
    """A list that was sent in; empty name where it was pasted. It is read at once when it is small."""
    file = PeopleFile.objects.create(
        campaign=campaign, name=bare_name(name), content=content, uploaded_by=by, uploaded_at=at
    )
    language = translation.get_language() or campaign.language
    if len(content) <= SMALL:
        look(file, language=language)
    else:
        read_later.enqueue(file.pk, language)
    return file


@task
def read_later(file: int, language: str) -> None:
    found = PeopleFile.objects.filter(pk=file, state=State.READING).first()
    if found:
        look(found, language=language)


def look(file: PeopleFile, *, language: str) -> None:
    """The dry run: what would come of the list. Nobody is taken in."""
    try:
        with translation.override(language):
            reading = people.read(bytes(file.content))
    except BadFile as error:
        file.refuse(str(error), out_of=State.READING)
        return
    found = judging.judge(reading, file.campaign)
    counts = {
        "lines": reading.lines,
        "people": len(found.people),
        "elsewhere": len(found.elsewhere),
        "units": dict(found.unknown_units.most_common()),
        "columns": reading.columns,
        "faults": Counter(fault.what for fault in found.faults),
    }
    faults = [asdict(fault) for fault in found.faults]
    file.become(State.READ, out_of=[State.READING], counts=counts, faults=faults, total=reading.lines)


def begin(file: PeopleFile, *, units: bool, elsewhere: bool) -> None:
    """She has seen the dry run and says yes. `units`: make those that are unknown; `elsewhere`: take other municipalities'."""
    counts = file.counts | {"make_units": units, "take_elsewhere": elsewhere}
    if not file.become(State.TAKING, out_of=[State.READ], done=0, counts=counts):
        return
    if file.total <= BATCH:
        take(file, at=timezone.now())
    else:
        take_later.enqueue(file.pk)


@task
def take_later(file: int) -> None:
    found = PeopleFile.objects.filter(pk=file, state=State.TAKING).select_related("campaign").first()
    if found:
        take(found, at=timezone.now())


def take(file: PeopleFile, *, at: datetime) -> None:
    """Take in everybody the list may bring, some at a time. Run again after a crash, it takes only those who lack."""
    campaign = file.campaign
    found = judging.judge(people.read(bytes(file.content)), campaign)
    chosen = found.people + (found.elsewhere if file.counts.get("take_elsewhere") else [])
    units = _units(campaign, found.unknown_units if file.counts.get("make_units") else (), at=at)
    PeopleFile.objects.filter(pk=file.pk).update(total=len(chosen), done=0)
    for batch in batched(chosen, BATCH):
        if not _take_some(file, batch, units, at=at):
            return  # cancelled
    counts = file.counts | {"taken": file.people().count()}
    file.become(State.TAKEN, out_of=[State.TAKING], counts=counts, content=b"", finished_at=at)


@transaction.atomic
def _take_some(file: PeopleFile, batch: Sequence[Person], units: dict[str, int], *, at: datetime) -> bool:
    row = PeopleFile.objects.select_for_update().defer("content", "faults").get(pk=file.pk)
    if row.state != State.TAKING:
        return False
    rows = [recipient(file.campaign, person, units, at=at, file=file) for person in batch]
    sending.add(file.campaign, rows, at=at)
    row.done += len(batch)
    row.save(update_fields=["done"])
    return True


def recipient(
    campaign: Campaign,
    person: Person,
    units: dict[str, int],
    *,
    at: datetime,
    file: PeopleFile,
) -> Recipient:
    return Recipient(
        campaign_id=campaign.pk,
        email=person.email,
        name=person.name,
        unit_id=campaign.unit_id or units.get(person.unit.lower()),
        role=person.role,
        language=person.language,
        file_id=file.pk,
        seed=secrets.token_hex(16),
        added_at=at,
    )


def _units(
    campaign: Campaign, unknown: Sequence[str] | Counter[str] | tuple[()], *, at: datetime
) -> dict[str, int]:
    """By name in lower case; those that are to be made are made, and a closed one of that name opens again."""
    units = {name: unit.pk for name, unit in (judging.units_by_name(campaign) or {}).items()}
    for name in unknown:
        if name.lower() in units:
            continue
        unit = campaign.municipality.units.filter(name__iexact=name).first()
        if unit is None:
            unit = Unit.objects.create(municipality=campaign.municipality, name=name)
        elif unit.closed_at:
            unit.closed_at = None
            unit.save(update_fields=["closed_at"])
        units[name.lower()] = unit.pk
    return units


def undo(file: PeopleFile, *, at: datetime) -> int:
    """Take out those of this list who have not been written to. Returns how many.

    Also whoever has entered: that she alone stayed would tell it.
    """
    removed = sending.remove(file.people().filter(sent=0, sent_at=None, stopped_at=None), at=at)
    PeopleFile.objects.filter(pk=file.pk).update(
        state=State.CANCELLED, counts=file.counts | {"undone": removed}
    )
    return removed
