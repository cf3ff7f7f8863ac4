"""What the doctor finds."""

from dataclasses import dataclass

FINE, WARNING, BROKEN = "fine", "warning", "broken"
LEVELS = [FINE, WARNING, BROKEN]


@dataclass(frozen=True)
class Finding:
    level: str
    what: str
    mend: str = ""
