"""What is in a cmi5 package, held against sections 13 and 14 of the specification.

No package of the registries ships the standard's own schema, so its rules are written here in our own words.
"""

import io
import json
import re
import zipfile
from collections.abc import Iterator
from html import escape, unescape

import pytest
from django.conf import settings
from django.utils.translation import gettext
from lxml import etree

from baerekraft.catalog import shelf
from baerekraft.packages import making
from baerekraft.packages.choice import Choice, NothingChosen
from baerekraft.packages.cmi5 import structure
from baerekraft.packages.cmi5.structure import Text, Unit
from baerekraft.packages.making import Options

pytestmark = pytest.mark.django_db
NS = f"{{{structure.NAMESPACE}}}"
TEXT = (
    '<element name="{0}" ns="{1}"><oneOrMore><element name="langstring"><attribute name="lang">'
    '<data type="language"/></attribute><text/></element></oneOrMore></element>'
)
DESCRIBED = "".join(TEXT.format(name, structure.NAMESPACE) for name in ("title", "description"))
ID = '<attribute name="id"><data type="anyURI"><param name="pattern">https?://.+</param></data></attribute>'
MOVE_ON = ("NotApplicable", "Passed", "Completed", "CompletedAndPassed", "CompletedOrPassed")
CHOICE = "<choice>{}</choice>"
# RELAX NG: elements in their order, with the attributes that each may have.
RULES = f"""
<grammar xmlns="http://relaxng.org/ns/structure/1.0" ns="{structure.NAMESPACE}"
         datatypeLibrary="http://www.w3.org/2001/XMLSchema-datatypes">
  <start><element name="courseStructure">
    <element name="course">{ID}{DESCRIBED}</element>
    <oneOrMore><choice><ref name="au"/><ref name="block"/></choice></oneOrMore>
  </element></start>
  <define name="block"><element name="block">{ID}{DESCRIBED}
    <oneOrMore><choice><ref name="au"/><ref name="block"/></choice></oneOrMore>
  </element></define>
  <define name="au"><element name="au">{ID}
    <optional><attribute name="moveOn">
      {CHOICE.format("".join(f"<value>{value}</value>" for value in MOVE_ON))}
    </attribute></optional>
    <optional><attribute name="masteryScore"><data type="decimal">
      <param name="minInclusive">0</param><param name="maxInclusive">1</param></data></attribute></optional>
    <optional><attribute name="launchMethod">
      <choice><value>AnyWindow</value><value>OwnWindow</value></choice></attribute></optional>
    <optional><attribute name="activityType"><data type="anyURI"/></attribute></optional>
    {DESCRIBED}
    <element name="url"><data type="anyURI"><param name="minLength">1</param></data></element>
  </element></define>
</grammar>
"""


def checked(body: bytes) -> etree._Element:
    """The course structure, when it follows the rules."""
    document = etree.fromstring(body)
    rules = etree.RelaxNG(etree.fromstring(RULES))
    assert rules.validate(document), rules.error_log
    return document


def made(choice: Choice, each: str = "lesson") -> zipfile.ZipFile:
    body = io.BytesIO()
    making.make("cmi5", choice, body, options=Options(each))
    return zipfile.ZipFile(body)


def units(document: etree._Element) -> Iterator[etree._Element]:
    return document.iter(f"{NS}au")


def told(html: str) -> dict[str, dict[str, dict[str, object]]]:
    found = re.search(r'<script id="cmi5-exercises"[^>]*>(.*?)</script>', html)
    assert found
    return dict(json.loads(found[1]))


@pytest.mark.parametrize("each", ["lesson", "part"])
@pytest.mark.parametrize("language", ["nb", "nn", "en"])
def test_the_structure_is_what_the_standard_says(each: str, language: str) -> None:
    package = made(Choice(language=language), each)
    document = checked(package.read("cmi5.xml"))

    ids = document.xpath("//@id")
    assert len(ids) == len(set(ids)), "each is used once"
    assert {unit.findtext(f"{NS}url") for unit in units(document)} <= set(package.namelist())
    assert {text.get("lang") for text in document.iter(f"{NS}langstring")} == {language}


def test_the_rules_find_what_is_wrong() -> None:
    right = made(Choice(part="del-1")).read("cmi5.xml").decode()

    checked(right.encode())
    for was, becomes in [
        ('moveOn="Completed"', 'moveOn="Finished"'),
        ("<url>", "<address>"),
        ("CourseStructure.xsd", "Structure.xsd"),
        ('id="http', 'id="'),
        ("<description>", "<about>"),
        (' lang="nb"', ""),
    ]:
        with pytest.raises((AssertionError, etree.XMLSyntaxError)):
            checked(right.replace(was, becomes, 1).encode())


