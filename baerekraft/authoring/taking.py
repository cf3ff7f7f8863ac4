"""Taking: an indicator's figures come into a lesson when it is published, with their sources, and stay as they are."""

from dataclasses import dataclass, field
from datetime import date

from django.utils import translation
from pydantic import ValidationError

from baerekraft.authoring.asking import NoFigure, Series, where
from baerekraft.authoring.citing import Cited
from baerekraft.catalog.charts import Bar, Chart
from baerekraft.catalog.document import Block, ExerciseBlock, LessonDocument
from baerekraft.exercises.document import Found
from baerekraft.exercises.estimate.exercise import Estimate
from baerekraft.indicators import wording
from baerekraft.indicators.models import Value


def take(document: LessonDocument, *, on: date) -> LessonDocument:
    """The lesson with every figure it asks for. Raises NoFigure; a lesson that asks for none is given back as it is."""
    if not any(asking(block) for block in document.body):
        return document
    with translation.override(document.language):
        taker = Taker(document)
        body = tuple(taker.block(block, i) for i, block in enumerate(document.body))
    lesson = document.model_copy(
        update={"body": body, "taken_on": on, "sources": (*document.sources, *taker.cited.added())}
    )
    try:
        return LessonDocument.model_validate(lesson.model_dump())
    except ValidationError as error:
        raise NoFigure(str(error.errors()[0]["msg"])) from error


def asking(block: Block) -> bool:
    """Whether the block takes figures from an indicator."""
    asked = block.exercise if isinstance(block, ExerciseBlock) else block
    return isinstance(asked, Chart | Estimate) and bool(asked.indicator)


@dataclass
class Taker:
    """Goes through one lesson from top to bottom; each indicator is read once."""

    document: LessonDocument
    cited: Cited = field(init=False)
    known: dict[str, Series] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.cited = Cited(self.document)

    def series(self, slug: str) -> Series:
        if slug not in self.known:
            self.known[slug] = Series.of(slug)
        return self.known[slug]

    def block(self, block: Block, index: int) -> Block:
        try:
            match block:
                case Chart() if block.indicator:
                    return self.chart(block)
                case ExerciseBlock(exercise=Estimate() as estimate) if estimate.indicator:
                    return block.model_copy(update={"exercise": self.estimate(estimate)})
        except NoFigure as error:
            raise NoFigure(str(error), "body", index, *error.place) from error
        return block

    def chart(self, chart: Chart) -> Chart:
        series = self.series(chart.indicator)
        newest = series.newest(bar.place for bar in chart.bars if bar.place and not bar.year)
        bars = tuple(self.bar(bar, i, series, newest) for i, bar in enumerate(chart.bars))
        return chart.model_copy(update={"bars": bars, "local": series.local})

    def bar(self, bar: Bar, index: int, series: Series, newest: int | None) -> Bar:
        if not bar.place:
            return bar
        try:
            row = series.row(bar.place, bar.year or newest)
        except NoFigure as error:
            raise NoFigure(str(error), "bars", index) from error
        return bar.model_copy(
            update={
                "value": float(wording.rounded(series.indicator, row.value)),
                "shown": wording.number(series.indicator, row.value),
                "found": self.found(series, row),
            }
        )

    def estimate(self, estimate: Estimate) -> Estimate:
        series = self.series(estimate.indicator)
        row = series.row(estimate.place, estimate.year or series.newest([estimate.place]))
        value = float(wording.rounded(series.indicator, row.value))
        steps = round((value - estimate.minimum) / estimate.step)
        if abs(estimate.minimum + steps * estimate.step - value) > estimate.tolerance + 1e-9:
            raise NoFigure(
                f"The figure for {estimate.place} in {row.year} is {value:g}, and no guess in steps of "
                f"{estimate.step:g} comes within the tolerance of it.",
                "step",
            )
        if not estimate.minimum < value < estimate.maximum:
            raise NoFigure(
                f"The figure for {estimate.place} in {row.year} is {value:g}, "
                "which does not lie between minimum and maximum.",
                "minimum" if value <= estimate.minimum else "maximum",
            )
        return estimate.model_copy(update={"value": value, "found": self.found(series, row)})

    def found(self, series: Series, row: Value) -> Found:
        if not row.url:
            raise NoFigure(f"The figure for {where(row)} in {row.year} has no address to cite.")
        return Found(year=row.year, source=self.cited.by(series.indicator, row, where(row)))
