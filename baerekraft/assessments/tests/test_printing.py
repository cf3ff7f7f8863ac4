"""The report as a PDF."""

import pytest

from baerekraft.assessments.paper import printing
from baerekraft.assessments.reporting import Shown
from baerekraft.assessments.tests import reports
from baerekraft.config.bench import report_pdf
from baerekraft.pdf.tests import checking, reading

HOSTILE = "#set text(red) $x$ \\u{41} \" ' <script>alert(1)</script> {{ x }} @ref *fet* _kursiv_ `kode` // = 1 🎉 王小明 فاطمة \u202e"


def pages(document: bytes) -> int:
    with reading.opened(document) as pdf:
        return len(pdf.pages)


def empty() -> Shown:
    return reports.of({})


def test_it_passes_the_judges():
    checking.accessible(printing.pdf(reports.shown()))


@pytest.mark.parametrize("language", ["nn", "en"])
def test_it_passes_them_in_every_language_and_tells_which(language):
    document = printing.pdf(reports.shown(version=2, language=language))

    checking.accessible(document)
    with reading.opened(document) as pdf:
        assert str(pdf.Root.Lang) == {"nn": "nn-NO", "en": "en"}[language]


def test_it_says_that_it_is_accessible_and_archivable_and_what_it_is_called():
    with reading.opened(printing.pdf(reports.shown())) as pdf, pdf.open_metadata() as metadata:
        assert (metadata["pdfuaid:part"], metadata["pdfaid:part"], metadata["pdfaid:conformance"]) == (
            "1",
            "2",
            "A",
        )
        assert metadata["dc:title"] == "Fortetting ved Haga stasjon"
        assert bool(pdf.Root.ViewerPreferences.DisplayDocTitle)


def test_its_metadata_name_nobody():
    with reading.opened(printing.pdf(reports.shown(version=1))) as pdf, pdf.open_metadata() as metadata:
        told = str(metadata) + str(dict(pdf.docinfo))

    assert "Bærekraft" in told
    for name in ("Kari", "Ola", "Siri"):
        assert name not in told


def test_everything_stands_in_it():
    report = reports.shown()
    text = reading.text(printing.pdf(report))

    assert report.half_page
    for said in (
        report.title,
        report.notice,
        *(fact.value for fact in report.facts),
        *report.half_page.summary,
        *(told.name for told in report.half_page.gains),
        report.paragraph,
        *report.description,
        *report.participants,
        reports.REASON,
        "Boliger mot bekken",
        "Bevare snarveien langs bekken",
        "Siri Berg",
        *(gap.what for gap in report.gaps),
        "Gevinsten er størst for dem som bor der.",
        *report.method,
    ):
        # The rest of a long text may stand on the next page.
        assert said[:60] in text, said


def test_the_half_page_comes_first_and_effects_before_the_weighing():
    report = reports.shown()
    text = reading.text(printing.pdf(report))
    words = report.words

    places = [
        text.index(word)
        for word in (report.title, words.half_page, words.paragraph, words.effects, words.weighing)
    ]
    assert places == sorted(places)


def test_the_wheel_is_told_in_words():
    report = reports.shown()
    figures = [said for tag, said in reading.tags(printing.pdf(report)) if tag == "Figure"]

    assert report.wheel
    assert figures == [report.wheel.alt]


def test_tables_tell_which_cells_are_heads():
    tags = [tag for tag, _alternative in reading.tags(printing.pdf(reports.shown()))]

    assert tags.count("Table") == tags.count("THead") >= 4
    assert tags.count("TH") >= 3 * tags.count("Table")
    assert tags.count("H1") >= 8


def test_a_draft_says_so_on_every_page_and_a_final_one_tells_its_version():
    for report, said in ((reports.shown(), reports.shown().status), (reports.shown(version=3), "3")):
        document = printing.pdf(report)
        assert reading.text(document).count(f"{report.status} · {report.dated}") == pages(document) > 2
        assert said in report.status


def test_the_pages_are_numbered():
    document = printing.pdf(reports.shown(language="en"))

    assert f"Page 2 of {pages(document)}" in reading.text(document)


def test_the_secret_address_is_never_printed():
    report = reports.shown().model_copy(update={"address": "https://example.no/sjekken/hemmelig/"})

    assert "hemmelig" not in reading.text(printing.pdf(report))


def test_an_assessment_without_anything_in_it_makes_a_report():
    checking.accessible(printing.pdf(empty()))


def test_a_case_that_needs_no_check_makes_a_short_one():
    report = reports.of(
        {"case/title": "Ny kopimaskin", "triage/needed": "no", "triage/reason": "Den gamle er ødelagt."}
    )
    document = printing.pdf(report)

    assert report.is_short
    assert pages(document) == 1
    assert "Den gamle er ødelagt." in reading.text(document)
    checking.accessible(document)


def test_eight_alternatives_lie_side_by_side_on_the_long_side():
    document = printing.pdf(reports.crowded())

    with reading.opened(document) as pdf:
        boxes = {tuple(map(round, map(float, page.mediabox[2:]))) for page in pdf.pages}
    assert boxes == {(595, 842), (842, 595)}
    assert all(name in reading.text(document) for name in ("Alternativ b", "Alternativ g"))


@pytest.mark.parametrize("text", [HOSTILE, "w" * 9_999, "ord " * 2_499, "a\n" * 900, "\u0301" * 50 + "e"])
def test_whatever_people_write_makes_a_sound_report(text):
    report = reports.shown(
        {
            "case/title": text[:200],
            "case/unit": text[:200],
            "case/description": text,
            "alternatives/main/goals/11/reason": text,
            "alternatives/main/goals/11/who": text[:200],
            "alternatives/main/name": text[:200],
            "measures/a1/text": text[:200],
            "conflicts/own-a1/comment": text,
            "weighing/summary": text,
        }
    )

    document = printing.pdf(report)

    assert 4 < pages(document) < 120


def test_hostile_words_come_out_as_they_went_in():
    text = reading.text(
        printing.pdf(reports.shown({"weighing/summary": "#set text(red) $x$ \\u{41} *fet* `kode`"}))
    )

    assert "#set text(red) $x$ \\u{41} *fet* `kode`" in text


def test_the_same_report_is_the_same_file():
    assert printing.pdf(reports.shown(version=1)) == printing.pdf(reports.shown(version=1))


def test_the_measured_report_has_ten_pages(db):
    document = report_pdf.render(1)

    assert report_pdf.count(document) == pages(document) >= report_pdf.FEWEST_PAGES