def test_parts_are_blocks_of_lessons_or_units_themselves() -> None:
    parts = shelf.now().parts

    by_lesson, by_part = (checked(made(Choice(), each).read("cmi5.xml")) for each in ("lesson", "part"))

    blocks = [
        [unit.findtext(f"{NS}title/{NS}langstring") for unit in block.iter(f"{NS}au")]
        for block in by_lesson.iter(f"{NS}block")
    ]
    assert blocks == [[entry.title for entry in part.lessons] for part in parts]
    assert [unit.findtext(f"{NS}title/{NS}langstring") for unit in units(by_part)] == [
        part.document.title for part in parts
    ]
    assert list(by_part.iter(f"{NS}block")) == []


def test_a_lesson_keeps_its_id_whatever_it_is_packed_with() -> None:
    entry = shelf.now().lessons[0]
    choices = (Choice(), Choice(part=entry.part), Choice(part=entry.part, lesson=entry.slug))
    documents = [checked(made(choice).read("cmi5.xml")) for choice in choices]

    assert {next(units(document)).get("id") for document in documents} == {
        f"{settings.BASE_URL}/kurs/{entry.key}/"
    }
    courses = {document.find(f"{NS}course").get("id") for document in documents}
    assert len(courses) == len(documents), "a platform may hold them beside each other"


def test_only_what_may_be_told_is_known_to_the_unit() -> None:
    package = made(Choice(part="del-1"))

    for entry in shelf.now().parts[0].lessons:
        known = told(package.read(f"{entry.key}.html").decode())
        public = [exercise for exercise in entry.document.exercises if not exercise.private]
        assert list(known) == [entry.key]
        assert list(known[entry.key]) == [exercise.id for exercise in public]
        assert len(public) < len(entry.document.exercises), "each of these has one for the learner alone"


def test_a_part_has_a_page_that_holds_its_session() -> None:
    package = made(Choice(part="del-1"), "part")
    shell = package.read("del-1/index.html").decode()

    assert list(told(shell)) == [entry.key for entry in shelf.now().parts[0].lessons]
    assert all("cmi5-exercises" not in package.read(f"{key}.html").decode() for key in told(shell))
    row = re.search(r'data-row="([^"]*)"', shell)
    assert row
    assert list(json.loads(unescape(row[1]))) == list(told(shell))


@pytest.mark.parametrize("each", ["lesson", "part"])
def test_every_page_has_what_the_learner_may_have_to_be_told(each: str) -> None:
    package = made(Choice(part="del-1"), each)
    pages = [name for name in package.namelist() if name.endswith(".html")]
    dressed = ["del-1/index.html"] if each == "part" else pages

    for page in dressed:
        html = package.read(page).decode()
        for why in ("none", "used", "refused", "down", "lost", "over", "rejected", "mastery", "unsent"):
            assert f'data-when="cmi5-{why}" hidden' in html, (page, why)
        assert html.count("data-cmi5-return") == 1
    lessons = [page for page in pages if not page.endswith("index.html")]
    promise = escape(gettext("No account, no tracking, and nothing is fetched from other sites."))
    assert not [page for page in lessons if promise in package.read(page).decode()], "it would not be true"
    assert all('id="cmi5-texts"' in package.read(page).decode() for page in lessons)


def test_titles_that_would_break_the_file() -> None:
    hostile = 'Fisk & vilt </title><au id="x"> \x00\x0b\ud800 ]]>'
    unit = Unit("https://x.example/1", Text(hostile, hostile, "nb"), "a.html", "https://x.example/type")
    document = checked(structure.written("https://x.example/", Text("K", "k", "nb"), [unit]))

    title = document.findtext(f".//{NS}au/{NS}title/{NS}langstring")
    assert title == 'Fisk & vilt </title><au id="x">  ]]>'


def test_what_is_not_published_makes_no_file() -> None:
    body = io.BytesIO()

    with pytest.raises(NothingChosen):
        making.make("cmi5", Choice(part="finnes-ikke"), body)
    assert body.getvalue() == b""


def test_the_same_course_gives_the_same_bytes() -> None:
    one, other = io.BytesIO(), io.BytesIO()
    for body in (one, other):
        making.make("cmi5", Choice(part="del-1"), body)

    assert one.getvalue() == other.getvalue()
