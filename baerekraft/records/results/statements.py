"""Results as xAPI statements (IEEE 9274.1.1; cmi5's are such): a JSON list, a page from a record store, or one a line."""

import json
from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from baerekraft.records.results import dates
from baerekraft.records.results.judging import Reading, Told
from baerekraft.records.results.tables import MOST, too_many
from baerekraft.records.results.titles import Lessons, Titles
from baerekraft.sheets import files
from baerekraft.sheets.files import BadFile

DONE = {
    "http://adlnet.gov/expapi/verbs/completed",
    "http://adlnet.gov/expapi/verbs/passed",
    "https://w3id.org/xapi/adl/verbs/satisfied",
}


def looks_like(content: bytes) -> bool:
    return content.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in (b"[", b"{")


def read(content: bytes, reading: Reading) -> None:
    """Judge every statement that tells of a completion. Raises BadFile, whose text says why and what to do."""
    found = list(_statements(files.text(content)))
    if not found:
        raise BadFile(_("There are no statements in the file."))
    if len(found) > MOST:
        raise too_many()
    for number, statement in found:
        if isinstance(statement, dict):
            reading.take(_told(number, statement, reading.titles))
        else:
            reading.take(Told(number, "", "", None, None, "", "", None))


def _statements(text: str) -> Iterator[tuple[int, Any]]:
    whole = _parsed(text)
    if isinstance(whole, dict) and isinstance(whole.get("statements"), list):
        whole = whole["statements"]
    if whole is not None:
        yield from enumerate(whole if isinstance(whole, list) else [whole], start=1)
        return
    for number, line in enumerate(text.splitlines(), start=1):
        if line.strip():
            statement = _parsed(line)
            if statement is None:
                raise BadFile(
                    _("Line %(number)d is not JSON. Fetch the file anew from the record store.")
                    % {"number": number}
                )
            yield number, statement


def _parsed(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def _told(number: int, statement: dict[str, Any], titles: Titles) -> Told:
    verb, result = _dict(statement, "verb"), _dict(statement, "result")
    when = _text(statement, "timestamp")
    lessons, called = _lessons(_dict(statement, "object"), titles)
    said = _text(verb, "id")
    done = said in DONE and result.get("completion") is not False and result.get("success") is not False
    return Told(
        number,
        _email(_dict(statement, "actor")),
        called,
        lessons,
        done,
        said.rpartition("/")[2],
        when,
        dates.read(when),
    )


def _email(actor: dict[str, Any]) -> str:
    """The address, or an account's name where that is one."""
    name = _text(_dict(actor, "account"), "name")
    return _text(actor, "mbox") or (name if "@" in name else "")


def _lessons(activity: dict[str, Any], titles: Titles) -> tuple[Lessons | None, str]:
    id = _text(activity, "id")
    try:
        found = titles.at(id)
    except ValueError:  # no address at all
        found = None
    names = _dict(_dict(activity, "definition"), "name")
    for name in names.values():
        if found is None and isinstance(name, str):
            found = titles.find(name)
    return found, next((name for name in names.values() if isinstance(name, str)), id)


def _dict(holder: dict[str, Any], key: str) -> dict[str, Any]:
    value = holder.get(key)
    return value if isinstance(value, dict) else {}


def _text(holder: dict[str, Any], key: str) -> str:
    value = holder.get(key)
    return value if isinstance(value, str) else ""
