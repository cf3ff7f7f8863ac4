"""A lesson as a page that needs nothing but the files beside it."""

import json
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.utils import timezone
from lxml import html as parser

from baerekraft.catalog import publishing, shelf
from baerekraft.catalog.document import ExerciseBlock, LessonDocument
from baerekraft.catalog.media import Image, Recording, Rendition
from baerekraft.catalog.shelf import Entry
from baerekraft.catalog.tests.factories import make_course
from baerekraft.exercises.kinds import KINDS
from baerekraft.packages import lessons, media
from baerekraft.packages.choice import Choice, NothingChosen
from baerekraft.packages.lessons import Package, Page
from baerekraft.player.samples import samples

pytestmark = pytest.mark.django_db

FILM = "/media/public/0123456789abcdef.mp4"
CAPTIONS = "/media/public/0123456789abcdef.vtt"
PHOTOGRAPH = "/media/public/fedcba9876543210-360.jpg"


def asked_for(page: Page) -> list[str]:
    """What the browser fetches by itself, as the page names it."""
    tree = parser.fromstring(page.html)
    named = [*tree.xpath("//link/@href"), *tree.xpath("//@src"), *tree.xpath("//@poster")]
    sets = [part.split()[0] for found in tree.xpath("//@srcset") for part in found.split(",")]
    return [str(url) for url in (*named, *sets)]


def missing(package: Package) -> list[str]:
    """What the pages ask for, or lead to, that is not in the package."""
    there = {f"../{path}" for path in package.files}
    pages = {f"../{page.path}" for page in package.pages}
    wanted = [url for page in package.pages for url in asked_for(page) if url not in there]
    led = [
        link.partition("#")[0]
        for page in package.pages
        for link in parser.fromstring(page.html).xpath("//main//a/@href")
        if not re.match(r"https?://|#", link)
    ]
    return wanted + [link for link in led if link not in pages | there]


def changed(document: LessonDocument, *blocks: object) -> None:
    body = (*document.body, *blocks)
    publishing.lesson(document.model_copy(update={"body": body}), at=timezone.now())
    shelf.forget()


def sampled(document: LessonDocument) -> None:
    """The lesson again, with one exercise of each kind in it."""
    texts = [block for block in document.body if not isinstance(block, ExerciseBlock)]
    body = (*texts, *(ExerciseBlock(exercise=one) for one in samples().exercises.values()))
    known = {source.id: source for source in (*document.sources, *samples().sources)}
    document = document.model_copy(update={"body": body})
    cited = tuple(source for id, source in known.items() if id in document.cited)
    publishing.lesson(document.model_copy(update={"sources": cited}), at=timezone.now())
    shelf.forget()


def film(seconds: int = 60, bytes: int = 4_000) -> Recording:
    return Recording(
        kind="video",
        file="0123456789abcdef.mp4",
        title="Lyktestolpen",
        transcript="<p>Geir ringer Wenche.</p>",
        captions="0123456789abcdef.vtt",
        credit="Siri",
        licence="CC BY 4.0",
        url=FILM,
        captions_url=CAPTIONS,
        bytes=bytes,
        seconds=seconds,
    )


def photograph() -> Image:
    copy = Rendition(url=PHOTOGRAPH, type="image/jpeg", width=360, height=200, bytes=4)
    return Image(
        file="fedcba9876543210.jpg",
        alt="En fjord i sol",
        credit="Siri",
        licence="CC BY 4.0",
        renditions=(copy,),
    )


@pytest.fixture
def published_files() -> None:
    for url in (FILM, CAPTIONS, PHOTOGRAPH):
        path = Path(settings.MEDIA_ROOT) / url.removeprefix(settings.MEDIA_URL)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(url.encode())


@pytest.mark.parametrize("row", ["lesson", "part", "course"])
@pytest.mark.parametrize("language", ["nb", "nn", "en"])
def test_everything_a_page_asks_for_or_leads_to_lies_beside_it(row, language):
    package = lessons.rendered(Choice(language=language), script="site.js", row=row)

    assert len(package.pages) == len(shelf.now().lessons)
    assert missing(package) == []


def test_style_and_script_fetch_nothing_from_elsewhere(first_lesson: Entry):
    files = lessons.rendered(Choice(lesson=first_lesson.slug), script="site.js").files

    assert re.findall(rb"url\(([^)]*)\)", files["assets/style.css"]) == [b"inter.woff2"]
    assert (
        b"fetch(new URL" in files["assets/script.js"]
    )  # a poll's, which asks nothing where there is no share
    assert not re.search(rb"^\s*(import|export) ", files["assets/script.js"], re.MULTILINE)
    assert b"/static/" not in files["assets/style.css"]


def test_a_page_has_nothing_inline_that_a_strict_policy_would_stop(first_lesson: Entry):
    [page] = lessons.rendered(Choice(lesson=first_lesson.slug), script="site.js").pages
    tree = parser.fromstring(page.html)

    assert tree.xpath("//style | //script[not(@src)] | //@style | //@*[starts-with(name(), 'on')]") == []


