"""Ids for exercises, made of what they are called or ask."""

import re

from anyascii import anyascii

LENGTH = 60
WORDS = 8
NORWEGIAN = str.maketrans({"æ": "ae", "ø": "o", "å": "a"})


def short(name: str) -> str:
    words = re.findall(r"[a-z0-9]+", anyascii(name.lower().translate(NORWEGIAN)).lower())
    id = "-".join(words[:WORDS])
    return id[:LENGTH].rstrip("-") if len(id) <= LENGTH else id[:LENGTH].rpartition("-")[0] or id[:LENGTH]


def free(id: str, taken: set[str]) -> str:
    """The id, with a number after it when it is taken."""
    number, found = 1, id
    while found in taken:
        number += 1
        found = f"{id[: LENGTH - len(str(number)) - 1]}-{number}"
    return found
