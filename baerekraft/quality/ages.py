"""How old a lesson's figures and sources are."""

import re
from typing import Any

from pydantic import BaseModel

from baerekraft.authoring import figures, texts
from baerekraft.authoring.texts import MARK
from baerekraft.catalog.document import Chart, Example, ExerciseBlock, Fact, LessonDocument, Text
from baerekraft.exercises.estimate.exercise import Estimate

YEAR = re.compile(r"\b(?:19|20)\d\d\b")
RENEW = 5  # years


class Cited(BaseModel):
    """A source of a lesson: `year` is the newest it names, none when it is undated; `figure` says that it carries one."""

    id: str
    name: str
    url: str
    year: int | None
    figure: bool

    def is_old(self, this_year: int) -> bool:
        return self.figure and self.year is not None and this_year - self.year > RENEW


def cited(document: LessonDocument) -> list[Cited]:
    behind = behind_figures(document)
    return [
        Cited(
            id=source.id,
            name=f"{source.publisher}: {source.title}",
            url=source.url,
            year=max(map(int, YEAR.findall(source.year)), default=None),
            figure=source.id in behind,
        )
        for source in document.sources
    ]


def behind_figures(document: LessonDocument) -> set[str]:
    """Ids of the sources that carry a figure: those of charts, facts and exercises, and marks in paragraphs with digits."""
    found = _marked(document.hook)
    for block in document.body:
        found |= _of(block)
    return found


def oldest(document: LessonDocument) -> int | None:
    """The year of the oldest figure shown."""
    years = [source.year for source in cited(document) if source.figure and source.year]
    years += [year for block in document.body if isinstance(block, Chart) for year in block.years]
    return min(years, default=None)


def _of(block: Any) -> set[str]:
    match block:
        case Chart():
            return set(block.cited)
        case ExerciseBlock():
            said = texts.within(block.exercise, without={"id", "kind", "sources"})
            return (
                set(block.exercise.cited)
                if any(map(figures.bare, said)) or isinstance(block.exercise, Estimate)
                else set()
            )
        case Fact():
            return {block.source}
        case Text() | Example():
            marked = {id for piece in figures.pieces(block.body) for id in _marked(piece)}
            own = isinstance(block, Example) and not MARK.search(block.body) and figures.bare(block.body)
            return marked | ({block.source} if isinstance(block, Example) and own else set())
    return set()


def _marked(text: str) -> set[str]:
    return {mark[2:-1] for mark in MARK.findall(text)} if figures.bare(MARK.sub("", text)) else set()
