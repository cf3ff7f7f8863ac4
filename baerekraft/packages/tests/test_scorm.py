"""The course as a package for a system that speaks SCORM."""

import io
import json
import zipfile
from typing import Any

import pytest
from lxml import etree, html

from baerekraft.catalog import shelf
from baerekraft.catalog.tests.factories import make_course
from baerekraft.packages import making
from baerekraft.packages.choice import Choice, NothingChosen
from baerekraft.packages.making import NoRoom, Options
from baerekraft.packages.tests import scorm_schemas

EDITIONS = ["scorm12", "scorm2004"]
pytestmark = pytest.mark.django_db


def made(kind: str, choice: Choice, each: str = "lesson") -> zipfile.ZipFile:
    to = io.BytesIO()
    making.make(kind, choice, to, options=Options(each))
    return zipfile.ZipFile(to)


def manifest(package: zipfile.ZipFile) -> Any:
    return etree.fromstring(package.read("imsmanifest.xml"))


@pytest.mark.skipif(not scorm_schemas.SCHEMAS.is_dir(), reason="python3 dev.py test fetches the schemas")
@pytest.mark.parametrize("kind", EDITIONS)
@pytest.mark.parametrize("each", ["lesson", "part"])
@pytest.mark.parametrize("chosen", [{}, {"part": "del-1"}, {"language": "en", "part": "del-2"}])
def test_the_manifest_is_what_the_standard_says(kind: str, each: str, chosen: dict[str, str]):
    package = made(kind, Choice(**chosen), each)

    assert scorm_schemas.faults(kind, package.read("imsmanifest.xml")) == []


@pytest.mark.skipif(not scorm_schemas.SCHEMAS.is_dir(), reason="python3 dev.py test fetches the schemas")
@pytest.mark.parametrize("kind", EDITIONS)
def test_the_check_of_the_manifest_finds_what_is_wrong(kind: str):
    good = made(kind, Choice(part="del-1")).read("imsmanifest.xml")

    for was, becomes in [
        (b"<title>", b"<headline>"),
        (b'sco"', b'course"'),
        (b'ref="shared', b'ref="nowhere'),
    ]:
        bad = good.replace(was, becomes).replace(
            b"</title>", b"</headline>" if was == b"<title>" else b"</title>"
        )
        assert scorm_schemas.faults(kind, bad), becomes


@pytest.mark.parametrize("kind", EDITIONS)
def test_every_file_is_told_of_and_every_file_told_of_is_there(kind: str):
    for each in ("lesson", "part"):
        package = made(kind, Choice(), each)

        told = manifest(package).xpath("//*[local-name()='file']/@href")
        assert sorted(told) == sorted(set(package.namelist()) - {"imsmanifest.xml"})


@pytest.mark.parametrize("kind", EDITIONS)
def test_a_row_is_a_lesson_or_a_part_as_one_chooses(kind: str):
    parts = shelf.now().parts

    by_lesson, by_part = (manifest(made(kind, Choice(), each)) for each in ("lesson", "part"))

    def rows(tree: Any) -> list[str]:
        return [item.findtext("{*}title") for item in tree.iterfind(".//{*}item[@identifierref]")]

    assert rows(by_lesson) == [entry.title for part in parts for entry in part.lessons]
    assert rows(by_part) == [part.document.title for part in parts]
    headings = by_lesson.xpath("//*[local-name()='item' and not(@identifierref)]/*[local-name()='title']")
    assert [heading.text for heading in headings] == [part.document.title for part in parts]


@pytest.mark.parametrize("kind", EDITIONS)
def test_one_lesson_alone_in_english(kind: str):
    entry = shelf.now("en").lessons[0]

    tree = manifest(made(kind, Choice(part=entry.part, lesson=entry.slug, language="en")))

    assert set(tree.xpath("//*[local-name()='title'][not(*)]/text()")) == {entry.title}
    assert set(tree.xpath("//*[local-name()='language']/text()")) == {"en"}
    assert set(tree.xpath("//*[starts-with(., 'PT')]/text()")) == {f"PT{entry.minutes}M"}
    described = tree.xpath("//*[local-name()='description']/*/text()")
    assert set(described) == {entry.summary}


@pytest.mark.parametrize("kind", EDITIONS)
def test_what_is_not_on_the_shelf_gives_no_file(kind: str):
    to = io.BytesIO()

    with pytest.raises(NothingChosen):
        making.make(kind, Choice(part="del-1", lesson="finnes-ikke"), to)

    assert to.getvalue() == b""


@pytest.mark.parametrize("kind", EDITIONS)
def test_the_same_course_gives_the_same_file(kind: str):
    one, other = io.BytesIO(), io.BytesIO()
    for to in (one, other):
        making.make(kind, Choice(part="del-1"), to)

    assert one.getvalue() == other.getvalue()


@pytest.mark.parametrize("kind", EDITIONS)
def test_a_title_that_xml_could_trip_over(kind: str):
    make_course("Fisk & «vilt» <b>]]>\x0b", slug="farlig")

    tree = manifest(made(kind, Choice(course="farlig")))

    assert tree.findtext("{*}organizations/{*}organization/{*}title") == "Fisk & «vilt» <b>]]>"


def test_a_shell_tells_of_every_exercise_also_those_that_do_not_count():
    package = made("scorm12", Choice(part="del-1"), "part")
    body = html.fromstring(package.read("del-1/index.html")).body

    told = json.loads(body.get("data-exercises"))

    part = shelf.now().parts[0]
    assert told == {one.key: [each.id for each in one.document.exercises] for one in part.lessons}
    counting = {key: set(ids) for key, ids in json.loads(body.get("data-row")).items()}
    assert counting == {one.key: one.document.needed for one in part.lessons}
    assert all(
        f"del-1/{path.removeprefix('../del-1/')}" in package.namelist()
        for path in json.loads(body.get("data-pages")).values()
    )


def test_a_part_too_long_to_be_remembered_as_one_row_is_refused_with_what_to_do():
    make_course("Lang", slug="lang", lessons=120)
    to = io.BytesIO()

    with pytest.raises(NoRoom, match="én rad for hver leksjon"):
        making.make("scorm12", Choice(course="lang"), to, options=Options("part"))

    assert to.getvalue() == b""
