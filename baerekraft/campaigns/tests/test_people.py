"""Lists of people as they come out of Excel, HR systems and Outlook."""

import io
import time
import zipfile

import openpyxl
import pytest
from django.utils import translation

from baerekraft.campaigns import people
from baerekraft.campaigns.people import Fault, Person
from baerekraft.sheets.files import BadFile


def workbook(*rows: tuple) -> bytes:
    book, kept = openpyxl.Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(kept)
    return kept.getvalue()


def faults(text: str) -> list[tuple[int, str]]:
    return [(fault.line, fault.what) for fault in people.read(text.encode()).faults]


def test_a_list_from_the_hr_system_is_understood_whatever_the_order_and_the_words():
    found = people.read(
        "Avdeling;Etternavn;Fornavn;E-postadresse;Rolle;Målform\n"
        "Teknisk;Nes;Kari;Kari.Nes@hol.kommune.no;Leder;Nynorsk\n".encode()
    )

    assert found.people == [
        Person(2, "kari.nes@hol.kommune.no", "Kari Nes", "Teknisk", role="leader", language="nn")
    ]
    assert found.faults == []


@pytest.mark.parametrize("separator", [";", ",", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252", "mac_roman", "cp865"])
def test_bjorn_aase_is_spelled_right_in_whatever_excel_writes(encoding, separator):
    text = f"navn{separator}e-post\nBjørn Åse{separator}bjorn@hol.kommune.no\n"

    assert people.read(text.encode(encoding)).people[0].name == "Bjørn Åse"


def test_quotation_marks_from_windows_are_not_taken_for_letters_of_dos():
    text = "navn;e-post\nKari “Kokken” O’Hara;kari@hol.kommune.no\n"

    assert people.read(text.encode("cp1252")).people[0].name == "Kari “Kokken” O’Hara"


def test_a_workbook_is_read_and_a_formula_in_it_is_told():
    found = people.read(
        workbook(("E-post", "Navn"), ("kari@hol.kommune.no", "Kari"), ('=CONCATENATE("o","@x.no")', "Ola"))
    )

    assert [person.email for person in found.people] == ["kari@hol.kommune.no"]
    assert [(fault.line, fault.what) for fault in found.faults] == [(3, "cell")]
    assert "A3" in found.faults[0].value


def test_one_column_of_addresses_needs_no_heading():
    found = people.read(b"kari@hol.kommune.no\nola@hol.kommune.no\n")

    assert [person.email for person in found.people] == ["kari@hol.kommune.no", "ola@hol.kommune.no"]


def test_two_columns_without_headings_are_an_address_and_a_name():
    found = people.read(b"Kari Nes;kari@hol.kommune.no\nOla Moen;ola@hol.kommune.no\n")

    assert [(person.name, person.email) for person in found.people][1] == ("Ola Moen", "ola@hol.kommune.no")


def test_a_title_above_the_headings_is_passed_over():
    found = people.read(b"Ansatte per 1. mai;\n;\nnavn;e-post\nKari;kari@hol.kommune.no\n")

    assert [person.line for person in found.people] == [4]


def test_each_faulty_line_is_told_with_its_number():
    assert faults(
        "navn;e-post\n"
        "Kari;kari@hol.kommune.no\n"
        "Ola;\n"
        "Per;per(at)hol.kommune.no\n"
        "Kari igjen;KARI@hol.kommune.no\n"
        "Pål;pål@hol.kommune.no, per@hol.kommune.no\n"
    ) == [(3, "missing"), (4, "invalid"), (5, "twice"), (6, "invalid")]


def test_an_unknown_role_or_language_takes_nobody_out():
    found = people.read("e-post;rolle;språk\nkari@hol.kommune.no;rådmann;samisk\n".encode())

    assert found.people == [Person(2, "kari@hol.kommune.no")]
    assert found.faults == [
        Fault(2, "role", "rådmann", out=False),
        Fault(2, "language", "samisk", out=False),
    ]


@pytest.mark.parametrize("dangerous", ["=HYPERLINK(A1)", "+47", "-1+1", "@SUM(A1)", "\t=1"])
def test_what_looks_like_a_formula_is_only_a_name(dangerous):
    found = people.read(f'navn;e-post\n"{dangerous}";kari@hol.kommune.no\n'.encode())

    assert found.people[0].name == dangerous.strip()


def test_characters_that_turn_the_text_around_are_gone_from_names():
    found = people.read("navn;e-post\nKa\u202eri\u200b Nes;kari@hol.kommune.no\n".encode("utf-16"))

    assert found.people[0].name == "Kari Nes"


def bomb() -> bytes:
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b" " * 300_000_000)
    return kept.getvalue()


def document() -> bytes:
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w") as archive:
        archive.writestr("word/document.xml", "<w/>")
    return kept.getvalue()


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "The file is empty"),
        (b"%PDF-1.7 ...", "a picture, a PDF or a document"),
        (b"\x89PNG\r\n\x1a\n", "a picture, a PDF or a document"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "locked with a password"),
        (b"PK\x03\x04 not really", "damaged"),
        (document(), "not an Excel file"),
        (bomb(), "unpacks to far more"),
        (b"ab\0\x01" * 200, "not a text file"),
        (b"navn;telefon\nKari;12345678\n", "no column with e-mail addresses"),
        (b"navn;e-post\n;\n", "nobody below them"),
        (b"\n\n", "nothing in the spreadsheet"),
        (b"x" * (people.MEGABYTES * 1024 * 1024 + 1), "largest allowed"),
    ],
)
def test_a_file_that_is_no_list_is_refused_with_a_reason(content, says):
    with translation.override("en"), pytest.raises(BadFile, match=says):
        people.read(content)


