"""What an author shows to everybody, and our own examples: the collection's rows, made from frozen reports.

An assessment has one public address for good. A new version takes the old one's place there, so that whoever was given
the address reads what the author stands for now.
"""

import secrets
from collections.abc import Iterator
from datetime import datetime

from anyascii import anyascii
from django.db import transaction
from django.utils import timezone, translation
from django.utils.text import slugify
from django.utils.translation import gettext as _

from baerekraft.assessments import conflicts, reporting, sets
from baerekraft.assessments.collection import examples, finding
from baerekraft.assessments.collection.examples import Example
from baerekraft.assessments.conflicts import Found, marks
from baerekraft.assessments.document import Document
from baerekraft.assessments.models import (
    Assessment,
    Publication,
    PublishedConflict,
    PublishedGoal,
    Report,
    content_of,
)
from baerekraft.municipalities.models import Municipality
from baerekraft.sdg.conflicts import Effect

LONGEST_SLUG = 60


class NotPublishable(Exception):
    """It cannot be shown to everybody yet; the text says what to do about it."""


@transaction.atomic
def publish(report: Report, *, names: bool, at: datetime) -> Publication:
    """Show the report to everybody. Who took part and who owns the measures is left out unless `names`.

    Comments and addresses are no part of a report. Raises NotPublishable.
    """
    assessment = _author_of(report)
    document = report.document if names else without_names(report.document)
    known = sets.every(assessment.brought_set)
    publication = of(assessment) or Publication(slug=_new_slug(document.case.title))
    if publication.barred_at:
        raise NotPublishable(
            _(
                "Those who run the collection have taken this out. Write to them if you think it should be shown."
            )
        )
    publication.report, publication.published_at, publication.withdrawn_at = report, at, None
    _fill(publication, document, known, language=report.language, version=report.number)
    return _keep(publication, document, known)


def of(assessment: Assessment) -> Publication | None:
    """The assessment's place in the collection, of whichever version, standing or withdrawn."""
    return Publication.objects.filter(report__assessment=assessment).first()


@transaction.atomic
def withdraw(publication: Publication, *, at: datetime) -> None:
    """Nobody can find or read it any more, nor is what it said kept here; the address tells that it was withdrawn."""
    publication.goals.all().delete()
    publication.conflicts.all().delete()
    publication.content, publication.shown, publication.searched = {}, {}, ""
    publication.withdrawn_at = publication.withdrawn_at or at
    publication.save()


def bar(publication: Publication, *, at: datetime) -> None:
    """Withdraw it so that it cannot be published again."""
    publication.barred_at = at
    withdraw(publication, at=at)


@transaction.atomic
def seed_examples(at: datetime) -> int:
    """Make the collection's examples agree with the files; return how many were made, changed or withdrawn."""
    there = {row.slug: row for row in Publication.objects.filter(example=True)}
    known = sets.every()
    changed = sum(_seed(example, there.pop(example.slug, None), known, at=at) for example in examples.every())
    gone = [row for row in there.values() if row.withdrawn_at is None]
    for row in gone:
        withdraw(row, at=at)
    return changed + len(gone)


def without_names(document: Document) -> Document:
    case = document.case.model_copy(update={"participants": ""})
    measures = {id: measure.model_copy(update={"owner": ""}) for id, measure in document.measures.items()}
    return document.model_copy(update={"case": case, "measures": measures})


def _author_of(report: Report) -> Assessment:
    """The assessment, held until its publication is written, so that two presses of a button make one."""
    held = Assessment.objects.select_for_update()
    assessment = held.filter(reports=report).first()
    if assessment is None:
        raise NotPublishable(_("The assessment has been deleted, so its report cannot be published."))
    if assessment.final_id != report.pk:
        raise NotPublishable(_("Finish the report first. Only the final report can be published."))
    if assessment.email_proven_at is None:
        raise NotPublishable(
            _("Open the link we sent to your e-mail address first. Only the author can publish.")
        )
    return assessment


