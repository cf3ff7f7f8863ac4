"""Figures come into a lesson when it is published, and stay as they are."""

import shutil
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from django.conf import settings

from baerekraft.authoring import compiling, contentfile, drafting, figures, seeding, taking
from baerekraft.authoring.asking import NoFigure
from baerekraft.authoring.contentfile import ContentError
from baerekraft.authoring.faults import Unpublishable
from baerekraft.authoring.models import LessonPage
from baerekraft.authoring.tests.lessons import asking, both, guessing
from baerekraft.catalog import shelf
from baerekraft.catalog.charts import Bar
from baerekraft.catalog.models import PublishedLesson
from baerekraft.indicators.models import Value

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 23)
WITH_A_CHART = "del-2/7-miljo-okosystem-og-biologisk-mangfold.yaml"


def taken(document):
    return taking.take(document, on=TODAY)


def page_of(document) -> LessonPage:
    return LessonPage.objects.get(slug=document.slug, locale__language_code=document.language)


def test_the_newest_year_that_every_place_has_a_figure_for_is_taken(first_lesson):
    Value.objects.filter(indicator="valgdeltakelse", region="Norge", year=2025).delete()

    document = taken(asking(first_lesson.document, *both()))

    chart = document.body[-1]
    assert [(bar.value, bar.shown, bar.found.year) for bar in chart.bars] == [
        (76.7, "76,7\u00a0%", 2021),
        (77.2, "77,2\u00a0%", 2021),
    ]
    assert chart.local
    assert document.taken_on == TODAY


def test_somebody_stands_behind_every_figure_that_is_taken(first_lesson):
    document = taken(asking(first_lesson.document, *both()))

    source = document.sources[-1]
    assert (source.id, source.publisher, source.year) == ("tall-valgdeltakelse", "Valgdirektoratet", "2025")
    assert source.place == "Viken, Norge"
    assert source.id in document.cited
    assert figures.unsourced(document) == figures.unsourced(first_lesson.document)


def test_a_source_that_the_lesson_already_has_is_not_listed_twice():
    lesson = shelf.now().lesson("del-1", "hva-er-sosial-baerekraft")
    assert lesson

    urls = [source.url for source in lesson.document.sources]
    chart = next(block for block in lesson.document.body if getattr(block, "indicator", ""))

    assert len(urls) == len(set(urls))
    assert "ssb-lavinntekt" in chart.cited
    assert [bar.value for bar in chart.bars] == [11.7, 10.6, 9.9]


def test_an_english_lesson_says_it_in_english():
    document = shelf.now("en").lessons[0].document

    asked = taken(asking(document, *both()))

    assert asked.body[-1].bars[0].shown == "79.5%"
    assert asked.sources[-1].place == "Viken, Norway"


def test_a_municipality_has_figures_too(first_lesson):
    bars = (Bar(label="2021", place="Hol", year=2021), Bar(label="2025", place="Hol", year=2025))

    assert taken(asking(first_lesson.document, *bars)).body[-1].years == (2021, 2025)


@pytest.mark.parametrize(
    ("bars", "indicator", "why", "place"),
    [
        (both(), "finnes-ikke", "ingen indikator «finnes-ikke»", ("indicator",)),
        ((both()[0], Bar(label="X", place="Atlantis")), "valgdeltakelse", "for «Atlantis»", ("bars", 1)),
        ((both()[0], Bar(label="X", place="Norge", year=2019)), "valgdeltakelse", "i 2019", ("bars", 1)),
    ],
)
def test_a_figure_that_is_not_there_is_told_with_its_place(first_lesson, bars, indicator, why, place):
    document = asking(first_lesson.document, *bars, indicator=indicator)

    with pytest.raises(NoFigure, match=why) as caught:
        taken(document)

    assert caught.value.at == ("body", len(document.body) - 1, *place)


def test_an_estimate_takes_the_real_figure(first_lesson):
    document = taken(guessing(first_lesson.document, year=2021))

    estimate = document.exercise("valgdeltakelse")
    assert estimate.value == 76.7
    assert estimate.found.year == 2021
    assert "tall-valgdeltakelse" in document.cited


