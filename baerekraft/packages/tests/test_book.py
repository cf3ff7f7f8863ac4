"""The course as a book on paper, judged as every other PDF of ours."""

import io
import re
from pathlib import Path

import pypdf
import pytest

from baerekraft.catalog import shelf
from baerekraft.packages import making
from baerekraft.packages.book import running
from baerekraft.packages.choice import Choice, NothingChosen
from baerekraft.pdf.tests import checking, reading

pytestmark = pytest.mark.django_db
LESSON = {"part": "del-1", "lesson": "hva-er-baerekraftig-utvikling"}


# Twenty lessons have the same headings («Kilder»), and outloud takes those at the top of a page for a running header.
MISTAKEN = "outloud PAG-001"


def accessible(document: bytes, folder: Path) -> None:
    """As `checking.accessible()`, but for what is mistaken."""
    file = folder / "book.pdf"
    file.write_bytes(document)
    found = [*checking.by_outloud(file), *checking.by_pdfua(file), *checking.by_qpdf(file)]
    assert [fault for fault in found if not fault.startswith(MISTAKEN)] == []


def made(choice: Choice) -> bytes:
    buffer = io.BytesIO()
    making.make("book", choice, buffer)
    return buffer.getvalue()


@pytest.fixture(scope="module")
def course(django_db_setup: None, django_db_blocker) -> bytes:
    with django_db_blocker.unblock():
        shelf.forget()
        return made(Choice())


def test_the_whole_course_is_accessible_and_can_be_kept(course, tmp_path):
    accessible(course, tmp_path)


@pytest.mark.parametrize("language", ["nn", "en"])
def test_a_part_is_accessible_in_each_language(language, tmp_path):
    document = made(Choice(part="del-3", language=language))

    accessible(document, tmp_path)
    with reading.opened(document) as pdf:
        assert str(pdf.Root.Lang).startswith(language)


def test_no_page_ends_with_what_leads_to_the_next_one(course):
    prompts = {exercise.prompt for entry in shelf.now().lessons for exercise in entry.document.exercises}
    lead = re.compile(r"Spørsmål \d+|Dilemma|Fra [A-ZÆØÅ][^.!?]*")

    ends = [lines_of(page)[-1] for page in pypdf.PdfReader(io.BytesIO(course)).pages[1:]]

    assert [end for end in ends if end in prompts or lead.fullmatch(end)] == []


def lines_of(page) -> list[str]:
    """What stands on the page, without its number."""
    lines = [line.strip() for line in page.extract_text().splitlines()]
    return [line for line in lines if line and not line.isdigit()]


def test_no_word_of_the_title_stands_alone_on_the_cover(course):
    cover = lines_of(pypdf.PdfReader(io.BytesIO(course)).pages[0])

    assert cover[1:3] == ["Bærekraftskurs", "for kommuner"]


def test_it_holds_every_lesson_question_and_source(course):
    said = reading.text(course)
    for entry in shelf.now().lessons:
        assert entry.title.split()[-1] in said
        for exercise in entry.document.exercises:
            assert exercise.prompt.split("?")[0].split()[0] in said
        for source in entry.document.sources:
            assert source.publisher.split()[0] in said


def test_its_contents_lead_to_the_pages_where_the_lessons_begin(course):
    with reading.opened(course) as pdf, pdf.open_outline() as outline:
        parts = [item for item in outline.root if item.children]
        assert [len(part.children) for part in parts] == [len(part.lessons) for part in shelf.now().parts]
        assert parts[0].children[0].title == shelf.now().lessons[0].title


def test_pages_are_numbered_and_say_where_one_is(course):
    pages = pypdf.PdfReader(io.BytesIO(course)).pages
    left, right = pages[5].extract_text(), pages[6].extract_text()

    assert (left.split()[-1], right.split()[-1]) == ("6", "7")
    assert left.startswith(shelf.now().courses[0].document.title)
    assert right.startswith(shelf.now().lessons[0].title)


def test_the_answer_stands_on_the_page_that_the_question_says(course):
    pages = [" ".join(page.extract_text().split()) for page in pypdf.PdfReader(io.BytesIO(course)).pages]

    prompts = [exercise.prompt for entry in shelf.now().lessons[:4] for exercise in entry.document.exercises]
    long = [prompt for prompt in prompts if len(prompt.split()) > 6]

    assert len(long) > 10
    for prompt in long:
        start = " ".join(prompt.split()[:5])
        asked = next(page for page in pages if start in page)
        said = [int(number) for number in re.findall(r"(?:page|side) (\d+)", asked)]
        assert any(number > 90 and start in pages[number - 1] for number in said), prompt


def test_the_same_course_gives_the_same_bytes():
    assert made(Choice(**LESSON)) == made(Choice(**LESSON))


@pytest.mark.parametrize("choice", [Choice(course="x"), Choice(part="x"), Choice(part="del-1", lesson="x")])
def test_what_does_not_exist_is_refused_before_the_first_byte(choice):
    buffer = io.BytesIO()

    with pytest.raises(NothingChosen):
        making.make("book", choice, buffer)
    assert buffer.getvalue() == b""


def told(markup: str) -> str:
    """The words as they are set, spaces and all."""
    made = running.blocks(markup, lambda address: "")
    lines = [block.get("items") or [block["runs"]] for block in made]
    return "|".join(
        "".join(" " * run["before"] + run["text"] + " " * run["after"] for run in runs).strip(" ")
        for rows in lines
        for runs in rows
    )


@pytest.mark.parametrize(
    ("markup", "words"),
    [
        ("<p>CO₂ <strong>og </strong>metan</p>", "CO₂ og metan"),
        ("<p>2\u00a0176 km²</p><ul><li>en</li><li>to</li></ul>", "2\u00a0176 km²|en|to"),
        ("bare ord", "bare ord"),
        (
            '<p>Et <button class="term" popovertarget="ord-mål">mål</button>'
            '<span class="term-card" popover id="ord-mål"><b>mål</b> noe</span>\u2060 til</p>',
            "Et mål til",
        ),
    ],
)
def test_no_space_is_lost_and_no_card_is_printed(markup, words):
    assert told(markup) == words


def test_links_lead_into_the_book_or_out_of_it():
    def inside(address: str) -> str:
        return "her" if address == "/kurs/a/" else ""

    markup = '<p><a href="/kurs/a/">a</a> <a href="https://example.no/">b</a></p>'
    runs = running.blocks(markup, inside)[0]["runs"]

    assert [run.get("place") for run in runs if run["text"]] == ["her", None]
    assert [run.get("address") for run in runs if run["text"]] == [None, "https://example.no/"]
