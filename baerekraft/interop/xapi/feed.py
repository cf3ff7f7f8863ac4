"""The feed: statements past a cursor, for a record store, a file, or whoever asks by the API.

A cursor is a line of text that says how far each table has been read. It means nothing to others, and holds no secret.
"""

import base64
import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.conf import settings

from baerekraft.catalog import shelf
from baerekraft.catalog.models import PublishedLesson
from baerekraft.design import languages
from baerekraft.interop import pseudonyms
from baerekraft.interop.xapi import facts, reach, statements
from baerekraft.interop.xapi.facts import Fact, Place
from baerekraft.interop.xapi.statements import About, Receiver, Statement


class BadCursor(ValueError):
    """This is none of our cursors."""


@dataclass(frozen=True)
class Page:
    """`cursor` is where the next page begins; `more` says whether something is there already."""

    statements: tuple[Statement, ...]
    cursor: str
    more: bool


def since(cursor: str, limit: int, *, audience: str, at: datetime) -> Page:
    """At most so many statements past the cursor; an empty one begins at the beginning.

    `audience` is who asks, such as "token-3": learners have other names and statements other ids for each. What is
    younger than a minute or two comes at a later time. Raises BadCursor.
    """
    place, upto = read(cursor), reach.look(at=at)
    found: list[Fact] = []
    more = False
    for table in facts.TABLES:
        room = limit - len(found)
        new = facts.after(table, place.get(table.name), upto=upto[table.name], limit=room + 1)
        more = more or len(new) > room
        found += new[:room]
        if new[:room]:
            place[table.name] = new[:room][-1].place
    found.sort(key=lambda fact: fact.at)
    to = receiver(audience)
    return Page(tuple(statements.made(fact, about(fact), to) for fact in found), write(place), more)


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
    if not cursor:
        return {}
    try:
        told = dict(json.loads(base64.urlsafe_b64decode(cursor.encode())))
        return {
            table.name: _place(table.name, told[table.name]) for table in facts.TABLES if table.name in told
        }
    except (ValueError, TypeError, KeyError, AttributeError, OverflowError) as error:
        raise BadCursor from error


def write(place: dict[str, Place]) -> str:
    return base64.urlsafe_b64encode(json.dumps(place, separators=(",", ":")).encode()).decode()


def _place(table: str, told: Any) -> Place:
    if table == facts.RESPONSE:
        moment, id = told
        if datetime.fromisoformat(moment).tzinfo is None:
            raise ValueError("a moment without a time zone")
        return str(moment), str(UUID(id))
    number = int(told)
    if not 0 <= number < 2**63:
        raise ValueError("no row has this number")
    return number


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
