import re

import pytest

from baerekraft.assessments import fields
from baerekraft.assessments.document import Document
from baerekraft.assessments.tests.factories import make_document
from baerekraft.assessments.tests.sletta import MAIN, full, html, make_report, sletta

HOSTILE = "<script>alert(1)</script> & \"Ola\" 'Kari' {{ case }} {% now %}"


@pytest.mark.parametrize("path", ["case/title", f"{MAIN}/name", f"{MAIN}/goals/15/reason", f"{MAIN}/goals/15/who",
                                  "conflicts/own-1/title", "measures/m1/text", "triage/note", "weighing/summary"])  # fmt: skip
def test_what_ola_types_is_never_markup(path: str):
    table = {**fields.write(sletta()), "conflicts/own-1/state": "confirmed", path: HOSTILE}
    report = make_report(fields.read(table))

    assert "<script" not in html(report)
    assert "alert(1)" in report.model_dump_json()


def test_the_html_has_real_tables_with_captions_and_headings_from_h2():
    page = html(make_report(sletta()))

    assert page.count("<table") == page.count("<caption") > 3
    assert "<h1" not in page
    assert "<h2" in page
    assert "style=" not in page
    assert "onclick" not in page
    assert 'scope="row"' in page
    assert 'scope="col"' in page
    assert re.search(r'role="region" tabindex="0" aria-label="[^"]+"', page)
    assert re.search(r'<button [^>]*type="button" data-copy="report-paragraph"[^>]* hidden>', page)


def test_an_empty_assessment_gives_a_kind_report_without_empty_tables():
    report = make_report(Document())
    page = html(report)

    assert report.title == "A case without a title"
    assert report.half_page is not None
    assert report.half_page.sentences == ("No goals have been answered yet.",)
    assert report.paragraph == ""
    assert report.alternatives[0].note == "No goals have been answered for this alternative yet."
    assert [gap.what for gap in report.gaps] == ["None of the 17 goals has been answered."]
    assert "<table" not in page
    assert "<ul></ul>" not in page
    assert "<dl" not in page
    assert not re.search(r"<h[2-4]>\s*</h", page)


def test_a_case_that_needs_no_more_gives_a_short_report_with_the_reason_first():
    document = make_document(
        {"case/title": "Lyspærer", "triage/needed": "no", "triage/reason": "Bytte av pærer. Ingen virkning."}
    )
    report = make_report(document)
    page = html(report)

    assert report.is_short
    assert report.short_reason == ("Bytte av pærer. Ingen virkning.",)
    assert report.half_page is None
    assert report.wheel is None
    assert report.alternatives == ()
    assert "“Bytte av pærer.”" in report.paragraph
    assert page.index("Bytte av pærer") < page.index("First look")
    assert "<svg" not in page
    assert page.count("<table") == 1


def test_eight_full_alternatives_stand_on_the_page():
    assert (
        html(make_report(full())).count(">+++/−−<") == 8 * 17 * 2
    )  # each in its own table, and side by side
