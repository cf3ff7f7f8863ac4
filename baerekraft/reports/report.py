"""The report: the figures of one place as they may be shown. Pages, files and the API print it and nothing else."""

from datetime import date
from typing import Literal

from pydantic import Field

from baerekraft.sdg.texts import Frozen

Kind = Literal["unit", "municipality", "county"]
# What a number counts: people (or what they have done), per cent, minutes, or people per 1,000 inhabitants.
Measure = Literal["count", "percent", "minutes", "per-1000"]


class Column(Frozen):
    key: str
    label: str
    unit: Measure = "count"


class Row(Frozen):
    """One number for each column. None is not shown: none, too few, or not enough to say."""

    key: str
    label: str
    cells: tuple[int | None, ...] = Field(
        description="A number for each column. null: none, or too few to show."
    )


class Table(Frozen):
    """`note` says what to mind. A table without rows has nothing to show yet."""

    key: str
    title: str
    note: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]

    @property
    def is_empty(self) -> bool:
        return not any(cell is not None for row in self.rows for cell in row.cells)

    def row(self, key: str) -> Row | None:
        return next((row for row in self.rows if row.key == key), None)

    def column(self, key: str) -> tuple[int | None, ...]:
        """The numbers of one column, from the top."""
        place = next(place for place, column in enumerate(self.columns) if column.key == key)
        return tuple(row.cells[place] for row in self.rows)

    def cell(self, row: str, column: str) -> int | None:
        found = self.row(row)
        places = {each.key: place for place, each in enumerate(self.columns)}
        return found.cells[places[column]] if found else None


class Report(Frozen):
    """Everything through the day before `as_of`."""

    place: str
    kind: Kind
    as_of: date
    tables: tuple[Table, ...]

    def table(self, key: str) -> Table | None:
        return next((table for table in self.tables if table.key == key), None)
