"""JSON from others: numbers exact, and nothing that a reader could take in two ways."""

import json
from decimal import Decimal
from typing import Any

from baerekraft.indicators.fetching.faults import BadAnswer


class HalfAnswer(Exception):
    """The text stops or breaks in the middle; asking again may help."""


def loads(text: bytes) -> Any:
    try:
        return json.loads(
            text.decode("utf-8-sig"),
            parse_float=Decimal,
            parse_constant=_no_number,
            object_pairs_hook=_each_key_once,
        )
    except json.JSONDecodeError as error:
        raise HalfAnswer(f"the JSON breaks at character {error.pos}") from error
    except UnicodeDecodeError as error:
        raise BadAnswer("the text is not UTF-8") from error
    except RecursionError as error:
        raise BadAnswer("the JSON is nested too deep") from error
    except ValueError as error:  # an integer of thousands of digits
        raise BadAnswer(str(error)) from error


def _no_number(name: str) -> Any:
    raise BadAnswer(f"{name} is not a number")


def _each_key_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        keys = [key for key, _ in pairs]
        raise BadAnswer(f"«{next(key for key in keys if keys.count(key) > 1)}» stands twice in one object")
    return found
