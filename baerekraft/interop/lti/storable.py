"""Whether what another system says can be kept: PostgreSQL refuses texts and numbers that JSON may well hold."""

import json
import re
from typing import Any

# NUL, and half of a pair that makes one sign.
UNKEPT = re.compile(r"[\x00\ud800-\udfff]")


def is_storable(told: Any) -> bool:
    """No text with NUL or half a sign in it, no number that is none, and not nested without end."""
    try:
        written = json.dumps(told, ensure_ascii=False, allow_nan=False)
    except (ValueError, RecursionError):
        return False
    return "\\u0000" not in written and not UNKEPT.search(written)


def text(told: str) -> str:
    """Without what cannot be kept."""
    return UNKEPT.sub("", told)
