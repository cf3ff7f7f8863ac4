"""What cmi5 asks of a unit's statements (sections 7.1.3, 9 and 10.2), as a platform that refuses what breaks it."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

CMI5 = "https://w3id.org/xapi/cmi5"
CATEGORY = f"{CMI5}/context/categories/cmi5"
MOVE_ON = f"{CMI5}/context/categories/moveon"
SESSION = f"{CMI5}/context/extensions/sessionid"
MASTERY = f"{CMI5}/context/extensions/masteryscore"
PROGRESS = f"{CMI5}/result/extensions/progress"
VERBS = {
    f"http://adlnet.gov/expapi/verbs/{verb}": verb
    for verb in ("initialized", "completed", "passed", "failed", "terminated")
}
DURATION = re.compile(r"^P(?=\d|T\d)(\d+D)?(T(?=\d)(\d+H)?(\d+M)?(\d+(\.\d+)?S)?)?$")
UTC = re.compile(r"(Z|[+-]00:00)$")

Statement = dict[str, Any]


@dataclass
class Session:
    """One launch: what it was told, and the statements it has made."""

    id: str
    actor: dict[str, Any]
    registration: str
    activity: str
    template: dict[str, Any]
    mode: str = "Normal"
    mastery: float | None = None
    token: str = ""
    statements: list[Statement] = field(default_factory=list)
    abandoned: bool = False

    @property
    def verbs(self) -> list[str]:
        """The cmi5 defined ones, in the order they came."""
        return [verb_of(statement) for statement in self.statements if is_defined(statement)]


def categories(statement: Statement) -> set[str]:
    activities = statement.get("context", {}).get("contextActivities", {}).get("category", [])
    return {activity["id"] for activity in activities}


def is_defined(statement: Statement) -> bool:
    return CATEGORY in categories(statement)


def verb_of(statement: Statement) -> str:
    return VERBS.get(statement["verb"]["id"], statement["verb"]["id"].rsplit("/", 1)[-1])


def when(statement: Statement) -> datetime:
    return datetime.fromisoformat(statement["timestamp"])


def holds(whole: Any, part: Any) -> bool:
    """Whether everything in `part` is in `whole`, and says the same there."""
    if isinstance(part, dict):
        return isinstance(whole, dict) and all(key in whole and holds(whole[key], part[key]) for key in part)
    if isinstance(part, list):
        return isinstance(whole, list) and all(any(holds(one, other) for one in whole) for other in part)
    return bool(whole == part)


def faults(statement: Statement, session: Session, earlier: list[Session]) -> list[str]:
    """Every rule that it breaks, in words; `earlier` are this registration's other sessions with the same unit."""
    rules: list[Callable[[], Iterator[str]]] = [
        lambda: everywhere(statement, session),
        lambda: in_order(statement, session),
    ]
    if is_defined(statement):
        rules += [
            lambda: defined(statement, session, earlier),
            lambda: results(statement),
            lambda: judged(statement, session),
        ]
    rules.append(lambda: progressed(statement, [session, *earlier]))
    return [fault for rule in rules for fault in rule()]


def everywhere(statement: Statement, session: Session) -> Iterator[str]:
    context = statement.get("context", {})
    try:
        UUID(statement["id"])
    except (KeyError, ValueError):
        yield "9.1: no id in the form of a UUID"
    if statement.get("actor") != session.actor:
        yield "9.2: another actor than at launch"
    if context.get("registration") != session.registration:
        yield "9.6.1: another registration than at launch"
    if context.get("extensions", {}).get(SESSION) != session.id:
        yield "9.6.3.1: no session id"
    if not holds(context, session.template):
        yield "10.2.1: something in contextTemplate is overwritten or left out"
    if not UTC.search(statement.get("timestamp", "")):
        yield "9.7: no timestamp in UTC"


def in_order(statement: Statement, session: Session) -> Iterator[str]:
    verb, before = verb_of(statement), session.statements
    if not before and not (verb == "initialized" and is_defined(statement)):
        yield "9.3: initialized is not the first statement"
    if "terminated" in session.verbs:
        yield "9.3: something after terminated"
    if before and when(statement) < when(before[-1]):
        yield "9.7: earlier than the one before it"


def defined(statement: Statement, session: Session, earlier: list[Session]) -> Iterator[str]:
    verb = verb_of(statement)
    in_registration = [verb for one in (session, *earlier) for verb in one.verbs]
    if statement["verb"]["id"] not in VERBS:
        yield f"9.3: «{verb}» is no verb for a unit's cmi5 defined statement"
    if statement["object"].get("id") != session.activity:
        yield "9.4: the object is not the unit as it was launched"
    if verb in session.verbs:
        yield f"9.3: «{verb}» twice in a session"
    if {verb, *session.verbs} >= {"passed", "failed"}:
        yield "9.3: passed and failed in one session"
    if verb in ("completed", "passed") and verb in in_registration:
        yield f"9.3: «{verb}» twice in a registration"
    if verb == "failed" and "passed" in in_registration:
        yield "9.3: failed after passed"
    if session.mode != "Normal" and verb not in ("initialized", "terminated"):
        yield f"10.2.2: «{verb}» in {session.mode} mode"


def results(statement: Statement) -> Iterator[str]:
    verb, result = verb_of(statement), statement.get("result", {})
    if result.get("success") != {"passed": True, "failed": False}.get(verb):
        yield f"9.5.2: success in «{verb}»"
    if result.get("completion") != {"completed": True}.get(verb):
        yield f"9.5.3: completion in «{verb}»"
    if verb != "initialized" and not DURATION.match(result.get("duration", "")):
        yield f"9.5.4: no duration in «{verb}»"
    decides = "success" in result or "completion" in result
    if (MOVE_ON in categories(statement)) != decides:
        yield f"9.6.2.2: the moveOn category in «{verb}»"


def judged(statement: Statement, session: Session) -> Iterator[str]:
    verb, score = verb_of(statement), statement.get("result", {}).get("score")
    extensions = statement["context"].get("extensions", {})
    if verb not in ("passed", "failed"):
        if score is not None:
            yield f"9.5.1: a score in «{verb}»"
        return
    if session.mastery is not None and extensions.get(MASTERY) != session.mastery:
        yield "9.6.3.2: no masteryScore"
    if score is None:
        return
    if not 0 <= score["scaled"] <= 1:
        yield "9.5.1: a scaled score outside 0 and 1"
    if session.mastery is not None and (score["scaled"] >= session.mastery) != (verb == "passed"):
        yield f"9.5.1: {score['scaled']} is not «{verb}» when {session.mastery} is asked for"


def progressed(statement: Statement, sessions: list[Session]) -> Iterator[str]:
    progress = statement.get("result", {}).get("extensions", {}).get(PROGRESS)
    if progress is None:
        return
    if not (isinstance(progress, int) and 0 <= progress <= 100):
        yield "9.5.5.1: progress is no whole number from 0 to 100"
    if verb_of(statement) == "completed" or any("completed" in session.verbs for session in sessions):
        yield "9.5.5.1: progress in or after completed"


def seconds(duration: str) -> float:
    """Of the durations that we write."""
    return timedelta(seconds=float(duration.removeprefix("PT").removesuffix("S"))).total_seconds()
