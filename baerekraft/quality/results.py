"""Results: a lesson's measures, kept until its draft, its published version or the rules change."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from baerekraft.authoring import newer, translating
from baerekraft.authoring.models import LessonPage
from baerekraft.catalog.document import LessonDocument
from baerekraft.catalog.models import PublishedLesson
from baerekraft.media import library
from baerekraft.quality import (
    ages,
    checks,
    contrast,
    drafts,
    hyperlinks,
    length,
    passages,
    questions,
    weak_questions,
)
from baerekraft.quality.hint import Hint, Kind, Weight
from baerekraft.quality.models import LessonQuality, LinkCheck, OwnWord
from baerekraft.quality.places import Place

RULES = 3  # another number measures everything again
STAFF_LANGUAGE = "nb"


@dataclass(frozen=True)
class Result:
    """A lesson's measures with the hints that are true now."""

    row: LessonQuality
    hints: list[Hint]

    def count(self, weight: str) -> int:
        return sum(hint.weight == weight for hint in self.hints)


def of(page: LessonPage) -> Result:
    """The measures of the page's newest draft, made again when they are out of date."""
    row = LessonQuality.objects.filter(page=page).first()
    newest = newest_published(page)
    current = is_current(row, page.latest_revision_id, newest.pk if newest else None)
    row = row if row and current else measure(page)
    return Result(row, checks.in_order(_spoken(row, page) + dead_links(row)))


def _spoken(row: LessonQuality, page: LessonPage) -> list[Hint]:
    """The hints in the language of whoever reads them; those that are kept stand in the commonest one."""
    if get_language() == STAFF_LANGUAGE:
        return [Hint(**hint) for hint in row.hints]
    published = newest_published(page)
    return hints(drafts.document(newest_draft(page)), lesson=published.lesson_id if published else None)


def newest_published(page: LessonPage) -> PublishedLesson | None:
    return translating.published(page).order_by("-version").first()


def newest_draft(page: LessonPage) -> LessonPage:
    return page.get_latest_revision_as_object() if page.latest_revision_id else page


def measure(page: LessonPage) -> LessonQuality:
    """Measure the newest draft and keep what was found."""
    document, published = drafts.document(newest_draft(page)), newest_published(page)
    with override(STAFF_LANGUAGE):
        found = hints(document, lesson=published.lesson_id if published else None)
        proven = questions.of(published.lesson_id, published.document) if published else []
    values = _values(document, found) | {
        "revision": page.latest_revision_id,
        "published": published.pk if published else None,
        "questions": [question.model_dump() for question in proven],
        "newer": bool(published and not published.withdrawn_at and newer.of(published.document)),
        "fingerprint": published.document.fingerprint if published else "",
    }
    return LessonQuality.objects.update_or_create(page_id=page.pk, defaults=values)[0]


def hints(document: LessonDocument, *, lesson: int | None = None) -> list[Hint]:
    """The checks' hints, those about the photographs in the media library, and what answers say of the questions.

    `lesson` is the published one that learners have answered in.
    """
    own = set(OwnWord.objects.filter(language=document.language).values_list("word", flat=True))
    found = checks.hints(document, own_words=own)
    proven = weak_questions.hints(document, lesson) if lesson else ()
    return checks.in_order([*found, *contrast.photographs(document, _picture), *proven])


def _picture(file: str) -> bytes | None:
    found = library.find(file)
    if found is None:
        return None
    with found.file.open("rb") as opened:
        return bytes(opened.read())


def _values(document: LessonDocument, found: Iterable[Hint]) -> dict[str, Any]:
    found = list(found)
    weights = Counter(hint.weight for hint in found)
    return {
        "rules": RULES,
        "measured_at": timezone.now(),
        "minutes": document.minutes,
        "reading": length.reading(document, passages.of(document)),
        "hints": [hint.as_data() for hint in found],
        "sources": [source.model_dump() for source in ages.cited(document)],
        "links": hyperlinks.placed(document),
        "figures_from": ages.oldest(document),
        **{weight.value: weights[weight.value] for weight in Weight},
    }


def dead_links(row: LessonQuality) -> list[Hint]:
    """Told from what was found last night, so that a link can die without the lesson being measured again."""
    dead = LinkCheck.objects.filter(
        url__in=[link["url"] for link in row.links], failed_days__gte=LinkCheck.DEAD_AFTER
    )
    failed = {check.url: check for check in dead}
    return [
        Hint.at(
            Place(link["field"], link["number"], link["block"]),
            Kind.LINKS,
            _("The link has not worked since %(day)s. Find the new address, or another source.")
            % {"day": timezone.localtime(failed[link["url"]].first_failed_at).strftime("%d.%m.%Y")},
            Weight.SHOULD,
            link["url"],
        )
        for link in row.links
        if link["url"] in failed
    ]


def is_current(row: LessonQuality | None, revision: int | None, published: int | None) -> bool:
    return bool(row) and (row.revision, row.published, row.rules) == (revision, published, RULES)  # type: ignore[union-attr]


def forget(language: str) -> None:
    """Have the lessons of a language measured again: its words have changed."""
    LessonQuality.objects.filter(page__locale__language_code=language).update(rules=0)
