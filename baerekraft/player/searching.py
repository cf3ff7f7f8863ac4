"""Search over the published lessons: Norwegian stems, compounds by their parts, in memory."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

import snowballstemmer
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.html import escape, strip_tags
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.views.decorators.http import require_GET

from baerekraft.catalog import shelf
from baerekraft.catalog.document import Chart, Example, ExerciseBlock, Fact, LessonDocument, Text
from baerekraft.catalog.shelf import Entry, Shelf
from baerekraft.player import lessons

WORD = re.compile(r"[^\W_]+")
MARK = re.compile(r"\[\^[a-z0-9-]+\]")
LONGEST = 100
# The Norwegian stemmer knows bokmål and nynorsk alike.
STEMMERS = {"nb": "norwegian", "nn": "norwegian", "en": "english"}


@dataclass(frozen=True)
class Passage:
    """A stretch of a lesson with its words; a title weighs more than a sentence."""

    entry: Entry
    text: str
    words: tuple[str, ...]
    weight: float


@dataclass(frozen=True)
class Hit:
    title: str
    url: str
    part_number: int
    minutes: int
    snippet_html: SafeString
    course: str


@cache
def stemmer(language: str) -> Callable[[str], str]:
    return snowballstemmer.stemmer(STEMMERS[language]).stemWord  # type: ignore[no-any-return]


def stem(word: str) -> str:
    return stemmer(get_language() or settings.LANGUAGE_CODE)(word.lower())


def words(text: str) -> tuple[str, ...]:
    return tuple(stem(word) for word in WORD.findall(text))


@lru_cache(maxsize=6)
def index(on_shelf: Shelf) -> tuple[Passage, ...]:
    """Every passage of the lessons that are open to everyone."""
    return tuple(
        Passage(entry, text, words(text), weight)
        for course in on_shelf.courses
        for entry in course.lessons
        for text, weight in passages(entry.document)
    )


def passages(document: LessonDocument) -> list[tuple[str, float]]:
    found = [(document.title, 6.0), (document.summary, 3.0), (document.hook, 1.0), (document.takeaway, 1.5)]
    for block in document.body:
        match block:
            case Text() | Example():
                found.append((block.heading, 3.0))
                found += [(sentence, 1.0) for sentence in sentences(block.body)]
            case Chart():
                found += [(block.title, 2.0), (block.message, 1.0)]
            case Fact():
                found.append((f"{block.figure}: {block.text}", 1.5))
            case ExerciseBlock():
                found.append((block.exercise.prompt, 0.8))
    return found


def sentences(html: str) -> list[str]:
    text = MARK.sub("", strip_tags(html.replace("</p>", " </p>").replace("</li>", " </li>")))
    return [sentence.strip() for sentence in re.split(r"(?<=[.!?])\s+", text) if sentence.strip()]


def find(query: str) -> list[Hit]:
    """Lessons in which every word of the query occurs, the best first."""
    wanted = words(query[:LONGEST])[:8]
    if not wanted:
        return []
    by_lesson: dict[str, list[tuple[float, Passage, set[str]]]] = {}
    for passage in index(shelf.spoken()):
        met = {word for word in wanted if any(_meets(word, other) for other in passage.words)}
        if met:
            by_lesson.setdefault(passage.entry.key, []).append((passage.weight * len(met), passage, met))
    ranked = sorted(
        (
            (sum(score for score, *_ in hits), hits)
            for hits in by_lesson.values()
            if set().union(*(met for *_, met in hits)) == set(wanted)
        ),
        key=lambda pair: -pair[0],
    )
    return [_hit(hits, wanted) for _score, hits in ranked]


def _meets(word: str, other: str) -> bool:
    """Equal stems, or the word stands first or last in a compound."""
    return word == other or (len(word) >= 4 and (other.startswith(word) or other.endswith(word)))


def _hit(hits: list[tuple[float, Passage, set[str]]], wanted: tuple[str, ...]) -> Hit:
    body = [hit for hit in hits if hit[1].text != hit[1].entry.title] or hits
    best = max(body, key=lambda hit: (len(hit[2]), hit[1].weight <= 1.5, hit[0]))[1]
    link = lessons.link(best.entry)
    on_shelf = shelf.spoken()
    course, part = on_shelf.course_of(best.entry), on_shelf.home_of(best.entry)
    named = course.document.title if course is not on_shelf.main else ""
    return Hit(link.title, link.url, part.number, link.minutes, highlighted(best.text, wanted), named)


def highlighted(text: str, wanted: tuple[str, ...]) -> SafeString:
    def marked(match: re.Match[str]) -> str:
        hit = any(_meets(word, stem(match[0])) for word in wanted)
        return f"<mark>{escape(match[0])}</mark>" if hit else escape(match[0])

    pieces, last = [], 0
    for match in WORD.finditer(text):
        pieces += [escape(text[last : match.start()]), marked(match)]
        last = match.end()
    return SafeString("".join([*pieces, escape(text[last:])]))


@require_GET
def search(request: HttpRequest) -> HttpResponse:
    query = request.GET.get("q", "").strip()[:LONGEST]
    context: dict[str, Any] = {"q": query, "results": find(query) if query else []}
    return render(request, "player/search.html", context)
