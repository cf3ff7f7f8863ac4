"""What a lesson's template needs: the document marked up, its neighbours, and the learner's answers where there are some."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from baerekraft.catalog import shelf
from baerekraft.catalog.document import (
    Block,
    Chart,
    CourseDocument,
    Example,
    ExerciseBlock,
    Image,
    LessonDocument,
    Recording,
    Table,
    Text,
)
from baerekraft.catalog.models import PublishedLesson
from baerekraft.catalog.shelf import CourseOnShelf, Entry, PartOnShelf, Shelf
from baerekraft.design import languages
from baerekraft.exercises.document import BadAnswer, Exercise
from baerekraft.player import media
from baerekraft.player.markup import Markup, numbered
from baerekraft.records.polls import Distribution


@dataclass(frozen=True)
class LessonLink:
    """A lesson in a list."""

    key: str
    title: str
    summary: str
    number: int
    minutes: int
    slug: str
    url: str
    part: str
    language: str


@dataclass(frozen=True)
class PartCard:
    """A part in a list, with its lessons."""

    document: Any
    number: int
    minutes: int
    url: str
    lessons: tuple[LessonLink, ...]


@dataclass(frozen=True)
class CourseCard:
    """A course in a list."""

    title: str
    lead: str
    url: str
    lessons: int
    minutes: int
    language: str


@dataclass(frozen=True)
class ShownBlock:
    """A block as the template meets it: the document's own fields, and what was made ready for the page.

    `left_out` is where a recording can be seen, on a page that it did not come along to.
    """

    block: Block
    html: SafeString | None = None
    cites: tuple[Any, ...] = ()
    bars: tuple[Any, ...] = ()
    choices: tuple[media.Choice, ...] = ()
    srcset: str = ""
    described: str = ""
    track: str = ""
    spoken: str = ""
    left_out: str = ""

    def __getattr__(self, name: str) -> Any:
        return getattr(object.__getattribute__(self, "block"), name)


@dataclass(frozen=True)
class ShownBar:
    label: str
    value: float
    shown: str
    highlight: bool
    percent: float


@dataclass
class Personal:
    """One learner's answers to one lesson, for the rendition that needs no script."""

    answers: dict[str, Any] = field(default_factory=dict)
    done: bool = False
    part_done: bool = False
    error: tuple[str, str] | None = None
    typed: dict[str, Any] = field(default_factory=dict)
    polls: dict[str, Distribution] = field(default_factory=dict)


def address(part: str, lesson: str) -> str:
    return _address(part, lesson, get_language())


@cache
def _address(part: str, lesson: str, language: str) -> str:
    return reverse("player:lesson", args=[part, lesson])


def link(entry: Entry) -> LessonLink:
    url = address(entry.part, entry.slug)
    return LessonLink(
        entry.key,
        entry.title,
        entry.summary,
        entry.number,
        entry.minutes,
        entry.slug,
        url,
        entry.part,
        entry.language,
    )


def card(part: PartOnShelf) -> PartCard:
    url = reverse("player:part", args=[part.slug])
    return PartCard(part.document, part.number, part.minutes, url, tuple(map(link, part.lessons)))


def course_card(on_shelf: Shelf, course: CourseOnShelf) -> CourseCard:
    document = course.document
    url = course_url(on_shelf, course)
    count = len(course.lessons)
    return CourseCard(document.title, document.lead, url, count, course.minutes, document.language)


def course_url(on_shelf: Shelf, course: CourseOnShelf | None) -> str:
    """The main course has the shortest address; the others stand where no part's address can collide with theirs."""
    if course is None or on_shelf.is_main(course):
        return reverse("player:course")
    return reverse("player:other-course", args=[course.slug])


def is_unlisted(course: CourseDocument | None) -> bool:
    """Whether search engines and our own lists leave the course out."""
    return course is not None and course.audience != "everyone"


def standing(on_shelf: Shelf, course: CourseOnShelf | None) -> dict[str, Any]:
    """Which course a page stands in. `named`: it is not the main one, so its pages say which it is."""
    return {
        "course": course.document if course else None,
        "course_url": course_url(on_shelf, course),
        "named": course is not None and not on_shelf.is_main(course),
        "unlisted": is_unlisted(course.document if course else None),
        "closed": course is not None and course.is_closed,
    }


def course_context(on_shelf: Shelf, course: CourseOnShelf | None = None) -> dict[str, Any]:
    """The course, or the main one, in cards; `cairns` holds the lessons' keys by part, for the landscape."""
    shown = course or on_shelf.main
    parts = [card(part) for part in shown.parts] if shown else []
    cairns = [[lesson.key for lesson in part.lessons] for part in parts]
    others = on_shelf.courses[1:] if on_shelf.is_main(shown) else ()
    return {
        **standing(on_shelf, shown),
        "parts": parts,
        "cairns": cairns,
        "others": [course_card(on_shelf, other) for other in others],
    }


def part_context(on_shelf: Shelf, part: PartOnShelf) -> dict[str, Any]:
    return {**standing(on_shelf, on_shelf.around(part.slug)), "part": card(part)}


