"""Newer figures: what indicators have got since a lesson that shows them was published."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from django.conf import settings
from django.utils.translation import gettext as _

from baerekraft.authoring import translating
from baerekraft.authoring.asking import NoFigure, Series
from baerekraft.authoring.models import LessonPage
from baerekraft.catalog import shelf
from baerekraft.catalog.charts import Bar, Chart
from baerekraft.catalog.document import Block, ExerciseBlock, LessonDocument
from baerekraft.exercises.estimate.exercise import Estimate
from baerekraft.indicators import wording


@dataclass(frozen=True)
class Newer:
    """What of a lesson there are newer figures of. `fixed` says that the block itself names the year."""

    what: str
    was: int
    now: int
    fixed: bool

    def __str__(self) -> str:
        if self.now == self.was:
            return _("%(what)s: the figures for %(year)s have been corrected") % {
                "what": self.what,
                "year": self.was,
            }
        return f"{self.what}: {self.was} → {self.now}"


def of_page(page: LessonPage) -> list[Newer]:
    """What has come since the page was last published."""
    published = translating.published(page).filter(withdrawn_at=None).order_by("-version").first()
    return of(published.document) if published else []


def everywhere() -> Iterator[tuple[LessonPage, list[Newer]]]:
    """The published lessons that there are newer figures for, with their pages."""
    for language, _name in settings.LANGUAGES:
        for entry in (entry for course in shelf.now(language).every for entry in course.lessons):
            found = of(entry.document) if entry.language == language else []
            pages = LessonPage.objects.filter(slug=entry.slug, locale__language_code=language)
            for page in pages if found else ():
                if page.get_parent().slug == entry.part:
                    yield page, found


def of(document: LessonDocument) -> list[Newer]:
    if document.taken_on is None:
        return []
    return [newer for block in document.body for newer in _of_block(block)]


def _of_block(block: Block) -> Iterator[Newer]:
    if isinstance(block, Chart) and block.indicator:
        yield from _of(block.title, block.indicator, [bar for bar in block.bars if bar.found])
    elif isinstance(block, ExerciseBlock) and isinstance(block.exercise, Estimate) and block.exercise.found:
        yield from _of(block.exercise.prompt, block.exercise.indicator, [block.exercise])


def _of(what: str, slug: str, shown: list[Bar] | list[Estimate]) -> Iterator[Newer]:
    try:
        series = Series.of(slug)
    except NoFigure:
        return
    was = max(item.found.year for item in shown if item.found)
    now = series.newest(item.place for item in shown)
    if now and now > was:
        yield Newer(what, was, now, fixed=all(item.year for item in shown))
    elif any(_corrected(series, item) for item in shown):
        yield Newer(what, was, was, fixed=False)


def _corrected(series: Series, item: Bar | Estimate) -> bool:
    row = series.rows.get((item.place, item.found.year)) if item.found else None
    if row is None or item.value is None:
        return False
    return wording.rounded(series.indicator, row.value) != Decimal(str(item.value))
