"""The feed: statements past a cursor, for a record store, or all of them, for a file.

A cursor is a line of text that says how far each table has been read.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache

from django.conf import settings

from baerekraft.catalog import shelf
from baerekraft.catalog.models import PublishedLesson
from baerekraft.design import languages
from baerekraft.interop import pseudonyms
from baerekraft.interop.xapi import facts, reach, statements
from baerekraft.interop.xapi.facts import Fact, Place
from baerekraft.interop.xapi.statements import About, Receiver, Statement


@dataclass(frozen=True)
class Page:
    """`cursor` is where the next page begins."""

    statements: tuple[Statement, ...]
    cursor: str


def since(cursor: str, limit: int, *, audience: str, at: datetime) -> Page:
    """At most so many statements past the cursor; an empty one begins at the beginning.

    `audience` is who gets them, such as "lrs-3": learners have other names and statements other ids for each. What is
    younger than a minute or two comes at a later time.
    """
    place, upto = read(cursor), reach.look(at=at)
    found: list[Fact] = []
    for table in facts.TABLES:
        new = facts.after(table, place.get(table.name), upto=upto[table.name], limit=limit - len(found))
        if new:
            place[table.name] = new[-1].place
        found += new
    found.sort(key=lambda fact: fact.at)
    to = receiver(audience)
    return Page(tuple(statements.made(fact, about(fact), to) for fact in found), write(place))


def from_now(*, at: datetime) -> str:
    """A cursor past everything that is there."""
    places: dict[str, Place] = {table.name: facts.newest(table) for table in facts.BY_NUMBER}
    return write(places | {facts.RESPONSE: (at.isoformat(), "0" * 32)})


def everything(moment: datetime | None, *, audience: str) -> Iterator[Statement]:
    """Every statement there is, or of what happened since that moment."""
    to = receiver(audience)
    for fact in facts.everything(moment):
        yield statements.made(fact, about(fact), to)


def receiver(audience: str) -> Receiver:
    return Receiver(
        home=settings.BASE_URL,
        platform=settings.ISSUER,
        ids=pseudonyms.namespace(audience),
        name=lambda learner: pseudonyms.of(learner, at=audience),
        course_url=_course_url,
        part_url=_part_url,
        lesson_url=_lesson_url,
        by_email=settings.XAPI_EMAIL,
    )


def about(fact: Fact) -> About:
    """What the catalogue says of the thing that the fact is about."""
    whole = shelf.now().whole
    if not fact.part:
        course = whole.named(fact.course)
        return About(course=course.document.title if course else "")
    part = whole.part(fact.part)
    title = part.document.title if part else ""
    if fact.published:
        told = _published(fact.published)
        version = shelf.version(fact.published)
        exercise = version.exercises.get(fact.exercise) if version else None
        return replace(told, part=title, exercise=exercise)
    named = (entry.title for entry in part.lessons if entry.slug == fact.lesson) if part else ()
    return About(part=title, lesson=next(iter(named), ""))


def read(cursor: str) -> dict[str, Place]:
    """JSON knows no tuples: the place among answers is one."""
    places: dict[str, Place] = json.loads(cursor) if cursor else {}
    return {table: tuple(place) if isinstance(place, list) else place for table, place in places.items()}


def write(places: dict[str, Place]) -> str:
    return json.dumps(places)


@lru_cache(maxsize=2_000)
def _published(pk: int) -> About:
    """A version never changes."""
    row = PublishedLesson.objects.values_list("content__title", "language", "version").get(pk=pk)
    return About(lesson=row[0], language=row[1], version=row[2])


def _course_url(course: str) -> str:
    main = shelf.now().main
    if main and main.slug == course:
        return settings.BASE_URL + languages.link(settings.LANGUAGE_CODE, "player:course")
    return settings.BASE_URL + languages.link(settings.LANGUAGE_CODE, "player:other-course", course)


def _part_url(part: str) -> str:
    return settings.BASE_URL + languages.link(settings.LANGUAGE_CODE, "player:part", part)


def _lesson_url(part: str, lesson: str) -> str:
    """The same in every language: it is one lesson."""
    return settings.BASE_URL + languages.link(settings.LANGUAGE_CODE, "player:lesson", part, lesson)
