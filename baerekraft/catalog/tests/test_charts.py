"""Charts that take an indicator's figures, and those from before there were any."""

import hashlib
from datetime import date
from pathlib import Path

import pytest
from pydantic import ValidationError

from baerekraft.catalog.charts import Bar, Chart
from baerekraft.catalog.document import LessonDocument
from baerekraft.exercises.document import Found

# As it lay in a database when no lesson knew of indicators.
BEFORE = (Path(__file__).parent / "published_before_indicators.json").read_text(encoding="utf-8").strip()
CHECKSUM = "55911a78a78bf22e366291a19d5c4c589f0814ac847d2bdbdf5b2c89490b78ac"
FINGERPRINT = "d8aec1a25311"
TAKEN = Bar(label="Viken", value=76.7, shown="76,7 %", place="Viken", found=Found(year=2021, source="tall-x"))


def chart(*bars: Bar, **more: str) -> Chart:
    return Chart(title="Valg", message="Se her.", unit="prosent", bars=bars, **more)


def test_a_lesson_published_before_indicators_keeps_its_checksum_and_its_fingerprint():
    document = LessonDocument.model_validate_json(BEFORE)

    assert document.model_dump_json() == BEFORE
    assert hashlib.sha256(document.model_dump_json().encode()).hexdigest() == CHECKSUM
    assert document.fingerprint == FINGERPRINT
    assert document.untaken == document


def test_newer_figures_do_not_make_it_another_text():
    document = LessonDocument.model_validate_json(BEFORE)
    asked = Bar(label="Viken", place="Viken")
    source = document.sources[0].model_copy(update={"id": "tall-x"})

    def showing(*bars: Bar, **more: object) -> LessonDocument:
        body = (*document.body, chart(*bars, indicator="valgdeltakelse"))
        return document.model_copy(update={"body": body, **more})

    before = showing(asked, asked)
    after = showing(TAKEN, TAKEN, sources=(*document.sources, source), taken_on=date(2026, 11, 23))

    assert after.untaken == before
    assert after.fingerprint == before.fingerprint != document.fingerprint


def test_what_is_taken_is_read_back_as_it_was_written():
    taken = chart(TAKEN, TAKEN, indicator="valgdeltakelse")

    assert Chart.model_validate(taken.model_dump(mode="json")) == taken
    assert taken.years == (2021,)
    assert taken.cited == ("tall-x",)


@pytest.mark.parametrize(
    ("bars", "more", "why"),
    [
        (({"value": 1}, {"value": 2}), {}, "kilden mangler"),
        (({"value": 1}, {}), {"source": "ssb"}, "enten en verdi"),
        (
            ({"value": 1, "place": "Viken"}, {"value": 1}),
            {"indicator": "x", "source": "ssb"},
            "enten en verdi",
        ),
        (({"place": "Viken"}, {"place": "Norge"}), {}, "velg en indikator"),
        (({"value": 1}, {"value": 2}), {"indicator": "x", "source": "ssb"}, "ingen stolpe har et sted"),
        (({"place": "Viken"}, {"place": "Norge"}), {"indicator": "x", "source": "ssb"}, "sin egen kilde"),
        (({"place": "Viken", "shown": "1 %"}, {"value": 1}), {"indicator": "x", "source": "s"}, "Vises som"),
    ],
)
def test_a_chart_that_does_not_say_where_its_figures_come_from_is_refused(bars, more, why):
    fields = {"title": "Valg", "message": "Se.", "unit": "prosent", **more}

    with pytest.raises(ValidationError, match=why):
        Chart.model_validate({**fields, "bars": [{"label": "A", **bar} for bar in bars]})


def test_a_goal_may_stand_beside_an_indicators_figure():
    """The figure comes from the indicator, and the goal from a source of its own."""
    both = chart(TAKEN, Bar(label="Mål", value=80), indicator="valgdeltakelse", source="plan")

    assert both.cited == ("plan", "tall-x")