@pytest.mark.parametrize(
    ("limits", "why"),
    [
        ({"maximum": 70}, "mellom laveste og høyeste"),
        ({"minimum": 79.8, "tolerance": 1}, "mellom laveste og høyeste"),
        ({"step": 10, "tolerance": 0}, "trinn på 10"),
    ],
)
def test_a_figure_that_nobody_could_guess_is_refused(first_lesson, limits, why):
    with pytest.raises(NoFigure, match=why):
        taken(guessing(first_lesson.document, **limits))


def test_a_published_lesson_keeps_its_figures_and_taking_them_is_publishing_anew(first_lesson):
    page = page_of(first_lesson.document)
    drafting.fill(page, asking(first_lesson.document, *both()))
    page.save_revision().publish()
    first = PublishedLesson.objects.latest("pk")
    Value.objects.filter(indicator="valgdeltakelse", region="Viken", year=2025).update(value=Decimal("80.1"))

    assert PublishedLesson.objects.get(pk=first.pk).document.body[-1].bars[0].value == 79.5
    page.save_revision().publish()
    second = PublishedLesson.objects.latest("pk")
    assert second.document.body[-1].bars[0].value == 80.1
    assert second.version == first.version + 1
    assert second.document.fingerprint == first.document.fingerprint


def test_publishing_the_same_figures_another_day_is_the_same_version(first_lesson, monkeypatch):
    page = page_of(first_lesson.document)
    drafting.fill(page, asking(first_lesson.document, *both()))
    page.save_revision().publish()
    first = PublishedLesson.objects.latest("pk")

    monkeypatch.setattr("django.utils.timezone.localdate", lambda: date(2031, 1, 1))
    page.save_revision().publish()

    assert PublishedLesson.objects.latest("pk") == first
    assert first.document.taken_on != date(2031, 1, 1)


def test_the_draft_of_a_published_lesson_asks_for_its_figures_again(first_lesson):
    document = guessing(asking(first_lesson.document, *both()))
    page = LessonPage()

    drafting.fill(page, taken(document))

    assert compiling.lesson(page, part=document.part) == document


def test_siri_is_told_that_a_figure_is_not_there_before_she_publishes(first_lesson):
    page = page_of(first_lesson.document)
    drafting.fill(page, asking(first_lesson.document, *both(), indicator="finnes-ikke"))

    with pytest.raises(Unpublishable, match="finnes-ikke"):
        page.save()


def test_siri_sees_the_figures_in_the_preview(first_lesson):
    page = page_of(first_lesson.document)
    drafting.fill(page, asking(first_lesson.document, *both()))

    assert "79,5\u00a0%" in page.make_preview_request().content.decode()


@pytest.fixture
def content(tmp_path) -> Path:
    return shutil.copytree(settings.CONTENT_DIR, tmp_path / "content")


def test_a_file_that_asks_for_a_figure_nobody_has_is_told_with_its_line(content):
    path = content / "nb" / WITH_A_CHART
    text = path.read_text().replace("place: Norge, year: latest", "place: Norge, year: 1999")
    path.write_text(text)

    with pytest.raises(ContentError) as caught:
        seeding.seed(content)

    assert caught.value.path == path
    assert "year: 1999" in text.splitlines()[caught.value.line - 1]
    assert "has no figure for Norge in 1999" in str(caught.value)


def test_a_file_that_asks_for_an_indicator_nobody_has_is_told_with_its_line(content):
    path = content / "nb" / WITH_A_CHART
    text = path.read_text().replace("indicator: bebygd-areal", "indicator: bebygd")
    path.write_text(text)

    with pytest.raises(ContentError, match="no indicator «bebygd»") as caught:
        seeding.seed(content)

    assert "indicator: bebygd" in text.splitlines()[caught.value.line - 1]


def test_every_file_reads_without_a_database(content):
    document = contentfile.lesson(content / "nb" / WITH_A_CHART, part="del-2", language="nb")

    assert document.taken_on is None
    assert document.untaken == document
