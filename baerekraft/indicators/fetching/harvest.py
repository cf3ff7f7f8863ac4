"""Keeping what an entry of the plan brings in, and telling what became of each figure."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction

from baerekraft.indicators import lineage, loading, places
from baerekraft.indicators.fetching import pxweb
from baerekraft.indicators.fetching.client import Client
from baerekraft.indicators.fetching.faults import Refused
from baerekraft.indicators.fetching.jsonstat import Cell, Dataset
from baerekraft.indicators.fetching.plan import Entry, Plan
from baerekraft.indicators.models import Indicator
from baerekraft.municipalities.models import Municipality, MunicipalityCode

MISSING, REFUSED = "missing", "refused"
LONGEST_TITLE = 250


@dataclass
class Outcome:
    """How many figures were new, changed and so on; how many have no figure, by sign; and each that was refused."""

    counts: Counter[str] = field(default_factory=Counter)
    signs: Counter[str] = field(default_factory=Counter)
    refused: list[str] = field(default_factory=list)

    def refuse(self, what: str, why: str) -> None:
        self.counts[REFUSED] += 1
        self.refused.append(f"{what}: {why}")


@dataclass(frozen=True)
class Kept:
    """Where a figure belongs, and in which year's borders it is."""

    place: Municipality | str
    borders_year: int | None


class NotThen(ValueError):
    """The code did not mean the whole place in that year."""


class Atlas:
    """Which place a code of the table means, in which year, as this entry writes codes."""

    def __init__(self, entry: Entry) -> None:
        self.entry, self.register = entry, places.register()
        self.lines = Municipality.objects.in_bulk()
        self.counties = {code: name for code, name in lineage.CODES.items() if name != lineage.NORWAY}

    def asked(self) -> list[str]:
        """Every code whose figures could be kept."""
        wanted: list[str] = []
        if "municipalities" in self.entry.places:
            wanted += [self.entry.code_prefix + code for code in self._whole()]
        if "counties" in self.entry.places:
            wanted += self.counties
        if "country" in self.entry.places:
            wanted.append(self.entry.country)
        return wanted

    def _whole(self) -> list[str]:
        """Codes that were a whole line; with a codelist only today's, which are all that it has."""
        return [
            code.code
            for code in self.register.codes.values()
            if code.code not in self.register.parts and not (self.entry.codelist and code.last_year)
        ]

    def find(self, code: str, year: int) -> Kept:
        """Raises NotThen, UnknownPlace."""
        if code == self.entry.country:
            return Kept(lineage.NORWAY, None)
        if code in self.counties:
            return Kept(self._county(code, year), None)
        found = self.register.find(code.removeprefix(self.entry.code_prefix))
        line = self.lines[found.municipality_id or 0]
        return Kept(
            line, self.entry.borders or self._borders(self.register.codes[_bare(code, self.entry)], year)
        )

    def _county(self, code: str, year: int) -> str:
        name = self.counties[code]
        then = {2019: year <= 2019, 2022: 2020 <= year <= 2023, 2024: year >= 2024}
        if not then[lineage.YEARS[name]]:
            raise NotThen(f"there was no county {code} {name} in {year}")
        return name

    def _borders(self, code: MunicipalityCode, year: int) -> int:
        """A code of today for a year before it: the table is in today's borders. An old code later is a mistake."""
        if code.last_year and year > code.last_year:
            raise NotThen(f"{code} was not in use in {year}")
        return max(year, code.first_year or year)


def _bare(code: str, entry: Entry) -> str:
    return code.removeprefix(entry.code_prefix)


def gather(client: Client, plan: Plan, entry: Entry) -> list[Dataset]:
    """All that the entry asks for, in as many answers as it takes. Nothing is kept before all have come."""
    table = pxweb.metadata(client, plan, entry)
    asked = pxweb.selection(table, entry, Atlas(entry).asked())
    most = pxweb.most_cells(client, plan)
    found = [pxweb.data(client, plan, entry, piece) for piece in pxweb.pieces(asked, most)]
    if len({dataset.updated for dataset in found}) > 1:
        raise Refused(f"table {entry.table} was updated while we read it; run again")
    return found


@transaction.atomic
def keep(entry: Entry, found: list[Dataset], *, at: datetime) -> Outcome:
    """Keep the figures in one transaction."""
    indicator = Indicator.objects.filter(pk=entry.indicator).first()
    if not indicator:
        raise Refused(f"there is no indicator «{entry.indicator}»")
    basket = Basket(entry, indicator, at)
    for dataset in found:
        for cell in dataset.cells():
            basket.take(cell, dataset)
    loading.tell(basket.outcome.counts)
    return basket.outcome


class Basket:
    """Takes one cell after another, and knows what it has."""

    def __init__(self, entry: Entry, indicator: Indicator, at: datetime) -> None:
        self.entry, self.indicator, self.at = entry, indicator, at
        self.atlas, self.outcome = Atlas(entry), Outcome()
        self.seen: set[tuple[str, int]] = set()

    def take(self, cell: Cell, dataset: Dataset) -> None:
        if cell.value is None and not cell.fault:
            self.outcome.counts[MISSING] += 1
            self.outcome.signs[cell.sign or "no sign"] += 1
            return
        try:
            told = self._keep(cell, dataset)
        except (NotThen, places.UnknownPlace) as error:
            told = f"refused: {error}"
        if told.startswith("refused: "):
            code, period = cell.at[self.entry.geography], cell.at[self.entry.year]
            self.outcome.refuse(f"{code} {period}", told.removeprefix("refused: "))
        else:
            self.outcome.counts[told] += 1

    def _keep(self, cell: Cell, dataset: Dataset) -> str:
        period = cell.at[self.entry.year]
        if cell.fault:
            return f"refused: {cell.fault}"
        if not (len(period) == 4 and period.isdecimal()):
            return f"refused: «{period}» is not a year"
        year = int(period)
        kept = self.atlas.find(cell.at[self.entry.geography], year)
        if (str(kept.place), year) in self.seen:
            return f"refused: {kept.place} has had a figure for {year} from another code"
        self.seen.add((str(kept.place), year))
        source = _source(self.entry, dataset, cell, kept.borders_year)
        return loading.keep(
            self.indicator, kept.place, year, cell.value, source, updated=dataset.updated, at=self.at
        )


def _source(entry: Entry, dataset: Dataset, cell: Cell, borders_year: int | None) -> loading.Source:
    return loading.Source(
        publisher="Statistisk sentralbyrå",
        title=(dataset.label or f"{entry.table}")[:LONGEST_TITLE],
        url=f"https://www.ssb.no/statbank/table/{entry.table}",
        licence="CC BY 4.0",
        note=f"SSB: «{cell.sign}»" if cell.sign else "",
        borders_year=borders_year,
    )
