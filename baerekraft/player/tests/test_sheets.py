"""Sheets: a discussion sheet for each part and a tool for leaders, as a page and as one page of paper."""

import dataclasses

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from baerekraft.catalog import publishing, shelf
from baerekraft.catalog.document import SHEET_LINES, Sheet, SheetItem
from baerekraft.pages import serving
from baerekraft.pages.models import Page
from baerekraft.pages.tests.test_serving import ask
from baerekraft.pdf.compile import PdfNotMade
from baerekraft.pdf.tests import reading
from baerekraft.pdf.tests.checking import accessible
from baerekraft.player import sheets

pytestmark = pytest.mark.django_db

WORDS = "Hva sier de som skal bruke tjenesten om arbeidsmiljøundersøkelsen og kommunestyrevedtaket vi nettopp gjorde? "


@pytest.fixture(autouse=True)
def cold():
    serving.pages.__init__()
    yield
    serving.pages.__init__()


def with_tool():
    return next(entry for entry in shelf.now().lessons if entry.document.tool)


def all_sheets() -> list[sheets.Placed]:
    now = shelf.now()
    discussions = [sheets.discussion(now, part.slug) for part in now.parts]
    tools = [sheets.tool(now, entry.part, entry.slug) for entry in now.lessons if entry.document.tool]
    return [placed for placed in [*discussions, *tools] if placed]


def words(length: int) -> str:
    return (WORDS * 5)[:length].strip()


def pages_in(document: bytes) -> int:
    with reading.opened(document) as pdf:
        return len(pdf.pages)


def test_every_part_has_a_discussion_sheet_and_every_lesson_for_leaders_a_tool():
    now = shelf.now()

    assert all(part.document.discussion for part in now.parts)
    assert all(entry.document.tool for entry in now.parts[2].lessons)


def test_every_sheet_of_the_course_is_one_page_with_all_its_words():
    found = all_sheets()

    assert len(found) >= 8
    for placed in found:
        document = sheets.pdf(placed)
        text = reading.text(document)
        assert pages_in(document) == 1
        for said in (placed.sheet.title, placed.sheet.purpose, placed.sheet.when, placed.sheet.ending):
            assert said in text
        for item in placed.sheet.items:
            assert item.text in text
            assert item.help in text
        assert placed.course.title in text
        assert placed.home in text.replace(" ", "")


def test_a_screen_reader_meets_title_questions_and_ending_and_no_lines():
    placed = sheets.discussion(shelf.now(), "del-1")
    tags = [tag for tag, _alternative in reading.tags(sheets.pdf(placed))]

    assert tags[0] == "Document"
    assert tags.count("Title") == 1
    assert tags.count("L") == 1
    assert tags.count("LI") == len(placed.sheet.items)
    assert tags.count("Link") == 1
    assert "Figure" not in tags


def test_judges_from_outside_find_a_discussion_sheet_and_a_tool_accessible():
    accessible(sheets.pdf(sheets.discussion(shelf.now(), "del-1")))
    accessible(sheets.pdf(sheets.tool(shelf.now(), *with_tool().key.split("/"))))


def test_the_paper_tells_its_title_its_language_and_its_promises():
    placed = sheets.discussion(shelf.now(), "del-1")

    with reading.opened(sheets.pdf(placed)) as document, document.open_metadata() as metadata:
        assert str(document.Root.Lang) == "nb-NO"
        assert metadata["dc:title"] == placed.sheet.title
        assert (metadata["pdfuaid:part"], metadata["pdfaid:part"], metadata["pdfaid:conformance"]) == (
            "1",
            "2",
            "A",
        )


def test_the_same_sheet_is_the_same_file_with_our_fonts_in_it():
    placed = sheets.discussion(shelf.now(), "del-2")

    assert sheets.pdf(placed) == sheets.pdf(placed)
    assert all(reading.fonts(sheets.pdf(placed)).values())


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.filter_too_much],
)
@given(st.data())
def test_whatever_an_author_may_write_is_one_page(data):
    count = data.draw(st.integers(3, 10))
    length = st.integers(20, 400)
    items = [
        {"text": words(data.draw(length)), "help": words(data.draw(st.integers(0, 400)))}
        for _ in range(count)
    ]
    placed = sheets.discussion(shelf.now(), "del-1")
    sheet = Sheet.model_construct(
        title=words(data.draw(st.integers(10, 120))),
        purpose=words(data.draw(length)),
        when=words(data.draw(length)),
        minutes=20,
        items=tuple(SheetItem(**item) for item in items),
        ending=words(data.draw(length)),
    )
    assume(sheet.lines <= SHEET_LINES)

    assert pages_in(sheets.pdf(dataclasses.replace(placed, sheet=sheet))) == 1


