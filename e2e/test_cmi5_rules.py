"""The platform that the units are tried against refuses what the standard forbids."""

from copy import deepcopy
from typing import Any

import pytest
from cmi5_peer import KARI
from cmi5_rules import CATEGORY, MOVE_ON, PROGRESS, SESSION, Session, faults

ACTIVITY = "https://laering.example.no/enhet/1"
REGISTRATION = "0c9a2a6e-4c5f-4a3b-9a3e-3a6c6b1a0001"


def session(**more: Any) -> Session:
    template = {"extensions": {SESSION: "s1"}, "platform": "Læring"}
    return Session("s1", KARI, REGISTRATION, ACTIVITY, template, **more)


def statement(verb: str, second: int, *, moves: bool = False, **result: Any) -> dict[str, Any]:
    category = [{"id": CATEGORY}, *([{"id": MOVE_ON}] if moves else [])]
    return {
        "id": f"0c9a2a6e-4c5f-4a3b-9a3e-3a6c6b1a{second:04}",
        "timestamp": f"2026-11-23T10:00:{second:02}Z",
        "actor": KARI,
        "verb": {"id": f"http://adlnet.gov/expapi/verbs/{verb}"},
        "object": {"id": ACTIVITY},
        "context": {
            "registration": REGISTRATION,
            "contextActivities": {"category": category},
            "extensions": {SESSION: "s1"},
            "platform": "Læring",
        },
        **({"result": result} if result else {}),
    }


BEGUN = statement("initialized", 1)
COMPLETED = statement("completed", 2, moves=True, completion=True, duration="PT1S")
PASSED = statement("passed", 3, moves=True, success=True, duration="PT1S", score={"scaled": 0.9})
FAILED = statement("failed", 3, moves=True, success=False, duration="PT1S")
ENDED = statement("terminated", 4, duration="PT3S")
LATE = statement("completed", 5, moves=True, completion=True, duration="PT1S")


def told(*statements: dict[str, Any], earlier: list[Session] | None = None, **more: Any) -> list[str]:
    """What is wrong with each, said in this order."""
    here = session(**more)
    found = []
    for one in statements:
        found += faults(one, here, earlier or [])
        here.statements.append(one)
    return found


def without(whole: dict[str, Any], *path: str) -> dict[str, Any]:
    changed = deepcopy(whole)
    holder = changed
    for name in path[:-1]:
        holder = holder[name]
    del holder[path[-1]]
    return changed


def test_what_follows_the_rules_is_let_through() -> None:
    assert told(BEGUN, COMPLETED, PASSED, ENDED) == []


@pytest.mark.parametrize(
    ("said", "rule"),
    [
        ([COMPLETED], "9.3: initialized"),
        ([BEGUN, ENDED, LATE], "9.3: something after"),
        ([BEGUN, COMPLETED, COMPLETED], "twice in a session"),
        ([BEGUN, PASSED, FAILED], "passed and failed"),
        ([ENDED, BEGUN], "9.7: earlier"),
        ([without(BEGUN, "id")], "9.1"),
        ([without(BEGUN, "actor")], "9.2"),
        ([without(BEGUN, "context", "registration")], "9.6.1"),
        ([without(BEGUN, "context", "extensions")], "9.6.3.1"),
        ([without(BEGUN, "context", "platform")], "10.2.1"),
        ([BEGUN, without(ENDED, "result")], "9.5.4"),
        ([BEGUN, without(COMPLETED, "result", "completion")], "9.5.3"),
        ([BEGUN, without(PASSED, "result", "success")], "9.5.2"),
        ([BEGUN, statement("completed", 2, completion=True, duration="PT1S")], "9.6.2.2"),
        ([BEGUN, statement("terminated", 2, duration="PT1S", score={"scaled": 1})], "9.5.1"),
        ([{**BEGUN, "object": {"id": "https://annet.example"}}], "9.4"),
        ([BEGUN, {**ENDED, "timestamp": "2026-11-23T10:00:09+01:00"}], "9.7: no timestamp"),
        (
            [BEGUN, COMPLETED, statement("terminated", 4, duration="PT3S", extensions={PROGRESS: 50})],
            "9.5.5.1",
        ),
    ],
)
def test_what_breaks_a_rule_is_named(said: list[dict[str, Any]], rule: str) -> None:
    assert any(rule in fault for fault in told(*said)), told(*said)


def test_a_registration_remembers() -> None:
    before = session()
    before.statements = [BEGUN, COMPLETED, PASSED, ENDED]

    for again, rule in ((COMPLETED, "twice in a registration"), (FAILED, "failed after passed")):
        assert any(rule in fault for fault in told(BEGUN, again, earlier=[before]))


def test_a_score_is_held_against_what_is_asked_for() -> None:
    assert any("9.6.3.2" in fault for fault in told(BEGUN, PASSED, mastery=0.5))
    assert any("when 0.95 is asked for" in fault for fault in told(BEGUN, PASSED, mastery=0.95))


def test_looking_around_completes_nothing() -> None:
    assert any("in Browse mode" in fault for fault in told(BEGUN, COMPLETED, mode="Browse"))
