"""Reading a lesson from a content file: YAML with Markdown in it, every fault told with file and line."""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from django.conf import settings
from django.utils import translation
from markdown_it import MarkdownIt
from pydantic import ValidationError

from baerekraft.authoring import richtext, texts
from baerekraft.catalog.document import LessonDocument, Sheet
from baerekraft.exercises.kinds import BY_NAME

BLOCKS = ("text", "chart", "fact", "example", "image", "table", "recording", *BY_NAME)
RICH = richtext.FIELDS

# The same loader in C where PyYAML has it: ten times as fast.
Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

markdown = MarkdownIt("commonmark", {"html": False}).disable(
    ["image", "html_inline", "html_block", "code", "fence"]
)


@dataclass
class ContentError(Exception):
    """A content file that cannot be used: where, and how to mend it."""

    path: Path
    line: int
    message: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.message}"


def read(path: Path) -> tuple[Any, yaml.Node | None]:
    """Return the file's data, whatever it is, and its YAML nodes, which know their lines."""
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise ContentError(
            path, line, "The file is not UTF-8. Save it again with the encoding UTF-8."
        ) from error
    try:
        loader = Loader(text)
        node = loader.get_single_node()
        data = loader.construct_document(node) if node else None
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else 1
        raise ContentError(
            path,
            line,
            f"This is not valid YAML ({error.problem}). Check the indentation, and put text with «: » in quotes.",
        ) from error
    return data, node


def line_of(node: yaml.Node | None, location: tuple[int | str, ...]) -> int:
    """The line in the file of the deepest part of `location` that is written there."""
    line = node.start_mark.line + 1 if node else 1
    for step in location:
        if isinstance(node, yaml.MappingNode):
            found = next(((key, value) for key, value in node.value if key.value == step), None)
            if found is None:
                break
            line, node = found[0].start_mark.line + 1, found[1]
        elif isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
            node = node.value[step]
            line = node.start_mark.line + 1
    return line


def lesson(path: Path, *, part: str, language: str) -> LessonDocument:
    """Return the file's lesson as a document, or raise ContentError with the line of the first fault."""
    data, node = read(path)
    if not isinstance(data, dict):
        raise ContentError(path, 1, "The file must begin with «title: …» and the other fields of a lesson.")
    raw = dict(data)
    raw.update(part=part, slug=slug_of(path), language=language)
    raw["hook"] = texts.one_line(str(raw.get("hook", "")))
    raw["body"] = [block(path, node, i, entry) for i, entry in enumerate(raw.get("body") or [])]
    raw["illustration"] = illustration(path, node, raw)
    raw.pop("illustration_alt", None)
    try:
        return LessonDocument.model_validate(raw)
    except ValidationError as error:
        # A misspelt field is both missing and unknown; the unknown one is where to look.
        first = min(error.errors(), key=lambda fault: fault["type"] != "extra_forbidden")
        message = explain(first)
        line = line_of(node, written(first["loc"], raw)) if first["loc"] else line_naming(path, message)
        raise ContentError(path, line, message) from error


def fault_at(
    path: Path, document: LessonDocument, place: tuple[int | str, ...], fault: Exception
) -> ContentError:
    """A fault that was found after the file was read, told with the line of the place in the document."""
    _data, node = read(path)
    return ContentError(path, line_of(node, written(place, document.model_dump())), in_english(fault))


def line_naming(path: Path, message: str) -> int:
    """The last line that holds what the message names in «»; for faults of the lesson as a whole."""
    named = re.search("«(.+?)»", message)
    lines = path.read_text(encoding="utf-8").splitlines()
    return max(
        (number for number, line in enumerate(lines, start=1) if named and named[1] in line), default=1
    )


def slug_of(path: Path) -> str:
    """`2-hva-er-sosial-baerekraft.yaml` holds the lesson `hva-er-sosial-baerekraft`."""
    return re.sub(r"^\d+-", "", path.stem)


def block(path: Path, node: yaml.Node | None, index: int, entry: Any) -> dict[str, Any]:
    """Turn `- kind: {…}` of the file into the document's block."""
    line = line_of(node, ("body", index))
    if not isinstance(entry, dict) or len(entry) != 1:
        raise ContentError(path, line, "A block is written as «- kind:» with its fields indented below it.")
    [(kind, fields)] = entry.items()
    if kind not in BLOCKS:
        raise ContentError(
            path, line, f"«{kind}» is not a kind of block. Choose one of: {', '.join(BLOCKS)}."
        )
    if not isinstance(fields, dict):
        raise ContentError(path, line, f"The block «{kind}» has no fields. Indent them below it.")
    if kind in ("image", "recording"):
        # Imported here, because it tells its faults as this module does.
        from baerekraft.authoring import contentmedia

        fields = contentmedia.named(path, node, index, kind, fields)
    fields = dict(rich(path, line, kind, name, value) for name, value in fields.items())
    if kind in BY_NAME:
        return {"type": "exercise", "exercise": {"kind": kind, **fields}}
    return {"type": kind, **fields}


