"""A list on its way into a campaign: keep(), look(), begin(), take(), cancel(), undo()."""

import secrets
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime, timedelta
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

State = PeopleFile.State
# What is read and taken in while she waits; more is done in the background.
SMALL = 60_000  # bytes
BATCH = 1_000
LIFETIME = timedelta(days=1)


def keep(campaign: Campaign, *, name: str, content: bytes, by: User, at: datetime) -> PeopleFile:
    """A list that was sent in; empty name where it was pasted. It is read at once when it is small."""
    name = name.replace("\\", "/").rpartition("/")[2].replace("\0", "")[-200:]
    file = PeopleFile.objects.create(
        campaign=campaign, name=name, content=content, uploaded_by=by, uploaded_at=at
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
        file.state, file.why_refused, file.content = State.REFUSED, str(error)[:400], b""
        file.save(update_fields=["state", "why_refused", "content"])
        return
    found = judging.judge(reading, file.campaign)
    file.counts = {
        "lines": reading.lines,
        "people": len(found.people),
        "elsewhere": len(found.elsewhere),
        "units": dict(found.unknown_units.most_common()),
        "columns": reading.columns,
        "faults": Counter(fault.what for fault in found.faults),
    }
    file.faults = [asdict(fault) for fault in found.faults]
    file.total, file.state = reading.lines, State.READ
    # A list that was cancelled while it was read stays so.
    fields = {name: getattr(file, name) for name in ("counts", "faults", "total", "state")}
    PeopleFile.objects.filter(pk=file.pk, state=State.READING).update(**fields)


def begin(file: PeopleFile, *, units: bool, elsewhere: bool) -> None:
    """She has seen the dry run and says yes. `units`: make those that are unknown; `elsewhere`: take other municipalities'."""
    choices = {"make_units": units, "take_elsewhere": elsewhere}
    begun = PeopleFile.objects.filter(pk=file.pk, state=State.READ).update(
        state=State.TAKING, done=0, counts=file.counts | choices
    )
    if not begun:
        return
    file.refresh_from_db()
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
    PeopleFile.objects.filter(pk=file.pk, state=State.TAKING).update(
        state=State.TAKEN, counts=counts, content=b"", finished_at=at
    )


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


def cancel(file: PeopleFile, *, at: datetime) -> None:
    """Stop where it is. Who has been taken in stays, until it is undone."""
    PeopleFile.objects.filter(
        pk=file.pk, state__in=[State.READING, State.READ, State.TAKING, State.REFUSED]
    ).update(state=State.CANCELLED, content=b"", faults=[], finished_at=at)


def undo(file: PeopleFile, *, at: datetime) -> int:
    """Take out those of this list who have not been written to. Returns how many.

    Also whoever has entered: that she alone stayed would tell it.
    """
    removed = sending.remove(file.people().filter(sent=0, sent_at=None, stopped_at=None), at=at)
    PeopleFile.objects.filter(pk=file.pk).update(
        state=State.CANCELLED, counts=file.counts | {"undone": removed}
    )
    return removed


def sweep(*, at: datetime) -> int:
    """Forget what lists said, a day after they came; who was taken in stays. Returns how many."""
    old = PeopleFile.objects.filter(uploaded_at__lt=at - LIFETIME)
    waiting = old.filter(state__in=[State.READING, State.READ])
    waiting.update(state=State.CANCELLED, finished_at=at)
    return old.exclude(state=State.TAKING).exclude(content=b"", faults=[]).update(content=b"", faults=[])
