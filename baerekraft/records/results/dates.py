"""A date as other systems write it."""

import re
from datetime import datetime, time
from functools import lru_cache

from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime

MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "jan januar january", "feb februar february", "mar mars march", "apr april", "mai may", "jun juni june",
            "jul juli july", "aug august", "sep sept september", "okt oktober oct october", "nov november",
            "des desember dec december",
        ),
        start=1,
    )
    for name in names.split()
}  # fmt: skip
NUMBERS = re.compile(r"(\d{1,2})[./-](\d{1,2})[./-](\d{4}|\d{2})\b(.*)")
WORDS = re.compile(r"(?:[a-zæøå]+,?\s+)?(\d{1,2})\.?\s+([a-z]+)\.?,?\s+(\d{4})\b(.*)")
CLOCK = re.compile(r"(\d{1,2})[:.](\d{2})(?:[:.](\d{2}))?\s*([ap]m)?")
NOON = time(12)
OLDEST = 2000


@lru_cache(maxsize=2_000)
def read(text: str) -> datetime | None:
    """When that was, in the time zone of the installation unless it says another; None when it is no date."""
    text = " ".join(text.lower().split())
    try:
        found = _iso(text) or _written(text)
    except (ValueError, OverflowError):
        return None
    return found if found and found.year >= OLDEST else None


def _iso(text: str) -> datetime | None:
    moment = parse_datetime(text.upper())
    if moment and ":" in text:
        return moment if moment.tzinfo else timezone.make_aware(moment)
    day = parse_date(text[:10])
    return timezone.make_aware(datetime.combine(day, NOON)) if day else None


def _written(text: str) -> datetime | None:
    """Day, month and year, in figures or in words: never month first, which nobody here writes."""
    figures, words = NUMBERS.match(text), WORDS.match(text)
    if figures:
        day, month, year, rest = int(figures[1]), int(figures[2]), int(f"20{figures[3]}"[-4:]), figures[4]
    elif words and words[2] in MONTHS:
        day, month, year, rest = int(words[1]), MONTHS[words[2]], int(words[3]), words[4]
    else:
        return None
    return timezone.make_aware(datetime(year, month, day, *_clock(rest)))


def _clock(text: str) -> tuple[int, int]:
    found = CLOCK.search(text)
    if not found:
        return NOON.hour, 0
    hour = int(found[1])
    if found[4]:
        hour = hour % 12 + (12 if found[4] == "pm" else 0)
    return hour, int(found[2])
