"""A lesson that asks an indicator for its figures."""

from typing import Any

from baerekraft.catalog.charts import Bar, Chart
from baerekraft.catalog.document import ExerciseBlock, LessonDocument
from baerekraft.exercises.estimate.exercise import Estimate

TURNOUT = "valgdeltakelse"


def asking(document: LessonDocument, *bars: Bar, indicator: str = TURNOUT) -> LessonDocument:
    """The lesson with one chart more."""
    chart = Chart(title="Valg", message="Flere stemte.", unit="prosent", indicator=indicator, bars=bars)
    return document.model_copy(update={"body": (*document.body, chart)})


def guessing(document: LessonDocument, **more: Any) -> LessonDocument:
    """The lesson with one estimate more."""
    fields = {"minimum": 0, "maximum": 100, "indicator": TURNOUT, "place": "Viken", "tolerance": 1, **more}
    estimate = Estimate(
        id="valgdeltakelse", prompt="Hvor mange stemte?", unit="prosent", feedback="Flere enn før.", **fields
    )
    return document.model_copy(update={"body": (*document.body, ExerciseBlock(exercise=estimate))})


def both() -> tuple[Bar, Bar]:
    return Bar(label="Viken", place="Viken"), Bar(label="Landet", place="Norge")
