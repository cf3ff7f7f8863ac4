"""A table from Word as a head and rows."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from django.utils.translation import gettext as _

from baerekraft.authoring import cleaning
from baerekraft.authoring.richtext import Node

COLUMNS = 30
ROWS = 300
# What a published table has room for.
MOST_COLUMNS, MOST_ROWS, LONGEST_CELL = 8, 40, 200


@dataclass(frozen=True)
class Grid:
    head: list[str]
    rows: list[list[str]]
    merged: bool = False

    @property
    def is_table(self) -> bool:
        """A single row or column is how text is placed on a page, and no table."""
        return len(self.head) > 1 and bool(self.rows)

    @property
    def words(self) -> list[str]:
        return [cell for row in (self.head, *self.rows) for cell in row if cell]


def read(table: Node) -> Grid:
    """Cells that are merged are divided again, and say the same."""
    lines: list[dict[int, str]] = []
    hanging: dict[int, tuple[int, str]] = {}
    merged = False
    for row in islice(_rows(table), ROWS):
        line: dict[int, str] = {}
        for column, (left, words) in list(hanging.items()):
            line[column] = words
            hanging[column] = (left - 1, words)
        hanging = {column: held for column, held in hanging.items() if held[0] > 0}
        for cell in row:
            column = next(n for n in range(COLUMNS + ROWS) if n not in line)
            wide, tall = _span(cell, "colspan"), _span(cell, "rowspan")
            merged = merged or wide > 1 or tall > 1
            for place in range(column, column + wide):
                line[place] = cleaning.text(cell)
                if tall > 1:
                    hanging[place] = (tall - 1, line[place])
        lines.append(line)
    return _even(lines, merged=merged)


def _even(lines: list[dict[int, str]], *, merged: bool) -> Grid:
    width = min(COLUMNS, max((max(line, default=-1) + 1 for line in lines), default=0))
    rows = [[line.get(column, "") for column in range(width)] for line in lines]
    rows = [row for row in rows if any(row)]
    return Grid(rows[0] if rows else [], rows[1:], merged)


def _rows(table: Node) -> Iterator[list[Node]]:
    """The table's own rows; a table inside a cell is text in it."""
    for child in table.children:
        if isinstance(child, Node):
            if child.tag == "tr":
                cells = (
                    cell for cell in child.children if isinstance(cell, Node) and cell.tag in {"td", "th"}
                )
                yield list(islice(cells, COLUMNS))
            elif child.tag in {"thead", "tbody"}:
                yield from _rows(child)


def _span(cell: Node, name: str) -> int:
    text = cell.attributes.get(name, "1")
    return max(1, min(COLUMNS, int(text))) if text.isdecimal() and len(text) < 6 else 1


def no_caption() -> str:
    return _("Write what the table shows, as its caption.")


def lacks(grid: Grid, caption: str) -> list[str]:
    found = [] if caption else [no_caption()]
    if grid.merged:
        found.append(_("Merged cells are divided, and each says the same."))
    if len(grid.head) > MOST_COLUMNS or len(grid.rows) > MOST_ROWS:
        found.append(
            _("A table has at most %(columns)d columns and %(rows)d rows. Divide it.")
            % {"columns": MOST_COLUMNS, "rows": MOST_ROWS}
        )
    if any(len(cell) > LONGEST_CELL for row in (grid.head, *grid.rows) for cell in row):
        found.append(
            _("A cell has at most %(most)d characters. Shorten the longest.") % {"most": LONGEST_CELL}
        )
    if not all(grid.head[1:]):
        found.append(_("Every column but the first needs a heading."))
    if not all(row[0] for row in grid.rows):
        found.append(_("Every row needs a name in the first column."))
    return found
