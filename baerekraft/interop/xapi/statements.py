"""Statements: a fact as xAPI 1.0.3 has it. Pure: the same fact gives the same statement, and so the same id.

Verbs are of ADL's vocabulary where it has one. A lesson or a part is «completed» and never «passed»: nobody fails here,
and there is no mark to pass. TinCan's registry has «earned» for certificates, where ADL has nothing.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid5

from baerekraft.exercises.document import Exercise
from baerekraft.interop.xapi import questions
from baerekraft.interop.xapi.facts import Fact

Statement = dict[str, Any]

ADL = "http://adlnet.gov/expapi"
VERBS = {
    "enrolment": (f"{ADL}/verbs/registered", "registered"),
    "attempt": (f"{ADL}/verbs/initialized", "initialized"),
    "response": (f"{ADL}/verbs/answered", "answered"),
    "lesson": (f"{ADL}/verbs/completed", "completed"),
    "part": (f"{ADL}/verbs/completed", "completed"),
    "certificate": ("http://id.tincanapi.com/verb/earned", "earned"),
}
VOIDED = (f"{ADL}/verbs/voided", "voided")
COURSE, PART, LESSON = (f"{ADL}/activities/{kind}" for kind in ("course", "module", "lesson"))
CERTIFICATE = "https://www.opigno.org/en/tincan_registry/activity_type/certificate"


@dataclass(frozen=True)
class About:
    """What is known of the thing that a fact is about, besides the fact: names in the language they are read in."""

    course: str = ""
    part: str = ""
    lesson: str = ""
    language: str = ""
    version: int | None = None
    exercise: Exercise | None = None


@dataclass(frozen=True)
class Receiver:
    """Whom statements are made for: `name` gives a learner's name there, `ids` is what ids are made from.

    The others give the public address of a course, of a part, and of a lesson by its part and slug.
    """

    home: str
    platform: str
    ids: UUID
    name: Callable[[UUID], str]
    course_url: Callable[[str], str]
    part_url: Callable[[str], str]
    lesson_url: Callable[[str, str], str]
    by_email: bool = False


def made(fact: Fact, about: About, to: Receiver) -> Statement:
    """The statement of a fact (xAPI-Data 2.4)."""
    result = _result(fact, about)
    return {
        "id": id_of(fact, to),
        "actor": _actor(fact, to),
        "verb": _verb(*VERBS[fact.table]),
        "object": _object(fact, about, to),
        **({"result": result} if result else {}),
        "context": _context(fact, about, to),
        "timestamp": stamp(fact.at),
    }


def id_of(fact: Fact, to: Receiver) -> str:
    return str(uuid5(to.ids, f"{fact.table}:{fact.key}"))


def voiding(statement: str, to: Receiver, *, at: datetime) -> Statement:
    """That an earlier statement no longer holds (2.3.2)."""
    return {
        "id": str(uuid5(to.ids, f"void:{statement}")),
        "actor": {"objectType": "Agent", "account": {"homePage": to.home, "name": "baerekraft"}},
        "verb": _verb(*VOIDED),
        "object": {"objectType": "StatementRef", "id": statement},
        "timestamp": stamp(at),
    }


def stamp(moment: datetime) -> str:
    """RFC 3339 in UTC, to the thousandth (4.5)."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _verb(id: str, word: str) -> dict[str, Any]:
    return {"id": id, "display": {"en": word}}


def _actor(fact: Fact, to: Receiver) -> dict[str, Any]:
    """An account of ours under a name that means nothing elsewhere (2.4.2.4); an address only where it was asked for."""
    if to.by_email and fact.email:
        return {"objectType": "Agent", "mbox": f"mailto:{fact.email}"}
    return {"objectType": "Agent", "account": {"homePage": to.home, "name": to.name(fact.learner)}}


def _activity(id: str, type: str, name: str = "", language: str = "") -> dict[str, Any]:
    named = {"name": {language or "nb": name}} if name else {}
    return {"objectType": "Activity", "id": id, "definition": {"type": type, **named}}


def _part(fact: Fact, about: About, to: Receiver) -> dict[str, Any]:
    """The part; of a certificate for a whole course, the course."""
    if not fact.part:
        return _activity(to.course_url(fact.course), COURSE, about.course)
    return _activity(to.part_url(fact.part), PART, about.part)


def _lesson(fact: Fact, about: About, to: Receiver) -> dict[str, Any]:
    return _activity(to.lesson_url(fact.part or "", fact.lesson), LESSON, about.lesson, about.language)


def _object(fact: Fact, about: About, to: Receiver) -> dict[str, Any]:
    if fact.table == "certificate":
        # Not its own page: there, whoever chose to show her name would be found behind the pseudonym.
        home = _part(fact, about, to)["id"]
        return _activity(f"{home}#kursbevis", CERTIFICATE, about.part or about.course)
    if fact.table == "response":
        return {
            "objectType": "Activity",
            "id": f"{_lesson(fact, about, to)['id']}#{fact.exercise}",
            "definition": questions.definition(about.exercise, about.language or "nb"),
        }
    return _lesson(fact, about, to) if fact.lesson else _part(fact, about, to)


def _result(fact: Fact, about: About) -> dict[str, Any]:
    """Of a thought or a promise only that it is there: what it says is nobody else's (2.4.5)."""
    match fact.table:
        case "response":
            scored = {} if fact.score is None else _scored(fact.score)
            said = questions.response(about.exercise, fact.answer)
            return {"completion": True, **scored, **({"response": said} if said else {})}
        case "lesson":
            return {"completion": True, **_duration(fact.seconds)}
        case "part":
            return {"completion": True}
    return {}


def _scored(score: float) -> dict[str, Any]:
    return {"score": {"scaled": round(score, 4)}, "success": score == 1}


def _duration(seconds: int | None) -> dict[str, str]:
    return {} if seconds is None else {"duration": f"PT{seconds}S"}


def _context(fact: Fact, about: About, to: Receiver) -> dict[str, Any]:
    """Where it belongs (2.4.6); never where she works."""
    parents = {"response": _lesson, "attempt": _part, "lesson": _part, "certificate": _part}
    parent = parents.get(fact.table)
    related = {"parent": [parent(fact, about, to)]} if parent else {}
    if fact.table == "response":
        related["grouping"] = [_part(fact, about, to)]
    return {
        **({"registration": str(uuid5(to.ids, f"way:{fact.enrolment}"))} if fact.enrolment else {}),
        **({"contextActivities": related} if related else {}),
        **({"revision": str(about.version)} if about.version else {}),
        "platform": fact.via or to.platform,
        **({"language": about.language} if about.language else {}),
    }
