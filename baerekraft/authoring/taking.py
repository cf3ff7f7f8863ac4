"""Taking: an indicator's figures come into a lesson when it is published, with their sources, and stay as they are."""

from dataclasses import dataclass, field
from datetime import date

from django.utils import translation
from django.utils.translation import gettext_noop
from pydantic import ValidationError

from baerekraft.authoring.asking import NoFigure, Series, where
from baerekraft.authoring.citing import Cited
from baerekraft.catalog.charts import Bar, Chart
from baerekraft.catalog.document import Block, ExerciseBlock, Image, LessonDocument, Recording
from baerekraft.exercises.document import Found
from baerekraft.exercises.estimate.exercise import Estimate
from baerekraft.indicators import wording
from baerekraft.indicators.models import Value
from baerekraft.media import taking as media


def take(document: LessonDocument, *, on: date, public: bool = False) -> LessonDocument:
    """The lesson with every figure and file it asks for. Raises NoFigure; a lesson that asks for none is given back
    as it is. Unless `public`, its pictures and films are those that staff alone can see."""
    with translation.override(document.language):
        taker = Taker(document, public)
        body = tuple(taker.block(block, i) for i, block in enumerate(document.body))
    if not any(asking(block) for block in document.body):
        return document.model_copy(update={"body": body}) if body != document.body else document
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
    public: bool = False
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
                case Image() | Recording():
                    return media.take(block, public=self.public)
        except media.Missing as error:
            raise NoFigure(error.text, at=("body", index, *error.at), **error.named) from error
        except NoFigure as error:
            raise error.within("body", index) from error
        return block

    def chart(self, chart: Chart) -> Chart:
        series = self.series(chart.indicator)
        newest = series.newest(bar.place for bar in chart.bars if bar.place and not bar.year)
        bars, faults = [], []
        for index, bar in enumerate(chart.bars):
            try:
                bars.append(self.bar(bar, series, newest))
            except NoFigure as error:
                faults.append(error.within("bars", index))
        if faults:
            faults[0].also = tuple(faults[1:])
            raise faults[0]
        return chart.model_copy(update={"bars": tuple(bars), "local": series.local})

    def bar(self, bar: Bar, series: Series, newest: int | None) -> Bar:
        if not bar.place:
            return bar
        row = series.row(bar.place, bar.year or newest)
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
                gettext_noop(
                    "The figure for %(place)s in %(year)d is %(value)g, and no guess in steps of "
                    "%(step)g comes within the tolerance of it."
                ),
                at=("step",),
                place=estimate.place,
                year=row.year,
                value=value,
                step=estimate.step,
            )
        if not estimate.minimum < value < estimate.maximum:
            raise NoFigure(
                gettext_noop(
                    "The figure for %(place)s in %(year)d is %(value)g, "
                    "which does not lie between minimum and maximum."
                ),
                at=("minimum" if value <= estimate.minimum else "maximum",),
                place=estimate.place,
                year=row.year,
                value=value,
            )
        return estimate.model_copy(update={"value": value, "found": self.found(series, row)})

    def found(self, series: Series, row: Value) -> Found:
        if not row.url:
            raise NoFigure(
                gettext_noop("The figure for %(place)s in %(year)d has no address to cite."),
                place=where(row),
                year=row.year,
            )
        return Found(year=row.year, source=self.cited.by(series.indicator, row, where(row)))