@pytest.mark.parametrize(
    ("count", "large", "small"), [(10, 140, 170), (10, 210, 85), (5, 350, 340), (4, 400, 400)]
)
def test_the_fullest_sheets_that_are_allowed_are_one_readable_page(count, large, small):
    sheet = Sheet(
        title=words(120),
        purpose=words(210),
        when=words(210),
        minutes=90,
        items=[{"text": words(large), "help": words(small)} for _ in range(count)],
        ending=words(210),
    )
    assert sheet.lines > SHEET_LINES - 9
    for placed in (
        sheets.discussion(shelf.now(), "del-1"),
        sheets.tool(shelf.now(), *with_tool().key.split("/")),
    ):
        document = sheets.pdf(dataclasses.replace(placed, sheet=sheet))
        assert pages_in(document) == 1
        assert sheet.ending in reading.text(document)


def test_a_sheet_that_is_too_long_is_refused_with_how_long_it_is():
    with pytest.raises(ValidationError, match=rf"omtrent \d+ linjer, og én side rommer {SHEET_LINES}"):
        Sheet(
            title="Langt",
            purpose=words(400),
            when=words(400),
            minutes=20,
            items=[{"text": words(400), "help": words(400)}] * 10,
            ending=words(400),
        )


def test_a_line_break_is_a_line():
    sheet = {"title": "T", "purpose": "P", "when": "W", "minutes": 30, "ending": "E"}
    with pytest.raises(ValidationError, match="én side rommer"):
        Sheet.model_validate({**sheet, "items": [{"text": "x\n\n\ny" * 10, "help": ""}] * 3})


def test_a_sheet_that_slips_past_the_count_is_not_made_rather_than_made_too_small():
    placed = sheets.discussion(shelf.now(), "del-1")
    long = placed.sheet.model_copy(update={"items": placed.sheet.items * 6})

    with pytest.raises(PdfNotMade, match="longer than one page"):
        sheets.pdf(dataclasses.replace(placed, sheet=long))


def test_the_page_holds_the_questions_and_leads_to_the_paper(client):
    sheet = shelf.now().part("del-1").document.discussion

    page = client.get("/kurs/del-1/samtaleark/").content.decode()

    assert "/kurs/del-1/samtaleark.pdf" in page
    assert " kB)" in page
    assert all(item.text in page for item in sheet.items)


def test_the_paper_is_served_as_it_is_and_asks_the_database_nothing(django_assert_num_queries):
    path = f"/kurs/{with_tool().key}/verktoy.pdf"
    ask(path)

    with django_assert_num_queries(0):
        status, headers, body = ask(path, HTTP_ACCEPT_ENCODING="gzip, br")

    assert status == "200 OK"
    assert headers["Content-Type"] == "application/pdf"
    assert "Content-Encoding" not in headers
    assert "Content-Security-Policy" not in headers
    assert headers["Content-Disposition"].startswith('inline; filename="kurs-del-3-')
    assert int(headers["Content-Length"]) == len(body)
    assert body.startswith(b"%PDF")
    assert len(body) < 60_000
    assert ask(path, HTTP_IF_NONE_MATCH=headers["ETag"])[0] == "304 Not Modified"


def test_the_paper_is_made_once_for_all_processes(monkeypatch):
    first = ask("/kurs/del-1/samtaleark.pdf")
    serving.pages.__init__()
    monkeypatch.setattr(sheets, "pdf", lambda placed: pytest.fail("made twice"))

    assert ask("/kurs/del-1/samtaleark.pdf") == first
    assert Page.objects.filter(path="/kurs/del-1/samtaleark.pdf", brotli=b"").count() == 1


def test_a_lesson_shows_its_tool_and_the_last_one_the_part_s_sheet(client):
    entry = with_tool()
    last = shelf.now().part("del-1").lessons[-1]

    page = client.get(f"/kurs/{entry.key}/").content.decode()

    assert entry.document.tool.title in page
    assert f"/kurs/{entry.key}/verktoy/" in page
    assert f"/kurs/{entry.key}/verktoy.pdf" in page
    assert "/kurs/del-1/samtaleark/" in client.get(f"/kurs/{last.key}/").content.decode()
    assert "/kurs/del-1/samtaleark/" in client.get("/kurs/del-1/").content.decode()


@pytest.mark.parametrize("name", ["verktoy/", "verktoy.pdf"])
def test_a_lesson_without_a_tool_has_none_and_is_not_said_to_be_withdrawn(client, name):
    bare = next(entry for entry in shelf.now().lessons if not entry.document.tool)

    assert client.get(f"/kurs/{bare.key}/{name}").status_code == 404


def test_a_translation_without_the_tool_gives_it_in_bokmal_and_says_so(client):
    entry = with_tool()
    translated = entry.document.model_copy(
        update={"language": "en", "tool": None, "translates": entry.document.fingerprint}
    )
    publishing.lesson(translated, at="2026-11-22T09:00:00Z")
    shelf.forget()

    page = client.get(f"/en/kurs/{entry.key}/verktoy/").content.decode()
    paper = client.get(f"/en/kurs/{entry.key}/verktoy.pdf").content

    assert 'lang="nb"' in page
    assert entry.document.tool.title in page
    with reading.opened(paper) as document:
        assert str(document.Root.Lang) == "nb-NO"
    assert "Verktøy" in reading.text(paper)
