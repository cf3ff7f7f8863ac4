"""Whatever the file is, the reader answers with questions or with words; never with an error of its own."""

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from baerekraft.authoring import cleaning
from baerekraft.authoring import naming as ids
from baerekraft.importing import formats, gift, lacks, moodle, naming, plaintext, sheet, word
from baerekraft.importing.tests.factories import changed, manuscript, saved, workbook
from baerekraft.sheets.files import BadFile

calm = settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
few = settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
SIGNS = st.text(st.sampled_from("{}~=#:->%T1.5\\\n []htmlæ\u00a0/$\x00"), max_size=80)
DOCUMENT, BOOK = (
    saved(manuscript()),
    workbook(["Type", "Spørsmål", "Riktig", "Svar 1"], ["Anslag", "Hva?", 3, "x"]),
)


def fair(read, *given_to, **more):
    try:
        reading = read(*given_to, **more)
    except BadFile as error:
        words = str(error)
    else:
        words = "read"
        see(reading)
    assert words


def see(reading):
    for question in naming.named(reading.questions):
        assert bool(question.fields) != bool(question.refused)
        if question.fields:
            lacks.of(question.fields)


@calm
@given(SIGNS | st.text(max_size=200))
@example("{#..}")
@example("{>")
@example("{=%100%}")
@example("::a:: {~~~}")
@example("[html] {T####}")
def test_gift(text):
    fair(gift.read, text)


@calm
@given(st.text(st.sampled_from("<>/=\"'&;aquestionr!-[]CDAT \n"), max_size=120) | st.text(max_size=100))
def test_moodle(text):
    fair(moodle.read, text.encode("utf-8", "replace"))
    fair(
        moodle.read, f'<quiz><question type="multichoice">{text}</question></quiz>'.encode("utf-8", "replace")
    )


@calm
@given(st.lists(st.lists(st.text(max_size=12), max_size=6), max_size=5), st.sampled_from(list(sheet.KINDS)))
def test_csv(rows, kind):
    head = "Type;Spørsmål;Riktig;Svar 1;Svar 2;Enhet;Laveste;Øverst\n"
    body = head + "\n".join(";".join([kind, "Hva?", *row]) for row in rows)
    fair(sheet.read, body.encode("utf-8", "replace"))


@calm
@given(st.binary(max_size=300), st.sampled_from(["a.txt", "a.csv", "a.xml", "a.xlsx", "a", ""]))
def test_any_bytes(body, name):
    fair(formats.read, name, body, language="nb")


@few
@given(
    st.data(),
    st.sampled_from(
        ["xl/workbook.xml", "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "[Content_Types].xml"]
    ),
)
def test_a_damaged_workbook(data, name):
    fair(sheet.read, changed(BOOK, **{name: lambda was: damaged(data, was)}))


@few
@given(
    st.data(), st.sampled_from(["word/document.xml", "word/styles.xml", "word/numbering.xml", "_rels/.rels"])
)
def test_a_damaged_document(data, name):
    body = changed(DOCUMENT, **{name: lambda was: damaged(data, was)})
    try:
        words = repr(word.read(body))
    except BadFile as error:
        words = str(error)
    assert words


def damaged(data, was: bytes) -> bytes:
    start = data.draw(st.integers(0, max(0, len(was) - 1)))
    return was[:start] + data.draw(st.binary(max_size=8)) + was[start + data.draw(st.integers(0, 40)) :]


@calm
@given(st.text(st.sampled_from("<>/abpliuodelspanscript=\"' &;hrefjv:1"), max_size=150))
def test_cleaned_text_is_clean_and_stays_so(html):
    once = cleaning.clean(html)

    assert "<script" not in once
    assert cleaning.clean(once) == once


@calm
@given(st.text(max_size=200))
@pytest.mark.parametrize("kind", ["html", "markdown", "plain"])
def test_plain_text(kind, source):
    found = plaintext.of(source, kind).text

    assert "\n" not in found
    assert found == found.strip()


@calm
@given(st.lists(st.text(max_size=80), max_size=20))
def test_ids_are_short_and_each_its_own(names):
    from baerekraft.importing.questions import Question

    found = [
        q.id
        for q in naming.named(Question("", "", name, "Hva?", fields={"kind": "", "id": ""}) for name in names)
    ]

    assert len(set(found)) == len(names)
    assert all(id and len(id) <= ids.LENGTH for id in found)