def test_more_than_the_most_is_refused_as_a_whole():
    lines = "\n".join(f"p{n}@hol.kommune.no" for n in range(people.MOST + 1))

    with translation.override("en"), pytest.raises(BadFile, match="50000"):
        people.read(lines.encode())


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("kari@hol.no, ola@hol.no", [("", "kari@hol.no"), ("", "ola@hol.no")]),
        (
            "Nes, Kari <kari@hol.no>; Ola Moen <ola@hol.no>",
            [("Kari Nes", "kari@hol.no"), ("Ola Moen", "ola@hol.no")],
        ),
        ("Kari Nes <kari@hol.no>, Ola <ola@hol.no>", [("Kari Nes", "kari@hol.no"), ("Ola", "ola@hol.no")]),
        ("kari@hol.no\r\n\r\nola@hol.no", [("", "kari@hol.no"), ("", "ola@hol.no")]),
        ('"Kari Nes" <kari@hol.no>', [("Kari Nes", "kari@hol.no")]),
    ],
)
def test_addresses_pasted_out_of_outlook_are_told_apart(text, expected):
    found = people.read(people.pasted(text))

    assert [(person.name, person.email) for person in found.people] == expected


@pytest.mark.parametrize("text", ['"' * 600_000, "a<" * 300_000, "kari@hol.no, " * 40_000])
def test_whatever_is_pasted_is_read_in_a_moment(text):
    begun = time.monotonic()

    people.pasted(text)

    assert time.monotonic() - begun < 5


def test_a_line_between_each_two_leaves_out_nobody():
    text = "e-post\n" + "\n\n".join(f"kari{n}@hol.no" for n in range(30_000))

    assert len(people.read(text.encode()).people) == 30_000


@pytest.mark.parametrize("email", ["kari@hol.no\u202e", "kari@localhost", "kari@hol.no\u200b"])
def test_an_address_with_signs_that_nobody_sees_or_of_our_own_machine_is_none(email):
    assert faults(f"e-post\n{email}") == [(2, "invalid")]


def test_a_small_workbook_with_a_million_empty_rows_is_read_in_a_moment():
    book, kept = openpyxl.Workbook(), io.BytesIO()
    for sheet in (book.active, *(book.create_sheet() for _number in range(19))):
        sheet["A1"], sheet["A2"], sheet["A1048576"] = "e-post", "kari@hol.no", "ola@hol.no"
    book.save(kept)
    begun = time.monotonic()

    with pytest.raises(BadFile):
        people.read(kept.getvalue())

    assert time.monotonic() - begun < 6
