"""Reading our own data files, so that an error tells file and line."""

import csv
from collections.abc import Iterator
from pathlib import Path

from pydantic import ValidationError

from baerekraft.sdg.texts import Texts

DATA = Path(__file__).parent / "data"
LANGUAGES = ("nb", "nn", "en")


class BadTable(ValueError):
    """One of our own data files is wrong; the text tells file, line and what."""

    def __init__(self, path: Path, line: int, what: str) -> None:
        super().__init__(f"{path.name}, line {line}: {what}")


class Row:
    """A row that knows where it stands. A column that is missing is an error, not an empty text."""

    def __init__(self, path: Path, line: int, cells: dict[str, str]) -> None:
        self.path, self.line, self.cells = path, line, cells

    def __getitem__(self, column: str) -> str:
        try:
            return self.cells[column].strip()
        except (KeyError, AttributeError):
            raise self.error(f"no {column}") from None

    def integer(self, column: str) -> int:
        try:
            return int(self[column])
        except ValueError:
            raise self.error(f"{column} is «{self[column]}», not a whole number") from None

    def texts(self, column: str) -> Texts:
        return Texts(**{language: self[f"{column}_{language}"] for language in LANGUAGES})

    def error(self, what: object) -> BadTable:
        if isinstance(what, ValidationError):
            first = what.errors()[0]
            what = f"{'.'.join(map(str, first['loc']))}: {first['msg']}"
        return BadTable(self.path, self.line, str(what))


def rows(path: Path) -> Iterator[Row]:
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file, strict=True)
        try:
            for cells in reader:
                row = Row(path, reader.line_num, cells)
                if None in cells:
                    raise row.error("more cells than columns; put quotes around a text with a comma")
                yield row
        except csv.Error as error:
            raise BadTable(path, reader.line_num, str(error)) from error


def by_key(path: Path, key: str) -> dict[str, Row]:
    """The rows by what stands in `key`, which must be there once."""
    found: dict[str, Row] = {}
    for row in rows(path):
        if row[key] in found:
            raise row.error(f"{key} {row[key]} stands on line {found[row[key]].line} too")
        found[row[key]] = row
    return found


def in_languages(folder: Path, name: str, key: str) -> dict[str, dict[str, Row]]:
    """`name.nb.csv` and its sisters, by language and key. They must have the same keys."""
    tables = {language: by_key(folder / f"{name}.{language}.csv", key) for language in LANGUAGES}
    for language, table in tables.items():
        for missing in tables["nb"].keys() ^ table.keys():
            holder = tables["nb"].get(missing) or table[missing]
            lacks = language if missing in tables["nb"] else "nb"
            raise holder.error(f"{key} {missing} is missing in {name}.{lacks}.csv")
    return tables
