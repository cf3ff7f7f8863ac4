"""What a translator's file would change, told before it is done; then done, for what still holds."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from wagtail_localize.models import StringTranslation
from wagtail_localize.strings import StringValue

from baerekraft.authoring.models import CoursePage, LessonPage, PartPage
from baerekraft.translation import changes, inline, units
from baerekraft.translation.inline import Broken
from baerekraft.translation.units import Sheet, Unit
from baerekraft.translation.xliff import Given, Sent


class What(StrEnum):
    """What becomes of a text in the file."""

    CHANGED = "changed"
    SAME = "same"
    EMPTY = "empty"
    STALE = "stale"
    BROKEN = "broken"
    UNKNOWN = "unknown"
    FORBIDDEN = "forbidden"


@dataclass(frozen=True)
class Row:
    """A text in the file: what becomes of it, and the translation before and after."""

    what: What
    page: Any
    given: Given
    unit: Unit | None = None
    after: str = ""
    why: str = ""
    original_now: str = ""

    @property
    def key(self) -> str:
        """Names the row in the form where an editor says which outdated ones to take."""
        return f"{self.given.page}/{self.given.id}"

    @property
    def before(self) -> str:
        return StringValue(self.unit.target).render_text() if self.unit else ""

    @property
    def shown(self) -> str:
        return StringValue(self.after).render_text() if self.after else ""

    @property
    def original_then(self) -> str:
        return "".join(self.given.source.itertext())


@dataclass
class Plan:
    """What the whole file would do."""

    language: str
    rows: list[Row] = field(default_factory=list)
    sheets: dict[str, Sheet] = field(default_factory=dict)

    @property
    def counts(self) -> Counter[str]:
        return Counter(str(row.what) for row in self.rows)

    def of(self, what: What) -> list[Row]:
        return [row for row in self.rows if row.what == what]


def plan(sent: Sent, user: Any) -> Plan:
    """Nothing is changed by it."""
    found = Plan(sent.language)
    pages = {key: _page(key, sent.language) for key in {given.page for given in sent.texts}}
    for key, page in pages.items():
        if page and page.permissions_for_user(user).can_edit():
            found.sheets[key] = units.sheet(page)
    known = {(key, unit.id): unit for key, sheet in found.sheets.items() for unit in sheet.units}
    # What is published now, also where nobody has fetched it into the translation editor yet.
    now = {key: changes.current(sheet.page.original) for key, sheet in found.sheets.items()}
    for given in sent.texts:
        page = pages[given.page]
        if page and given.page not in found.sheets:
            found.rows.append(Row(What.FORBIDDEN, page, given))
        else:
            text = now.get(given.page, {}).get(given.id, "")
            found.rows.append(_row(page, given, known.get((given.page, given.id)), text))
    return found


def _page(key: str, language: str) -> Any:
    for kind in (LessonPage, PartPage, CoursePage):
        try:
            page = kind.objects.filter(translation_key=key, locale__language_code=language).first()
        except (ValueError, TypeError, ValidationError):
            return None
        if page and page.original != page:
            return page
    return None


def _row(page: Any, given: Given, unit: Unit | None, now: str) -> Row:
    if unit is None:
        return Row(What.UNKNOWN, page, given)
    if given.target is None or not "".join(given.target.itertext()).strip():
        return Row(What.EMPTY, page, given, unit)
    try:
        after = inline.html_of(given.target, unit.source, unit.target)
    except (Broken, ValueError) as error:
        return Row(What.BROKEN, page, given, unit, why=str(error))
    if after == inline.normal(unit.target):
        return Row(What.SAME, page, given, unit, after)
    stale = _told(given.source) != _told_of(unit) or StringValue(unit.source).render_text() != now
    return Row(What.STALE if stale else What.CHANGED, page, given, unit, after, original_now=now)


def _told(source: Any) -> str:
    """The original in the file, however its tool has wrapped it."""
    return "".join(source.itertext()).strip()


def _told_of(unit: Unit) -> str:
    element = inline.Element("source")
    inline.write(element, unit.source)
    return _told(element)


@transaction.atomic
def take(found: Plan, *, by: Any, also: set[str], tool: str = "XLIFF") -> int:
    """Keep the changed texts, and those outdated ones whose keys are in `also`, as new drafts. Returns how many."""
    rows = [
        row
        for row in found.of(What.CHANGED) + found.of(What.STALE)
        if row.what == What.CHANGED or row.key in also
    ]
    for row in rows:
        _keep(row, found, by, tool)
    for key in {row.given.page for row in rows}:
        found.sheets[key].translation.save_target(user=by, publish=False)
    return len(rows)


def _keep(row: Row, found: Plan, by: Any, tool: str) -> None:
    if row.unit is None:
        return
    segment = row.unit.segment
    StringTranslation.objects.update_or_create(
        translation_of=segment.string,
        context=segment.context,
        locale=found.sheets[row.given.page].translation.target_locale,
        defaults={
            "data": row.after,
            "translation_type": StringTranslation.TRANSLATION_TYPE_MANUAL,
            "tool_name": tool,
            "last_translated_by": by,
            "has_error": False,
            "field_error": "",
        },
    )


def by_page(rows: list[Row]) -> Iterator[tuple[Any, list[Row]]]:
    pages = {row.given.page: row.page for row in rows}
    for key, page in pages.items():
        yield page, [row for row in rows if row.given.page == key]
