"""The keyword lists in `content/<language>/stikkord.yaml`: a target's or a goal's number, and the words that point at it."""

from functools import cache
from pathlib import Path
from typing import Any

import yaml
from django.conf import settings

from baerekraft.sdg import un

SHORTEST = 3

Keywords = dict[str, tuple[str, ...]]


class BadKeywords(Exception):
    """A keyword list that cannot be used: where, and what is wrong."""


@cache
def of(language: str) -> Keywords:
    return read(Path(settings.CONTENT_DIR) / language / "stikkord.yaml")


def read(path: Path) -> Keywords:
    """Every list, checked: numbers that exist, once each, and words of at least three letters, once each in a list."""
    try:
        node = yaml.compose(path.read_text(encoding="utf-8"), Loader=yaml.SafeLoader)
    except yaml.YAMLError as error:
        raise BadKeywords(f"{path}: not valid YAML: {error}") from error
    if not isinstance(node, yaml.MappingNode):
        raise BadKeywords(f"{path}: must be numbers, each with a list of words")
    found: Keywords = {}
    for key, value in node.value:
        where = f"{path}:{key.start_mark.line + 1}"
        if key.value not in un.numbers():
            raise BadKeywords(f"{where}: {key.value} is not one of the UN's goals or targets")
        if key.value in found:
            raise BadKeywords(f"{where}: {key.value} stands twice")
        found[key.value] = _words(value, where)
    return found


def _words(node: Any, where: str) -> tuple[str, ...]:
    if not isinstance(node, yaml.SequenceNode) or not all(
        isinstance(item, yaml.ScalarNode) for item in node.value
    ):
        raise BadKeywords(f"{where}: must be a list of words")
    words = tuple(str(item.value) for item in node.value)
    for word in words:
        if len(word.strip()) < SHORTEST:
            raise BadKeywords(f"{where}: «{word}» is too short")
        if words.count(word) > 1:
            raise BadKeywords(f"{where}: «{word}» stands twice in the list")
    return words
