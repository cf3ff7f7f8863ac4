"""The board: every lesson that somebody may work on, a row for each language, in few questions to the database."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import F, Window
from django.db.models.functions import RowNumber
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import Revision, WorkflowState
from wagtail.permissions import page_permission_policy

from baerekraft.authoring import reach
from baerekraft.authoring.models import CoursePage, LessonPage, PartPage
from baerekraft.catalog.models import PublishedLesson
from baerekraft.quality import results
from baerekraft.quality.ages import Cited
from baerekraft.quality.models import LessonQuality, LinkCheck
from baerekraft.quality.questions import Question, proven

STATUSES = {
    "draft": _("Draft"),
    "review": _("In review"),
    "scheduled": _("Scheduled"),
    "changed": _("Published, with a newer draft"),
    "live": _("Published"),
    "withdrawn": _("Withdrawn"),
}
ACTIONS = {"add", "change", "publish", "bulk_delete", "lock"}


@dataclass(frozen=True)
class Row:
    """A lesson in one language. What needs measures is empty until the worker has been by."""

    page: LessonPage
    course: CoursePage
    part: PartPage
    status: str
    quality: LessonQuality | None
    is_current: bool
    is_behind: bool
    dead: int
    old: list[Cited] = field(default_factory=list)

    @property
    def hints_told(self) -> str:
        """How many of each weight there are, without those there are none of."""
        if self.quality is None:
            return ""
        told = [
            (self.quality.must, _("%(n)d to mend")),
            (self.quality.should, _("%(n)d worth mending")),
            (self.quality.could, _("%(n)d to consider")),
        ]
        return ", ".join(str(text % {"n": n}) for n, text in told if n) or str(_("none"))

    @property
    def questions(self) -> list[Question]:
        """The hardest first; none where too few have answered."""
        return proven(self.quality) if self.quality else []

    @property
    def weak(self) -> int:
        """How many questions there is something to say about."""
        return sum(question.is_weak for question in self.questions)

    @property
    def status_name(self) -> str:
        return str(STATUSES[self.status])

    @property
    def language(self) -> str:
        return self.page.language

    @property
    def changed_at(self) -> datetime | None:
        return self.page.latest_revision_created_at or self.page.last_published_at

    @property
    def changed_by(self) -> str:
        revision = self.page.latest_revision
        return str(revision.user) if revision and revision.user else ""


def rows(user: Any) -> list[Row]:
    """In the order of the courses; translations come after their original."""
    return _Reading(user).rows()


class _Reading:
    """All that the rows are made from, each thing asked for once."""

    def __init__(self, user: Any) -> None:
        allowed = page_permission_policy.instances_user_has_any_permission_for(user, ACTIONS)
        self.pages = list(
            reach.shown(user, LessonPage.objects.filter(pk__in=allowed.values("pk")))
            .select_related("locale", "quality", "latest_revision__user")
            .defer(*HEAVY)
            .order_by("path")
        )
        self.parts = {part.path: part for part in PartPage.objects.defer("discussion")}
        self.courses = {course.path: course for course in CoursePage.objects.all()}
        self.newest = newest()
        self.fingerprints = fingerprints()
        self.dead = set(
            LinkCheck.objects.filter(failed_days__gte=LinkCheck.DEAD_AFTER).values_list("url", flat=True)
        )
        active = WorkflowState.objects.filter(status__in=["in_progress", "needs_changes"])
        self.in_review = set(active.values_list("object_id", flat=True))
        waiting = Revision.page_revisions.exclude(approved_go_live_at=None)
        self.scheduled = set(waiting.values_list("object_id", flat=True))
        self.this_year = timezone.localdate().year

    def rows(self) -> list[Row]:
        found = [self.row(page) for page in self.pages if self.part_of(page)]
        originals: dict[Any, str] = {
            page.translation_key: page.path for page in self.pages if is_original(page)
        }
        return sorted(found, key=lambda row: str(originals.get(row.page.translation_key, row.page.path)))

    def part_of(self, page: LessonPage) -> PartPage | None:
        return self.parts.get(page.path[: -page.steplen])

    def row(self, page: LessonPage) -> Row:
        part = self.parts[page.path[: -page.steplen]]
        quality = getattr(page, "quality", None)
        newest = self.newest.get((part.slug, page.slug, page.language))
        return Row(
            page=page,
            course=self.courses[part.path[: -part.steplen]],
            part=part,
            status=self.status(page),
            quality=quality,
            is_current=results.is_current(quality, page.latest_revision_id, newest),
            is_behind=self.is_behind(page),
            dead=sum(link["url"] in self.dead for link in quality.links) if quality else 0,
            old=self.old(quality) if quality else [],
        )

    def old(self, quality: LessonQuality) -> list[Cited]:
        sources = (Cited(**source) for source in quality.sources)
        return [source for source in sources if source.is_old(self.this_year)]

    def status(self, page: LessonPage) -> str:
        if str(page.pk) in self.in_review:
            return "review"
        if str(page.pk) in self.scheduled:
            return "scheduled"
        if page.live:
            return "changed" if page.has_unpublished_changes else "live"
        return "withdrawn" if page.first_published_at else "draft"

    def is_behind(self, page: LessonPage) -> bool:
        """As `translating.is_behind`, from what was measured of the original."""
        text = "" if is_original(page) else self.fingerprints.get(page.translation_key, "")
        return bool(text) and text != page.translates


HEAVY = [
    *("body", "steps", "sources", "further_reading", "tool", "illustration"),
    *("latest_revision__content", "quality__hints"),
]


def is_original(page: LessonPage) -> bool:
    return page.language == settings.LANGUAGE_CODE


def newest() -> dict[tuple[str, str, str], int]:
    """The newest published version of each of the county's lessons, by part, lesson and language."""
    place = Window(RowNumber(), partition_by=["lesson", "language"], order_by=F("version").desc())
    found = (
        PublishedLesson.objects.filter(municipality=None)
        .annotate(place=place)
        .filter(place=1)
        .values_list("lesson__part__slug", "lesson__slug", "language", "pk")
    )
    return {(part, slug, language): pk for part, slug, language, pk in found}


def fingerprints() -> dict[Any, str]:
    """The published texts' fingerprints by what an original shares with its translations."""
    found = LessonQuality.objects.filter(page__locale__language_code=settings.LANGUAGE_CODE)
    return dict(found.values_list("page__translation_key", "fingerprint"))


def out_of_date() -> list[LessonPage]:
    """Lessons whose measures are missing or of something older. An original comes before its translations."""
    published, by_path = newest(), {part.path: part.slug for part in PartPage.objects.defer("discussion")}
    found: dict[bool, list[LessonPage]] = defaultdict(list)
    for page in (
        LessonPage.objects.select_related("locale", "quality").defer("quality__hints").order_by("path")
    ):
        key = (by_path.get(page.path[: -page.steplen], ""), page.slug, page.language)
        if not results.is_current(
            getattr(page, "quality", None), page.latest_revision_id, published.get(key)
        ):
            found[is_original(page)].append(page)
    return found[True] + found[False]
