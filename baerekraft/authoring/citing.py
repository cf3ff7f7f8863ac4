"""Sources for an indicator's figures: one of the lesson's own where it has the same address, or a new one."""

from collections import defaultdict

from baerekraft.catalog.document import LessonDocument, Source
from baerekraft.indicators import lineage
from baerekraft.indicators.models import Indicator, Value
from baerekraft.sdg.texts import Texts

PREFIX = "tall-"
NAMES = {lineage.NORWAY: Texts(nb="Norge", nn="Noreg", en="Norway")}


class Cited:
    """The rows that a lesson's figures come from, gathered into sources."""

    def __init__(self, document: LessonDocument) -> None:
        self.language = document.language
        self.own = {source.url: source.id for source in document.sources}
        self.taken = {source.id for source in document.sources}
        self.rows: dict[str, list[tuple[Value, str]]] = defaultdict(list)
        self.ids: dict[tuple[str, str, str], str] = {}

    def by(self, indicator: Indicator, row: Value, place: str) -> str:
        """The id of the source that says so."""
        if row.url in self.own:
            return self.own[row.url]
        who = (row.publisher, row.title or str(indicator), row.url)
        if who not in self.ids:
            self.ids[who] = self._free(f"{PREFIX}{indicator.slug}"[:56])
        self.rows[self.ids[who]].append((row, place))
        return self.ids[who]

    def added(self) -> list[Source]:
        """The sources that the lesson did not have, in the order they were met."""
        return [self._source(id, *who) for who, id in self.ids.items()]

    def _free(self, id: str) -> str:
        tried, number = id, 1
        while tried in self.taken:
            number += 1
            tried = f"{id}-{number}"
        self.taken.add(tried)
        return tried

    def _source(self, id: str, publisher: str, title: str, url: str) -> Source:
        rows = self.rows[id]
        years = sorted({row.year for row, _ in rows})
        places = dict.fromkeys(self._named(place) for _, place in rows)
        notes = dict.fromkeys(row.note.strip().rstrip(".") for row, _ in rows if row.note.strip())
        return Source(
            id=id,
            publisher=publisher,
            title=title,
            url=url,
            year=str(years[0]) if len(years) == 1 else f"{years[0]}–{years[-1]}",
            place=", ".join(places)[:80],
            note="; ".join(notes),
        )

    def _named(self, place: str) -> str:
        return NAMES[place].said(self.language) if place in NAMES else place
