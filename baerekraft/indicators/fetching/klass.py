"""SSB's classifications: which municipalities and counties there are, and what became of those that were.

Our own lines through time stand in `municipalities/data`. Klass tells when they have to be gone through.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from baerekraft.indicators import lineage
from baerekraft.indicators.fetching.client import Client, Question
from baerekraft.indicators.fetching.faults import BadAnswer
from baerekraft.municipalities.models import MunicipalityCode

MUNICIPALITIES, COUNTIES = 131, 104
SINCE = date(2019, 12, 31)


@dataclass(frozen=True)
class Change:
    """One code that became another. One of the two is empty where something began or ended."""

    old: str
    old_name: str
    new: str
    new_name: str
    on: date


def codes(client: Client, base: str, classification: int, on: date) -> dict[str, str]:
    """Code and name of everything that there was on a day."""
    url = f"{base}/classifications/{classification}/codesAt.json"
    return client.fetch(Question(url, (("date", on.isoformat()),)), _read_codes)


def changes(
    client: Client, base: str, classification: int, *, since: date, until: date
) -> tuple[Change, ...]:
    """What has changed, oldest first. `until` itself is not within."""
    url = f"{base}/classifications/{classification}/changes.json"
    span = (("from", since.isoformat()), ("to", until.isoformat()))
    return client.fetch(Question(url, span), _read_changes)


def news(client: Client, base: str, *, today: date) -> list[str]:
    """What Klass knows of our municipalities and counties that we do not."""
    there = codes(client, base, MUNICIPALITIES, today)
    told = [
        f"{code} is «{there.get(code.code, 'gone')}» in Klass today"
        for code in MunicipalityCode.objects.filter(last_year=None)
        if _plain(there.get(code.code, "")) != code.name
    ]
    counties = codes(client, base, COUNTIES, today)
    now = {code: name for code, name in lineage.CODES.items() if name in lineage.NOW}
    told += [
        f"county {code} {name} is «{counties.get(code, 'gone')}» in Klass today"
        for code, name in now.items()
        if _plain(counties.get(code, "")) != name
    ]
    ours = set(MunicipalityCode.objects.values_list("code", flat=True))
    for change in changes(client, base, MUNICIPALITIES, since=SINCE, until=today):
        if change.old in ours and change.new not in ours:
            told.append(
                f"{change.old} {change.old_name} became {change.new} {change.new_name} on {change.on}"
            )
    return told


def _plain(name: str) -> str:
    """«Oslo - Oslove» is Oslo, and «Våler (Østfold)» is Våler."""
    return name.partition(" - ")[0].partition(" (")[0]


def _read_codes(found: Any) -> dict[str, str]:
    rows = _rows(found, "codes")
    faults = [f"codes: row {number} has no code and name" for number, row in rows if not _named(row)]
    if faults or not rows:
        raise BadAnswer(*(faults or ["codes: none"]))
    read = {row["code"]: row["name"] for _, row in rows}
    if len(read) < len(rows):
        raise BadAnswer("codes: a code stands twice")
    return read


def _named(row: Any) -> bool:
    return isinstance(row, dict) and isinstance(row.get("code"), str) and isinstance(row.get("name"), str)


def _read_changes(found: Any) -> tuple[Change, ...]:
    read, faults = [], []
    for number, row in _rows(found, "codeChanges"):
        try:
            texts = [row[name] or "" for name in ("oldCode", "oldName", "newCode", "newName")]
            if not all(isinstance(text, str) for text in texts) or not (texts[0] or texts[2]):
                raise ValueError
            read.append(
                Change(texts[0], texts[1], texts[2], texts[3], date.fromisoformat(row["changeOccurred"]))
            )
        except (KeyError, TypeError, ValueError):
            faults.append(f"codeChanges: row {number} is not a change from a code to another on a day")
    if faults:
        raise BadAnswer(*faults)
    return tuple(sorted(read, key=lambda change: (change.on, change.old, change.new)))


def _rows(found: Any, name: str) -> list[tuple[int, Any]]:
    rows = found.get(name) if isinstance(found, dict) else None
    if not isinstance(rows, list):
        raise BadAnswer(f"there is no list of {name}")
    return list(enumerate(rows, start=1))
