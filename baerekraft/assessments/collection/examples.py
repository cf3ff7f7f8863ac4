"""Our own worked examples, from `content/<language>/sjekken/*.yaml`: a document each, with what it teaches."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Annotated, Any

import yaml
from django.conf import settings
from pydantic import Field, StringConstraints, ValidationError

from baerekraft.assessments.document import Document

FOLDER = "sjekken"
# Everything is a text, as in a form: a goal's number stays «13» and an answer stays «yes».
Loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


@dataclass(frozen=True)
class Example:
    """`lead` is one sentence about what to learn from it."""

    slug: str
    lead: str
    document: Document
    language: str


@dataclass
class BadExample(Exception):
    """A file of ours that is no assessment: where, and what is wrong."""

    path: Path
    line: int
    message: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.message}"


class _Written(Document):
    """The file: a document with two fields more."""

    slug: Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=60)]
    lead: Annotated[str, Field(min_length=1, max_length=300)]


def every() -> tuple[Example, ...]:
    """All of them, read at first use. Raises BadExample."""
    return _in(Path(settings.CONTENT_DIR))


@cache
def _in(folder: Path) -> tuple[Example, ...]:
    found: dict[str, Example] = {}
    for language, _name in settings.LANGUAGES:
        for path in sorted((folder / language / FOLDER).glob("*.yaml")):
            example = read(path, language=language)
            if example.slug in found:
                raise BadExample(path, 1, f"another example is called «{example.slug}» too")
            found[example.slug] = example
    return tuple(found.values())


def read(path: Path, *, language: str) -> Example:
    """The example in the file. Raises BadExample with the line of the first fault."""
    data, node = _parsed(path)
    try:
        written = _Written.model_validate(data)
    except ValidationError as error:
        first = error.errors()[0]
        way = tuple(str(step) for step in first["loc"])
        raise BadExample(path, _line(node, way), f"{'/'.join(way)}: {first['msg']}") from error
    document = Document.model_validate(written.model_dump(exclude={"slug", "lead"}))
    return Example(written.slug, written.lead, document, language)


def _parsed(path: Path) -> tuple[Any, yaml.Node | None]:
    """The file's data, and its YAML nodes, which know their lines."""
    try:
        loader = Loader(path.read_text(encoding="utf-8"))
        node = loader.get_single_node()
        _once(path, node)
        return (loader.construct_document(node) if node else {}), node
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise BadExample(path, line, "the file is not UTF-8") from error
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise BadExample(
            path, mark.line + 1 if mark else 1, f"this is not valid YAML ({error.problem})"
        ) from error
    except (yaml.YAMLError, RecursionError) as error:
        # Signs that no text has, or a node that holds itself: they have no line.
        why = getattr(error, "reason", "it goes in circles")
        raise BadExample(path, 1, f"this is not valid YAML ({why})") from error


def _once(path: Path, node: yaml.Node | None) -> None:
    """YAML keeps the last of two fields of one name and says nothing."""
    if not isinstance(node, yaml.MappingNode):
        return
    seen = set()
    for key, value in node.value:
        if not isinstance(key, yaml.ScalarNode):
            raise BadExample(path, key.start_mark.line + 1, "a field's name must be a text")
        if key.value in seen:
            raise BadExample(path, key.start_mark.line + 1, f"«{key.value}» stands twice")
        seen.add(key.value)
        _once(path, value)


def _line(node: yaml.Node | None, way: tuple[str, ...]) -> int:
    """The line of the deepest part of the way that is written in the file."""
    line = 1
    for step in way:
        pairs = node.value if isinstance(node, yaml.MappingNode) else []
        found = next(((key, value) for key, value in pairs if key.value == step), None)
        if found is None:
            break
        line, node = found[0].start_mark.line + 1, found[1]
    return line
