"""Every text in a document's data, however deep."""

import re
from collections.abc import Container, Iterator
from typing import Any

from pydantic import BaseModel

MARK = re.compile(r"\[\^[a-z0-9-]+\]")  # a source mark in running text


def one_line(text: str) -> str:
    """The text without line breaks, and with one space where there were many. A space that does not break stays."""
    return re.sub(r"[ \t\r\n\f\v]+", " ", text).strip()


def within(value: Any, *, without: Container[str] = ()) -> Iterator[str]:
    """The texts in reading order, leaving out the fields of these names."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, BaseModel):
        yield from within(value.model_dump(), without=without)
    elif isinstance(value, dict):
        for name, item in value.items():
            if name not in without:
                yield from within(item, without=without)
    elif isinstance(value, list | tuple):
        for item in value:
            yield from within(item, without=without)