def test_a_page_of_its_own_row_leads_to_no_other_lesson():
    for page in lessons.rendered(Choice(part="del-1"), script="site.js").pages:
        tree = parser.fromstring(page.html)
        assert [link for link in tree.xpath("//main//a/@href") if not link.startswith(("http", "#"))] == []
        assert json.loads(tree.body.get("data-row")) == {page.entry.key: list(page.counts)}


def test_in_a_row_of_a_part_the_lessons_lead_to_each_other():
    first, *_, last = lessons.rendered(Choice(), script="site.js", row="part").pages[:6]
    row = json.loads(parser.fromstring(first.html).body.get("data-row"))

    assert {key.split("/")[0] for key in row} == {"del-1"}
    assert f"../{last.path}" in parser.fromstring(first.html).xpath("//ol[@class='trail']//a/@href")
    assert parser.fromstring(last.html).xpath("//nav[@class='along']//a[contains(@href, 'del-2')]") == []


def test_every_kind_of_exercise_works_without_us_and_tells_its_answer(first_lesson: Entry):
    sampled(first_lesson.document)

    [page] = lessons.rendered(Choice(lesson=first_lesson.slug), script="site.js").pages

    tree = parser.fromstring(page.html)
    assert {form.get("data-kind") for form in tree.forms} == {k.model_fields["kind"].default for k in KINDS}
    assert tree.xpath("//form[@action or @method]") == []
    assert tree.xpath("//*[@class='share']") == []
    for form in tree.forms:
        [key] = form.xpath("../details[contains(@class, 'answer-key')]/div")
        assert len(key.text_content().split()) > 8, form.get("data-kind")
        kind = next(k for k in KINDS if k.model_fields["kind"].default == form.get("data-kind"))
        assert ("data-graded" in form.attrib) == kind.graded
        assert ("data-private" in form.attrib) == kind.private


def test_texts_say_what_is_true_away_from_us():
    package = lessons.rendered(Choice(), script="site.js")
    text = b"".join(page.html for page in package.pages).decode()

    for untrue in ("på e-post", "minst fem personer", "Min side", "kursbeviset", "Prøv saken i sjekken"):
        assert untrue not in text, untrue


def test_pictures_and_films_come_along(first_lesson: Entry, published_files):
    changed(first_lesson.document, photograph(), film())

    package = lessons.rendered(Choice(lesson=first_lesson.slug), script="site.js")

    assert missing(package) == []
    assert package.files["assets/media/0123456789abcdef.mp4"] == FILM.encode()
    assert package.files["assets/media/0123456789abcdef.vtt"] == CAPTIONS.encode()
    assert package.files["assets/media/fedcba9876543210-360.jpg"] == PHOTOGRAPH.encode()


def test_a_film_without_room_is_told_of_where_it_would_have_been(first_lesson: Entry, published_files):
    changed(first_lesson.document, film(bytes=media.RECORDINGS_BYTES + 1))

    package = lessons.rendered(Choice(lesson=first_lesson.slug), script="site.js")

    [page] = package.pages
    assert "assets/media/0123456789abcdef.mp4" not in package.files
    assert b"<video" not in page.html
    assert f'href="{settings.BASE_URL}/kurs/{first_lesson.key}/"'.encode() in page.html
    assert b"Geir ringer Wenche." in page.html
    assert missing(package) == []


def test_a_file_that_is_gone_stops_it(first_lesson: Entry):
    changed(first_lesson.document, photograph().model_copy(update={"renditions": (gone(),)}))

    with pytest.raises(FileNotFoundError):
        lessons.rendered(Choice(lesson=first_lesson.slug), script="site.js")


def gone() -> Rendition:
    return Rendition(
        url="/media/public/aaaaaaaaaaaaaaaa-360.jpg", type="image/jpeg", width=9, height=9, bytes=4
    )


@pytest.mark.parametrize("audience", ["closed", "municipality"])
def test_a_course_for_some_never_goes_along(audience):
    whose = {"municipality": "baerum"} if audience == "municipality" else {}
    make_course("Bare for oss", slug="bare-oss", audience=audience, **whose)

    with pytest.raises(NothingChosen):
        lessons.rendered(Choice(course="bare-oss"), script="site.js")
    with pytest.raises(NothingChosen):
        lessons.rendered(Choice(part="bare-oss-del"), script="site.js")


def test_another_course_goes_along_by_its_name():
    make_course("Sykkel", slug="sykkel")

    package = lessons.rendered(Choice(course="sykkel"), script="site.js", row="course")

    assert [page.path for page in package.pages] == [
        "sykkel-del/sykkel-leksjon-1.html",
        "sykkel-del/sykkel-leksjon-2.html",
    ]
    assert b'data-package="sykkel-nb"' in package.pages[0].html


def test_a_lesson_that_is_not_translated_says_so(first_lesson: Entry):
    make_course("Sykkel", slug="sykkel")

    [page, _other] = lessons.rendered(Choice(course="sykkel", language="en"), script="site.js").pages

    assert b'<html lang="en">' in page.html
    assert b'<article class="column flow" id="leksjon" lang="nb">' in page.html
    assert b"This lesson has not been translated yet" in page.html