def _seed(example: Example, row: Publication | None, known: sets.Sets, *, at: datetime) -> bool:
    publication = row or Publication(slug=example.slug, example=True, published_at=at)
    before = None if row is None or row.withdrawn_at else _said(row)
    publication.withdrawn_at = None
    _fill(publication, example.document, known, language=example.language)
    if _said(publication) == before:
        return False
    _keep(publication, example.document, known)
    return True


def _said(publication: Publication) -> tuple[object, ...]:
    names = ("language", "title", "kind", "municipality_name", "content", "shown", "searched")
    return tuple(getattr(publication, name) for name in names)


def _fill(
    publication: Publication, document: Document, known: sets.Sets, *, language: str, version: int = 1
) -> None:
    """Everything but the rows."""
    case = document.case
    # An example's municipality is made up, whatever it is called.
    home = None if publication.example else Municipality.objects.filter(slug=case.municipality).first()
    publication.language, publication.kind = language, case.kind
    publication.municipality = home
    publication.municipality_name = home.name if home else case.municipality
    publication.content = content_of(document)
    with translation.override(language):
        publication.title = case.title or _("Assessment without a title")
        texts = (*_texts(document, known), publication.municipality_name)
        publication.shown = _shown(publication, document, known, version).model_dump(mode="json")
    publication.searched = finding.indexed(texts, language)


def _shown(publication: Publication, document: Document, known: sets.Sets, version: int) -> reporting.Shown:
    made_at = publication.report.made_at if publication.report else publication.published_at
    shown = reporting.shown(
        document,
        known=known,
        language=publication.language,
        dated=timezone.localdate(made_at),
        version=version,
        municipality=publication.municipality_name,
    )
    if not publication.example:
        return shown
    notice = _("We have made it up, figures too, so that there is something to learn from.")
    return shown.model_copy(update={"status": _("Example"), "notice": notice})


def _keep(publication: Publication, document: Document, known: sets.Sets) -> Publication:
    publication.save()
    publication.goals.all().delete()
    publication.conflicts.all().delete()
    PublishedGoal.objects.bulk_create(
        PublishedGoal(publication=publication, goal=goal, effect=effect)
        for goal, effect in effects(document, known).items()
    )
    PublishedConflict.objects.bulk_create(
        PublishedConflict(publication=publication, gains=gains, harmed=harmed)
        for gains, harmed in sorted({one.goals for one in _confirmed(document, known) if not one.follows})
        if gains and harmed
    )
    return publication


def effects(document: Document, known: sets.Sets) -> dict[int, Effect]:
    """What the proposed alternative does to each goal that it affects or may affect.

    What was said of the goal goes before what was said of its targets.
    """
    by_goal: dict[int, list[marks.Mark]] = {}
    for mark in marks.made(document, known):
        by_goal.setdefault(mark.goal, []).append(mark)
    told = {
        goal: marks.together(
            [mark.effect for mark in some if mark.place == str(goal)] or [mark.effect for mark in some]
        )
        for goal, some in sorted(by_goal.items())
    }
    return {goal: effect for goal, effect in told.items() if effect != Effect.NONE}


def _confirmed(document: Document, known: sets.Sets) -> list[Found]:
    return [one for one in conflicts.found(document, known) if one.confirmed]


def _texts(document: Document, known: sets.Sets) -> Iterator[str]:
    """What somebody may remember of it."""
    case = document.case
    yield from (case.title, case.number, case.unit, case.description, document.weighing.summary)
    for conflict in _confirmed(document, known):
        yield from (conflict.title, conflict.said.comment)
    for alternative in document.alternatives.values():
        judgements = (*alternative.goals.values(), *alternative.targets.values())
        yield from (judgement.reason for judgement in judgements)


def _new_slug(title: str) -> str:
    """From the title, with some letters of chance, for two cases may be called the same."""
    letters = "".join(anyascii(sign) if sign.isalpha() else sign for sign in title)
    start = slugify(letters)[:LONGEST_SLUG].strip("-") or "sjekk"
    return f"{start}-{secrets.token_hex(3)}"