def context(
    on_shelf: Shelf,
    entry: Entry,
    personal: Personal | None = None,
    *,
    earlier: PublishedLesson | None = None,
) -> dict[str, Any]:
    """Everything the lesson's template shows; of an earlier edition where one is given."""
    document = earlier.document if earlier else entry.document
    before, after = on_shelf.beside(entry)
    return {
        **standing(on_shelf, on_shelf.course_of(entry)),
        "part": card(on_shelf.home_of(entry)),
        "entry": link(entry),
        "previous": link(before) if before else None,
        "next": link(after) if after else None,
        "version": earlier.pk if earlier else entry.published,
        "earlier": earlier,
        "notice": None,
        "behind": entry.behind and not earlier,
        "original_url": languages.address(address(entry.part, entry.slug), settings.LANGUAGE_CODE),
        "personal": personal,
        "local": None,
        "learning_goals": goals(document, on_shelf),
        **document_context(document, on_shelf),
    }


def document_context(document: LessonDocument, on_shelf: Shelf) -> dict[str, Any]:
    markup = Markup.of(document, on_shelf.terms)
    hook = markup.text(document.hook)
    blocks = [shown(block, document, markup) for block in document.body]
    return {
        "lesson": document,
        "hook_html": hook,
        "blocks": blocks,
        "local_figures": any(isinstance(block, Chart) and block.local for block in document.body),
        "media": any(isinstance(block, Image | Table | Recording) for block in document.body),
        "recordings": any(isinstance(block, Recording) for block in document.body),
        "sources": [
            {"number": number, "source": source} for number, source in enumerate(document.sources, start=1)
        ],
        "terms": sorted(markup.met, key=lambda term: term.term.lower()),
    }


def shown(block: Block, document: LessonDocument, markup: Markup) -> ShownBlock:
    match block:
        case Text():
            return ShownBlock(block, html=markup.html(block.body))
        case Example():
            return ShownBlock(block, html=markup.html(block.body), cites=_cites(document, block.source))
        case Chart():
            return ShownBlock(block, bars=_bars(block), cites=_cites(document, *block.cited))
        case ExerciseBlock():
            return ShownBlock(block)
        case Image():
            return ShownBlock(block, choices=media.choices(block), srcset=media.srcset(block.fallback))
        case Recording():
            return ShownBlock(
                block,
                html=markup.html(block.transcript),
                described=media.described(block),
                track=media.language(block),
                spoken=media.spoken(block),
            )
        case _:
            return ShownBlock(block, cites=_cites(document, block.source))


def _bars(chart: Chart) -> tuple[ShownBar, ...]:
    values = [(bar, bar.value or 0.0) for bar in chart.bars]
    return tuple(
        ShownBar(
            bar.label,
            value,
            bar.shown or f"{value:g}".replace(".", ","),
            bar.highlight,
            round(100 * abs(value) / chart.top, 1),
        )
        for bar, value in values
    )


def _cites(document: LessonDocument, *ids: str) -> tuple[dict[str, Any], ...]:
    """The sources that stand behind a block, with their numbers in the lesson's list."""
    numbers = numbered(document)
    return tuple(
        {"number": numbers[source.id], "source": source} for source in document.sources if source.id in ids
    )


def goals(document: LessonDocument, on_shelf: Shelf) -> list[str]:
    course = on_shelf.around(document.part) or on_shelf.main
    every = course.document.learning_goals if course else ()
    return [every[number - 1] for number in document.learning_goals if number <= len(every)]


def served(course: CourseOnShelf | None) -> list[tuple[str, list[tuple[int, str]]]]:
    """Each of the course's goals, and which lessons serve it: numbers by part."""
    every = course.document.learning_goals if course else ()
    return [(goal, list(_serving(course, number))) for number, goal in enumerate(every, start=1) if course]


def _serving(course: CourseOnShelf, goal: int) -> Iterator[tuple[int, str]]:
    for part in course.parts:
        numbers = [entry.number for entry in part.lessons if goal in entry.document.learning_goals]
        if numbers:
            yield part.number, ranges(numbers)


def ranges(numbers: list[int]) -> str:
    """1, 2, 3, 5 as «1–3, 5»."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return ", ".join(f"{run[0]}–{run[-1]}" if len(run) > 1 else f"{run[0]}" for run in runs)


def read_answer(exercise: Exercise, raw: Any) -> Any:
    """A stored answer as a document, or None when the exercise has changed so that it no longer fits."""
    try:
        return exercise.read(raw)
    except BadAnswer:
        return None


def preview(
    request: HttpRequest,
    document: LessonDocument,
    *,
    local: Any = None,
    personal: Personal | None = None,
    answers: str = "#",
) -> HttpResponse:
    """The lesson as a learner would see it, before it is published; `local` is whose variant it is.

    `answers` is where an exercise's form is posted when no script takes it, with «exercise» for its id.
    """
    on_shelf = shelf.now(document.language).whole
    part = on_shelf.part(document.part) or (on_shelf.parts[0] if on_shelf.parts else None)
    entry = Entry(document.part, document.slug, 1, 0, 0, 0, document)
    return render(
        request,
        "player/lesson.html",
        {
            **standing(on_shelf, on_shelf.around(document.part) or on_shelf.main),
            "part": card(part) if part else None,
            "entry": link(entry),
            "previous": None,
            "next": None,
            "version": 0,
            "earlier": None,
            "notice": None,
            "answers": answers,
            "personal": personal,
            "learner": None,
            "local": local,
            "learning_goals": goals(document, on_shelf),
            **document_context(document, on_shelf),
        },
    )