def rich(path: Path, line: int, kind: str, name: str, value: Any) -> tuple[str, Any]:
    """A field's name and value, with Markdown rendered. `body_html` holds what Markdown cannot say."""
    if not isinstance(value, str):
        return name, value
    if (kind, name) in RICH:
        return name, richtext.canonical(markdown.render(value))
    plain = name.removesuffix("_html")
    if name == plain or (kind, plain) not in RICH:
        return name, value
    refused = richtext.not_allowed(value)
    if refused:
        raise ContentError(path, line, f"«{name}» holds {refused}, which is not allowed. Take it out.")
    return plain, richtext.canonical(value)


def illustration(path: Path, node: yaml.Node | None, raw: dict[str, Any]) -> dict[str, str]:
    name = str(raw.get("illustration", ""))
    # A translation shows the original's picture.
    folder = path.parents[2] / settings.LANGUAGE_CODE / path.parent.name / "illustrations"
    file = folder / name
    if not name or file.parent != folder or not file.is_file():
        raise ContentError(
            path,
            line_of(node, ("illustration",)),
            f"The illustration «{name}» is not in {path.parent.name}/illustrations/.",
        )
    return {"svg": file.read_text(encoding="utf-8").strip(), "alt": str(raw.get("illustration_alt", ""))}


def written(location: tuple[int | str, ...], raw: dict[str, Any]) -> tuple[int | str, ...]:
    """Translate a place in the document to the place in the file, where a block is named by its kind."""
    if location[:1] == ("illustration",):
        return ("illustration_alt",) if "alt" in location else ("illustration",)
    if location[:1] != ("body",) or len(location) < 2:
        return location
    entry = raw["body"][location[1]]
    kind = entry["exercise"]["kind"] if entry["type"] == "exercise" else entry["type"]
    unions = {"exercise", kind}
    return ("body", location[1], kind, *(step for step in location[2:] if step not in unions))


def explain(error: Any) -> str:
    """Say in one sentence what is wrong and how to mend it."""
    field = next((step for step in reversed(error["loc"]) if isinstance(step, str)), "the lesson")
    context = error.get("ctx", {})
    match error["type"]:
        case "missing":
            return f"«{field}» is missing. Add it here."
        case "extra_forbidden":
            return f"«{field}» is not a field here. Check the spelling or remove it."
        case "string_too_long":
            return f"«{field}» is too long: at most {context['max_length']} characters."
        case "string_too_short":
            return f"«{field}» is too short: at least {context['min_length']} characters."
        case "too_short":
            return f"«{field}» has too few entries: at least {context['min_length']}."
        case "too_long":
            return f"«{field}» has too many entries: at most {context['max_length']}."
        case "value_error":
            message = in_english(context["error"])
            return f"{message[0].upper()}{message[1:]}."
        case _:
            return f"«{field}»: {error['msg']}."


def in_english(fault: Exception) -> str:
    """Content files are written by those who read the code; editors get the same in their own language."""
    with translation.override(None):
        return str(fault)


def course(path: Path) -> dict[str, Any]:
    """Return the course file's data with every field in place, or raise ContentError."""
    data, node = read(path)
    _require(path, node, (), data, "title", "slug", "lead", "learning_goals")
    # A new course has no parts yet.
    data["parts"] = data.get("parts") or []
    for i, part in enumerate(data["parts"]):
        _require(path, node, ("parts", i), part, "slug", "title", "terrain", "lead", "learning_goals")
        if "discussion" in part:
            part["discussion"] = sheet(path, node, ("parts", i, "discussion"), part["discussion"])
    return data


def sheet(path: Path, node: yaml.Node | None, place: tuple[int | str, ...], data: Any) -> Sheet:
    try:
        return Sheet.model_validate(data)
    except ValidationError as error:
        first = error.errors()[0]
        raise ContentError(path, line_of(node, (*place, *first["loc"])), explain(first)) from error


def glossary(path: Path) -> list[dict[str, Any]]:
    """Return the glossary file's terms, or raise ContentError."""
    data, node = read(path)
    if not isinstance(data, list):
        raise ContentError(path, 1, "The glossary is a list: «- term: …» with forms and explanation below.")
    for i, term in enumerate(data):
        _require(path, node, (i,), term, "term", "explanation")
    return data


def _require(
    path: Path, node: yaml.Node | None, place: tuple[int | str, ...], data: Any, *names: str
) -> None:
    for name in names:
        if not isinstance(data, dict) or not data.get(name):
            raise ContentError(path, line_of(node, place), f"«{name}» is missing. Add it here.")
