"""What a statement must be by xAPI 1.0.3, part two, written down as rules: `faults` lists those that it breaks.

The marks such as 2.4.2.4 are the sections of xAPI-Data.
"""

import re
from collections.abc import Iterator
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

INTERACTIONS = {
    *("true-false", "choice", "fill-in", "long-fill-in", "matching"),
    *("performance", "sequencing", "likert", "numeric", "other"),
}
COMPONENTS = {"choice": {"choices"}, "sequencing": {"choices"}, "matching": {"source", "target"}}
ALLOWED = {
    "statement": {"id", "actor", "verb", "object", "result", "context", "timestamp"},
    "result": {"score", "success", "completion", "response", "duration", "extensions"},
    "context": {"registration", "contextActivities", "revision", "platform", "language", "extensions"},
    "definition": {
        *("name", "description", "type", "moreInfo", "extensions"),
        *("interactionType", "correctResponsesPattern", "choices", "scale", "source", "target", "steps"),
    },
}
IFI = {"mbox", "mbox_sha1sum", "openid", "account"}
LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")
DURATION = re.compile(r"P(?!$)(\d+W|(\d+Y)?(\d+M)?(\d+D)?(T(?=\d)(\d+H)?(\d+M)?(\d+(\.\d+)?S)?)?)")


def faults(statement: Any) -> list[str]:
    return list(_statement(statement))


def _statement(one: Any) -> Iterator[str]:
    yield from _only(one, "statement")
    yield from _no_null(one)  # 2.2
    for needed in ("actor", "verb", "object"):
        if needed not in one:
            yield f"no {needed}"
    yield from _uuid(one["id"])
    yield from _actor(one["actor"])
    yield from _verb(one["verb"])
    yield from _object(one["object"])
    yield from _result(one.get("result", {}))
    yield from _context(one.get("context", {}), one["object"])
    yield from _timestamp(one["timestamp"])


def _only(one: dict[str, Any], what: str) -> Iterator[str]:
    for name in set(one) - ALLOWED[what]:
        yield f"{what} has {name}"


def _no_null(one: Any) -> Iterator[str]:
    for value in one.values() if isinstance(one, dict) else one if isinstance(one, list) else ():
        if value is None or value == {} or value == "":
            yield "a value is null or empty"
        yield from _no_null(value)


def _uuid(text: Any) -> Iterator[str]:
    """4.4: the usual string form."""
    if not isinstance(text, str) or str(UUID(text)) != text:
        yield f"{text} is no UUID in its usual form"


def _iri(text: Any) -> Iterator[str]:
    """4.3: absolute, with a scheme."""
    if not isinstance(text, str) or not urlsplit(text).scheme or not urlsplit(text).netloc or " " in text:
        yield f"{text} is no IRI"


def _actor(actor: dict[str, Any]) -> Iterator[str]:
    """2.4.2.1 and 2.4.2.3: an agent has exactly one way to know it."""
    if actor.get("objectType", "Agent") != "Agent" or len(IFI & set(actor)) != 1:
        yield f"{actor} is no agent"
    if "mbox" in actor and not re.fullmatch(r"mailto:[^@\s]+@[^@\s]+", actor["mbox"]):
        yield "no mbox"
    if "account" in actor:  # 2.4.2.4
        yield from _iri(actor["account"]["homePage"])
        if set(actor["account"]) != {"homePage", "name"}:
            yield "an account is a home page and a name"


def _verb(verb: dict[str, Any]) -> Iterator[str]:
    yield from _iri(verb["id"])
    yield from _map(verb["display"])


def _map(texts: dict[str, str]) -> Iterator[str]:
    """4.2."""
    for language, text in texts.items():
        if not LANGUAGE.fullmatch(language) or not isinstance(text, str):
            yield f"{texts} is no language map"


def _object(thing: dict[str, Any]) -> Iterator[str]:
    if thing["objectType"] == "StatementRef":  # 2.4.4.3
        yield from _uuid(thing["id"])
        return
    if set(thing) - {"objectType", "id", "definition"}:
        yield "an activity has more than it may"
    yield from _iri(thing["id"])
    yield from _definition(thing.get("definition", {}))


def _definition(definition: dict[str, Any]) -> Iterator[str]:
    yield from _only(definition, "definition")
    yield from _iri(definition["type"])
    yield from _map(definition.get("name", {}))
    kind = definition.get("interactionType")
    if definition["type"].endswith("/cmi.interaction") and kind not in INTERACTIONS:
        yield f"{kind} is no interaction"
    lists = {"choices", "scale", "source", "target", "steps"} & set(definition)
    if lists != COMPONENTS.get(kind or "", set()):
        yield f"{kind} has {lists}"
    for name in lists:
        ids = [component["id"] for component in definition[name]]
        if len(ids) != len(set(ids)):
            yield "two components have one id"
        for component in definition[name]:
            yield from _map(component["description"])
    for pattern in definition.get("correctResponsesPattern", []):
        yield from _answer(pattern, definition)


def _answer(text: str, definition: dict[str, Any]) -> Iterator[str]:
    """The forms of a response, and that it names what there is."""
    ids = {name: {one["id"] for one in definition.get(name, [])} for name in ("choices", "source", "target")}
    match definition["interactionType"]:
        case "choice" | "sequencing":
            if not set(text.split("[,]")) <= ids["choices"]:
                yield f"{text} chooses what is not there"
        case "matching":
            for pair in text.split("[,]"):
                one, _, other = pair.partition("[.]")
                if one not in ids["source"] or other not in ids["target"]:
                    yield f"{text} matches what is not there"
        case "numeric":
            if not all(re.fullmatch(r"-?\d+(\.\d+)?(e[+-]\d+)?", end) for end in text.split("[:]")):
                yield f"{text} is no number"


def _result(result: dict[str, Any]) -> Iterator[str]:
    yield from _only(result, "result")
    for name in ("success", "completion"):
        if not isinstance(result.get(name, True), bool):
            yield f"{name} is no boolean"
    scaled = result.get("score", {}).get("scaled", 0)
    if not -1 <= scaled <= 1:  # 2.4.5.1
        yield f"{scaled} is no scaled score"
    if "duration" in result and not DURATION.fullmatch(result["duration"]):  # 4.6
        yield f"{result['duration']} is no duration"


def _context(context: dict[str, Any], thing: dict[str, Any]) -> Iterator[str]:
    yield from _only(context, "context")
    if thing["objectType"] != "Activity" and {"revision", "platform"} & set(context):
        yield "revision and platform are for activities"
    if "registration" in context:
        yield from _uuid(context["registration"])
    if not LANGUAGE.fullmatch(context.get("language", "nb")):
        yield "no language"
    for relation, activities in context.get("contextActivities", {}).items():
        if relation not in {"parent", "grouping", "category", "other"}:
            yield f"{relation} is no relation"
        for activity in activities:
            yield from _object(activity)


def _timestamp(text: str) -> Iterator[str]:
    """4.5: with a time zone that is known."""
    if datetime.fromisoformat(text).tzinfo is None or text.endswith("-00:00"):
        yield f"{text} is no time"


def response_faults(statement: Any) -> list[str]:
    """Whether what was answered fits the question that was described."""
    said = statement.get("result", {}).get("response")
    return list(_answer(said, statement["object"]["definition"])) if said else []
