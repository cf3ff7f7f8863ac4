"""Who has completed, as a file: whole() for a short list, ask() and make() for one that takes its time."""

import os
import secrets
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet
from django.tasks import task
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from baerekraft.campaigns.models import Campaign, NameFile, Recipient
from baerekraft.reports import files

# People whose file is answered while she waits; a longer one is made in the background.
AT_ONCE = 2_000
CHUNK = 10_000
LIFETIME = timedelta(days=1)


def people(campaign: Campaign) -> QuerySet[Recipient]:
    """In the order of the page and the file; an address is in a campaign once, so none has the same place."""
    found = Recipient.objects.in_campaign(campaign).filter(removed_at=None)
    shown = found.select_related("unit").only("name", "email", "unit__name", "done_at", "campaign")
    return shown.order_by("name", "email")


def whole(campaign: Campaign) -> bytes:
    """Name, unit, and whether she has completed: nothing else is there to be taken away."""
    return b"".join(piece for _so_far, piece in _pieces(campaign))


def of(campaign: Campaign, *, at: datetime) -> NameFile | None:
    """The one that is being made, or can be fetched, or went wrong."""
    file = NameFile.objects.filter(campaign=campaign, asked_at__gt=at - LIFETIME).first()
    # A backup brings back the row alone.
    return None if file and file.finished_at and not path(file).exists() else file


@transaction.atomic
def ask(campaign: Campaign, *, at: datetime) -> NameFile:
    """Have the file made, in place of an earlier one. Asked for again while it is being made, it is made once."""
    Campaign.objects.select_for_update().get(pk=campaign.pk)
    earlier = of(campaign, at=at)
    if earlier and earlier.waits:
        return earlier
    _forget(NameFile.objects.filter(campaign=campaign))
    file = NameFile.objects.create(
        campaign=campaign,
        name=secrets.token_hex(16),
        language=translation.get_language() or campaign.language,
        total=people(campaign).count(),
        asked_at=at,
    )
    make_later.enqueue(file.pk)
    return file


@task
def make_later(file: int) -> None:
    found = NameFile.objects.waiting().filter(pk=file).select_related("campaign").first()
    if found:
        make(found)


def make(file: NameFile) -> None:
    """Made beside its place and moved there whole. Run again after a crash, it begins anew."""
    waiting = NameFile.objects.waiting().filter(pk=file.pk)
    part = _folder() / f"{file.name}.{secrets.token_hex(4)}"
    try:
        with translation.override(file.language):
            for done in write(file.campaign, part):
                waiting.update(done=done)
        part.replace(path(file))
        if not waiting.update(finished_at=timezone.now()):
            path(file).unlink()
    except Exception:
        waiting.update(failed_at=timezone.now())
        raise
    finally:
        part.unlink(missing_ok=True)


def write(campaign: Campaign, to: Path) -> Iterator[int]:
    """Write the file, and tell along the way how many it holds."""
    with os.fdopen(os.open(to, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as out:
        for done, piece in _pieces(campaign):
            out.write(piece)
            yield done


def path(file: NameFile) -> Path:
    return _folder() / file.name


def sweep(*, at: datetime) -> None:
    """Forget those a day old, and whatever lies in the folder and is nobody's."""
    there = list(_folder().iterdir())
    _forget(NameFile.objects.filter(asked_at__lte=at - LIFETIME))
    known = set(NameFile.objects.values_list("name", flat=True))
    for file in there:
        # A half-made one is called what it is to be called, and a little more.
        if file.name.partition(".")[0] not in known:
            file.unlink(missing_ok=True)


def _pieces(campaign: Campaign) -> Iterator[tuple[int, bytes]]:
    """How many so far, and the next lines.

    Asked for some at a time, by where the last one stood: one long reading would keep SQLite from writing down how
    far it has come, and PostgreSQL's driver would take all of it into memory.
    """
    answers = (_("no"), _("yes"))
    yield 0, files.BOM.encode() + files.line([_("Name"), _("Unit"), _("Completed")])
    rows = people(campaign).values_list("name", "email", "unit__name", "done_at")
    done, some = 0, list(rows[:CHUNK])
    while some:
        done += len(some)
        lines = ([name or email, unit or "", answers[bool(at)]] for name, email, unit, at in some)
        yield done, b"".join(map(files.line, lines))
        name, email, *_rest = some[-1]
        some = list(rows.filter(Q(name__gt=name) | Q(name=name, email__gt=email))[:CHUNK])


def _forget(found: QuerySet[NameFile]) -> None:
    for file in found:
        path(file).unlink(missing_ok=True)
    found.delete()


def _folder() -> Path:
    folder = Path(settings.DATA_DIR) / "lists"
    folder.mkdir(mode=0o700, exist_ok=True)
    return folder
