"""What a PDF of ours is: Typst itself refuses what breaks PDF/UA-1 or PDF/A-2a, and what it wrote is read back here."""

import json
import logging
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import pytest

from baerekraft.pdf import compile as typesetting
from baerekraft.pdf.compile import PdfNotMade
from baerekraft.pdf.tests import reading

HERE = Path(__file__).parent
DAY = date(2026, 11, 22)


def letter(
    text: str = "Kjære Kari", *, title: str = "Et brev", language: str = "nb", created_on: date = DAY
) -> bytes:
    data = {"title": title, "text": text}
    return typesetting.pdf(HERE / "letter.typ", data, language=language, created_on=created_on)


def test_it_says_that_it_is_accessible_and_archivable():
    with reading.opened(letter()) as pdf, pdf.open_metadata() as metadata:
        assert metadata["pdfuaid:part"] == "1"
        assert metadata["pdfaid:part"] == "2"
        assert metadata["pdfaid:conformance"] == "A"
        assert metadata["dc:title"] == "Et brev"


def test_it_is_tagged_and_shows_its_title():
    with reading.opened(letter()) as pdf:
        assert bool(pdf.Root.MarkInfo.Marked)
        assert bool(pdf.Root.ViewerPreferences.DisplayDocTitle)
    assert [tag for tag, _alternative in reading.tags(letter())] == ["Document", "Title", "P"]


@pytest.mark.parametrize(("language", "told"), [("nb", "nb-NO"), ("nn", "nn-NO"), ("en", "en")])
def test_it_tells_its_language(language, told):
    with reading.opened(letter(language=language)) as pdf:
        assert str(pdf.Root.Lang) == told


def test_the_fonts_are_ours_and_come_along():
    assert reading.fonts(letter()) == {"Inter-Regular": True, "Inter-Bold": True}


def test_the_same_data_give_the_same_bytes():
    assert letter() == letter()
    assert letter() != letter("Kjære Ola")


def test_it_is_dated_by_the_caller():
    with reading.opened(letter(created_on=date(2024, 1, 2))) as pdf:
        assert str(pdf.docinfo.CreationDate).startswith("D:20240102")


@pytest.mark.parametrize(
    "text",
    [
        "Blåbærsyltetøy på ærlig øl – «ja» … 17 % av CO₂ og 3 m²",
        "Áilu Čáhppesgáibi, Kárášjohka: đ ŋ š ŧ ž",
        'Backslash \\ and "quotes" and \\u{41} and #set text(red) and $x$ and // nothing',
        "<script>alert(1)</script> & * _ ` = - + / @ [ ] { }",
    ],
)
def test_text_comes_out_as_it_went_in(text):
    assert reading.text(letter(text)) == f"Et brev {text}"


def test_whatever_people_write_makes_a_pdf():
    everything = "".join(
        map(
            chr,
            [*range(0x3000), *range(0xE000, 0xE010), *range(0xFE00, 0x10000, 7), *range(0x1F600, 0x1F650)],
        )
    )

    assert letter(everything).startswith(b"%PDF")


def test_a_picture_without_alternative_text_is_refused():
    with pytest.raises(PdfNotMade, match=r"without_alternative\.typ: .*alt"):
        typesetting.pdf(HERE / "without_alternative.typ", {"title": "Et brev"}, language="nb", created_on=DAY)


def test_the_error_does_not_tell_what_stood_in_the_document(caplog):
    with caplog.at_level(logging.DEBUG), pytest.raises(PdfNotMade) as refusal:
        typesetting.pdf(HERE / "letter.typ", {"name": "Kari Nordmann"}, language="nb", created_on=DAY)

    assert (
        "Kari"
        not in str(refusal.value)
        + repr(refusal.value.__context__) * bool(refusal.value.__cause__)
        + caplog.text
    )


def test_many_at_a_time_do_not_mix():
    names = [f"Kari {number}" for number in range(24)]

    with ThreadPoolExecutor(8) as people:
        documents = list(people.map(letter, names))

    assert [reading.text(document) for document in documents] == [f"Et brev {name}" for name in names]


def test_data_reach_the_template_whole():
    data = {"title": "Et brev", "text": json.dumps({"a": [1, 2.5, None, True]})}

    document = typesetting.pdf(HERE / "letter.typ", data, language="nb", created_on=DAY)

    assert reading.text(document) == f"Et brev {data['text']}"
