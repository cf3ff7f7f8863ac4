"""The goals in plain words, from `content/<language>/mal.yaml`: what each is about, and what a municipality can do."""

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Annotated, Any

import yaml
from django.conf import settings
from pydantic import AfterValidator, Field, ValidationError

from baerekraft.sdg import goals
from baerekraft.sdg.texts import Frozen

BETWEEN = re.compile(r"(?<=[.!?])\s+")


class BadGoalTexts(Exception):
    """A file of goal texts that cannot be used: where, and how to mend it."""


def sentences(text: str) -> list[str]:
    return BETWEEN.split(text)


def written(least: int, most: int) -> AfterValidator:
    """On one line, whole sentences, and not more of them than a reader has time for."""

    def check(text: str) -> str:
        text = " ".join(text.split())
        if not text.endswith("."):
            raise ValueError("must end with a full stop")
        if not least <= len(sentences(text)) <= most:
            wanted = "one sentence" if most == 1 else f"{least} to {most} sentences"
            raise ValueError(f"must be {wanted}, and is {len(sentences(text))}")
        return text

    return AfterValidator(check)


Sentence = Annotated[str, written(1, 1)]


class GoalText(Frozen):
    plain: Annotated[str, written(2, 4)]
    municipality: Annotated[tuple[Sentence, ...], Field(min_length=3, max_length=5)]
    mind: Sentence = ""


def of_goal(number: int, language: str) -> GoalText:
    """The goal's text in the language, or in bokmål while it is not translated."""
    for code in (language, settings.LANGUAGE_CODE):
        path = Path(settings.CONTENT_DIR) / code / "mal.yaml"
        if path.is_file() and number in read(path):
            return read(path)[number]
    raise BadGoalTexts(
        f"{path}: goal {number} is missing. Add «{number}:» with plain and municipality below."
    )


@cache
def read(path: Path) -> Mapping[int, GoalText]:
    """Every goal in the file, checked. Raises BadGoalTexts with the line of the first fault."""
    loader, node = composed(path)
    if not isinstance(node, yaml.MappingNode):
        raise BadGoalTexts(f"{path}:1: The file must be goals, «1:» to «17:», each with its fields below it.")
    found = {}
    for key, value in entries(node, path):
        if str(key.value) not in map(str, goals.NUMBERS):
            raise BadGoalTexts(f"{path}:{line(key)}: «{key.value}» is not one of the goals 1 to 17.")
        found[int(key.value)] = goal_text(loader, key, value, path)
    return found


def composed(path: Path) -> tuple[yaml.SafeLoader, yaml.Node | None]:
    """The file's nodes, which know their lines, and the loader that makes values of them."""
    try:
        loader = yaml.SafeLoader(path.read_text(encoding="utf-8"))
        return loader, loader.get_single_node()
    except UnicodeDecodeError as error:
        fault = error.object[: error.start].count(b"\n") + 1
        raise BadGoalTexts(
            f"{path}:{fault}: Not UTF-8. Save the file again with the encoding UTF-8."
        ) from error
    except yaml.YAMLError as error:
        raise invalid(path, error) from error


def invalid(path: Path, error: yaml.YAMLError) -> BadGoalTexts:
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    fault = mark.line + 1 if mark else 1
    return BadGoalTexts(
        f"{path}:{fault}: Not valid YAML. Check the indentation, and put text with «: » below «>» or in quotes."
    )


def entries(node: yaml.MappingNode, path: Path) -> list[tuple[yaml.Node, yaml.Node]]:
    """What stands in the mapping, each name once: YAML itself would let the last one win."""
    seen: list[Any] = []
    for key, _value in node.value:
        if key.value in seen:
            raise BadGoalTexts(f"{path}:{line(key)}: «{key.value}» stands twice. Remove one of them.")
        seen.append(key.value)
    return list(node.value)


def line(node: yaml.Node) -> int:
    return int(node.start_mark.line) + 1


def goal_text(loader: yaml.SafeLoader, key: yaml.Node, value: yaml.Node, path: Path) -> GoalText:
    if not isinstance(value, yaml.MappingNode):
        raise BadGoalTexts(f"{path}:{line(key)}: Goal {key.value} has no fields. Indent them below it.")
    fields = {
        field.value: (field, its) for field, its in entries(value, path) if isinstance(field.value, str)
    }
    try:
        return GoalText.model_validate(loader.construct_document(value))
    except yaml.YAMLError as error:
        raise invalid(path, error) from error
    except ValidationError as error:
        # A misspelt field is both missing and unknown; the unknown one is where to look.
        first = min(error.errors(), key=lambda fault: fault["type"] != "extra_forbidden")
        field, its = fields.get(str(first["loc"][0]), (key, value))
        entry = first["loc"][1] if len(first["loc"]) > 1 else None
        if isinstance(its, yaml.SequenceNode) and isinstance(entry, int):
            field = its.value[entry]
        raise BadGoalTexts(f"{path}:{line(field)}: Goal {key.value}: {explain(first)}") from error


def explain(error: Any) -> str:
    """Say in one sentence what is wrong and how to mend it."""
    field = error["loc"][0]
    match error["type"]:
        case "missing":
            return f"«{field}» is missing. Add it here."
        case "extra_forbidden":
            return f"«{field}» is not a field here. Write one of: {', '.join(GoalText.model_fields)}."
        case "too_short" | "too_long":
            return f"«{field}» must have 3 to 5 entries."
        case "value_error":
            return f"«{field}» {error['ctx']['error']}."
        case _:
            return f"«{field}»: {error['msg']}."
