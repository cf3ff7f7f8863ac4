"""Saving: what is sent is cleaned, merged with what others have written since, and told back. Nothing is lost on the way."""

import re
from collections.abc import Mapping
from contextlib import nullcontext
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from baerekraft.assessments import counting, fields
from baerekraft.assessments.document import Document
from baerekraft.assessments.fields import Refused
from baerekraft.assessments.merging import Merged, merge
from baerekraft.assessments.models import Assessment, Change, Clash
from baerekraft.municipalities.models import Municipality

# What became of it is told after the report is final.
AFTERWARDS = re.compile(r"measures/\w+/outcome(_note)?|follow_up/\w+")


class Frozen(Exception):
    """A final report has been made; only what became of it can be told until a new version is begun."""

    def __str__(self) -> str:
        return _("The assessment has been finalised. Begin a new version to change it.")


class TooMuch(Exception):
    """Everything together is more than an assessment can hold."""

    def __str__(self) -> str:
        return _("This is more than an assessment can hold. Shorten something.")


@dataclass(frozen=True)
class Saved:
    """What became of a save. `others` is what somebody else has changed since the writer's `base`, by path."""

    assessment: Assessment
    changed: dict[str, str] = field(default_factory=dict)
    clashes: dict[str, str] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)
    others: dict[str, str] = field(default_factory=dict)


def save(
    assessment: Assessment,
    sent: Mapping[str, str],
    *,
    base: int | Mapping[str, int],
    by: str = "",
    at: datetime,
) -> Saved:
    """`base` is the revision that the writer saw, of everything or path by path.

    What cannot be taken is told in `errors`; the rest is saved.

    Sent twice it changes nothing. Raises Frozen, TooMuch, or NoSuchField for a path that no page of ours has.
    """
    mine, errors = cleaned(sent)
    bases = {path: base if isinstance(base, int) else base[path] for path in mine}
    with transaction.atomic():
        held = Assessment.objects.select_for_update().get(pk=assessment.pk)
        later = list(held.changes.filter(revision__gt=min(bases.values(), default=held.revision)))
        merged = merge(seen(held, later, bases), held.fields, mine)
        if held.final_id and not all(map(AFTERWARDS.fullmatch, (*merged.changed, *merged.clashes))):
            raise Frozen
        _apply(held, merged, by=by, at=at)
    others = {change.path: change.after for change in later if change.path not in merged.changed}
    return Saved(held, merged.changed, merged.clashes, errors, others)


def cleaned(sent: Mapping[str, str]) -> tuple[dict[str, str], dict[str, str]]:
    """What can be kept, and what is wrong with the rest."""
    mine, errors = {}, {}
    for path, raw in sent.items():
        try:
            mine[path] = fields.clean(path, raw)
        except Refused as refusal:
            errors[path] = str(refusal)
    return mine, errors


def seen(held: Assessment, later: list[Change], bases: Mapping[str, int]) -> dict[str, str]:
    """What stood in the fields when the writer got them: what the first change since then took away."""
    found = {path: held.fields.get(path, "") for path in bases}
    for change in reversed(later):
        if change.revision > bases.get(change.path, change.revision):
            found[change.path] = change.before
    return found


def _apply(held: Assessment, merged: Merged, *, by: str, at: datetime) -> None:
    for path, value in merged.clashes.items():
        Clash.objects.get_or_create(
            assessment=held, path=path, value=value, settled_at=None, defaults={"by": by, "at": at}
        )
    if not merged.changed:
        return
    now = {**held.fields, **merged.changed}
    now = {path: value for path, value in now.items() if value}
    if sum(map(len, now.values())) > fields.MOST:
        raise TooMuch
    document = read(now)
    held.revision += 1
    Change.objects.bulk_create(
        Change(
            assessment=held,
            revision=held.revision,
            path=path,
            before=held.fields.get(path, ""),
            after=value,
            by=by,
            at=at,
        )
        for path, value in merged.changed.items()
    )
    held.fields, held.changed_at, held.warned_at = now, at, None
    _keep(held, document)


def _keep(held: Assessment, document: Document) -> None:
    before = held.municipality_id
    tell(held, document)
    with counting.settled(held) if held.municipality_id != before else nullcontext():
        held.save()


def read(now: Mapping[str, str]) -> Document:
    """Raises TooMuch where there are more alternatives, measures or conflicts than a document can hold."""
    try:
        return fields.read(now)
    except ValueError:
        raise TooMuch from None


def tell(assessment: Assessment, document: Document) -> None:
    """Keep what is asked for across assessments in columns of their own."""
    assessment.title = document.case.title
    assessment.municipality = Municipality.objects.filter(slug=document.case.municipality).first()
    if document.follow_up.on != assessment.follow_up_on:
        assessment.follow_up_on, assessment.asked_at = document.follow_up.on, None


def since(assessment: Assessment, revision: int) -> dict[str, str]:
    """What has been changed after that revision, by path, as it stands now."""
    rows = assessment.changes.filter(revision__gt=revision).values_list("path", flat=True)
    return {path: assessment.fields.get(path, "") for path in rows}


def settle(clash: Clash, *, keep: bool, by: str, at: datetime) -> None:
    """Let the words that were set aside stand instead of those that do, or let them go."""
    with transaction.atomic():
        if keep:
            revision = Assessment.objects.get(pk=clash.assessment_id).revision
            save(clash.assessment, {clash.path: clash.value}, base=revision, by=by, at=at)
        Clash.objects.filter(pk=clash.pk).update(settled_at=at)


def undo(assessment: Assessment, revision: int, *, by: str, at: datetime) -> Saved:
    """Give the fields of one save what they had before it. Where somebody has changed one since, that clashes."""
    changes = assessment.changes.filter(revision=revision)
    return save(assessment, {change.path: change.before for change in changes}, base=revision, by=by, at=at)
