"""What KS Læring, Moodle and record stores write, and what else people send in."""

import io
import json
import zipfile
from datetime import datetime, timedelta

import openpyxl
import pytest
from django.utils import timezone

from baerekraft.catalog import shelf
from baerekraft.municipalities.models import Municipality
from baerekraft.records.results import dates, tables, taking
from baerekraft.records.results.judging import is_done
from baerekraft.sheets.files import BadFile

pytestmark = pytest.mark.django_db
NOW = timezone.make_aware(datetime(2026, 11, 23, 12))


@pytest.fixture
def lesson(first_lesson):
    return first_lesson


def read(content: str | bytes):
    body = content.encode() if isinstance(content, str) else content
    return taking.read(body, Municipality.objects.get(name="Bærum"), now=NOW)


def workbook(*rows) -> bytes:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def faults(reading) -> list[tuple[int, str]]:
    return [(fault.line, fault.what) for fault in reading.faults]


def test_a_report_of_ks_laering(lesson):
    reading = read(
        "Rapport fra KS Læring;;;;\n\nFornavn;Etternavn;E-post;Kurs;Status;Fullført dato\n"
        f"Kari;Nes;KARI@baerum.kommune.no;{lesson.title};Fullført;22.11.2026\n"
        f"Ola;Li;ola@halden.kommune.no;{lesson.title};Påbegynt;\n"
    )

    [result] = reading.results
    assert (result.email, result.lessons) == ("kari@baerum.kommune.no", (lesson.lesson,))
    assert timezone.localtime(result.at).date().isoformat() == "2026-11-22"
    assert faults(reading) == [(5, "not-done")]


def moodle(lesson) -> str:
    """As `report/progress` of Moodle 5 writes it: no heading over the names, and two columns for each activity."""
    return (
        f',"E-postadresse","{lesson.title}","","Innleveringsoppgave","2026-10-01 00:00:00"\n'
        '"Kari Nes","kari@baerum.kommune.no","Fullført","2026-11-20 14:03:11","Ikke fullført",""\n'
        '"Ola Li","ola@baerum.kommune.no","Ikke fullført","","Ikke fullført",""\n'
        '"Per Bø","per@baerum.kommune.no","Fullført (bestått)","2026-11-21 08:00:00","Fullført","2026-11-21 09:00:00"\n'
    )


@pytest.mark.parametrize("as_for_excel", [False, True])
def test_a_report_of_moodle_with_a_column_for_each_activity(lesson, as_for_excel):
    text = moodle(lesson)
    body = ("\ufeff" + text.replace(',"', '\t"')).encode("utf-16-le") if as_for_excel else text.encode()

    reading = read(body)

    assert [result.email for result in reading.results] == ["kari@baerum.kommune.no", "per@baerum.kommune.no"]
    assert reading.faults == []


def test_a_report_in_excel_with_real_dates(lesson):
    rows = (
        ["Email address", "Activity", "Completed", "Completion date"],
        ["kari@example.no", lesson.title, True, datetime(2026, 11, 20, 9, 30)],
        ["ola@example.no", lesson.title, "Completed", datetime(2026, 11, 20).date()],
    )

    assert len(read(workbook(*rows)).results) == 2


def test_a_part_is_all_its_lessons_and_a_lesson_can_be_called_by_its_key(lesson):
    part = shelf.now().parts[0]
    head = "epost,aktivitet,dato\n"

    for called in (part.document.title, f"Del 1: {part.document.title}", "DEL-1"):
        [result] = read(f"{head}kari@example.no,{called},2026-11-20\n").results
        assert result.lessons == tuple(entry.lesson for entry in part.lessons)
    assert read(f"{head}kari@example.no,{lesson.key},2026-11-20\n").results[0].lessons == (lesson.lesson,)


def test_each_line_says_why_nothing_comes_of_it(lesson):
    title = lesson.title
    reading = read(
        "epost,aktivitet,status,dato\n"
        f",{title},Fullført,20.11.2026\n"
        f"kari(at)example.no,{title},Fullført,20.11.2026\n"
        "kari@example.no,Brannvern,Fullført,20.11.2026\n"
        f"kari@example.no,{title},Ikke fullført,\n"
        f"kari@example.no,{title},Hm,20.11.2026\n"
        f"kari@example.no,{title},Fullført,i går\n"
        f"kari@example.no,{title},Fullført,31.02.2026\n"
        f"kari@example.no,{title},Fullført,24.11.2026\n"
        f"kari@example.no,{title},Fullført,20.11.2026\n"
        f"KARI@example.no,{title},Fullført,21.11.2026\n"
        f"fremmed@oslo.kommune.no,{title},Fullført,20.11.2026\n"
    )

    assert faults(reading) == [
        (2, "missing"),
        (3, "invalid"),
        (4, "unknown"),
        (5, "not-done"),
        (6, "status"),
        (7, "date"),
        (8, "date"),
        (9, "future"),
        (11, "twice"),
    ]
    assert [result.line for result in reading.results] == [10, 12]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("22.11.2026", "2026-11-22 12:00"),
        ("22/11/26, 14:03", "2026-11-22 14:03"),
        ("2026-11-22", "2026-11-22 12:00"),
        ("2026-11-22 14:03:11", "2026-11-22 14:03"),
        ("2026-11-22T13:03:11Z", "2026-11-22 14:03"),
        ("2026-11-22T13:03:11.123+00:00", "2026-11-22 14:03"),
        ("22. november 2026", "2026-11-22 12:00"),
        ("søndag, 22. november 2026, 14.03", "2026-11-22 14:03"),
        ("Sunday, 22 November 2026, 2:03 PM", "2026-11-22 14:03"),
        ("22 nov. 2026 kl. 14:03", "2026-11-22 14:03"),
    ],
)
def test_dates_as_systems_write_them(text, expected):
    found = dates.read(text)

    assert found is not None
    assert timezone.localtime(found).strftime("%Y-%m-%d %H:%M") == expected


@pytest.mark.parametrize(
    "text",
    ["", "i går", "31.02.2026", "11/22/2026", "22.11.1926", "99999999999", "1.1.0001", "22.11.2026 99:99"],
)
def test_what_is_no_date(text):
    assert dates.read(text) is None


@pytest.mark.parametrize(
    ("word", "done"),
    [
        ("Fullført", True), ("Completed (achieved pass grade)", True), ("100 %", True), ("passed", True), ("Ja", True),
        ("Ikke fullført", False), ("Ikkje fullført", False), ("Not completed", False), ("incomplete", None),
        ("40 %", False), ("Påbegynt", False), ("hm", None), ("", None),
    ],
)  # fmt: skip
def test_words_for_done(word, done):
    assert is_done(word) is done


def statement(lesson, **different):
    return {
        "actor": {"mbox": "mailto:kari@example.no"},
        "verb": {"id": "http://adlnet.gov/expapi/verbs/completed"},
        "object": {"id": f"https://kurs.example.no/kurs/{lesson.key}/"},
        "timestamp": "2026-11-20T10:00:00Z",
        **different,
    }


@pytest.mark.parametrize("shape", ["list", "page", "lines", "one"])
def test_statements_in_every_shape(lesson, shape):
    one = statement(lesson)
    text = {
        "list": json.dumps([one]),
        "page": json.dumps({"statements": [one], "more": ""}),
        "lines": json.dumps(one) + "\n\n" + json.dumps(statement(lesson, actor={})) + "\n",
        "one": json.dumps(one),
    }[shape]

    [result] = read(text).results
    assert (result.email, result.lessons) == ("kari@example.no", (lesson.lesson,))


def test_statements_of_which_nothing_comes(lesson):
    account = {"account": {"homePage": "https://ks.no", "name": "ola@example.no"}}
    reading = read(
        json.dumps(
            [
                statement(lesson, actor={"account": {"homePage": "https://ks.no", "name": "4711"}}),
                statement(lesson, verb={"id": "http://adlnet.gov/expapi/verbs/attempted"}),
                statement(lesson, result={"completion": False}),
                statement(lesson, object={"id": "https://example.no/brannvern"}),
                statement(lesson, object={"id": "http://[::1"}),
                statement(lesson, timestamp="2027-01-01T00:00:00Z"),
                statement(lesson, timestamp=17),
                "hei",
                None,
                {"actor": [], "verb": 1, "object": "x", "result": []},
                statement(
                    lesson,
                    actor=account,
                    object={"id": "urn:x", "definition": {"name": {"nb": lesson.title}}},
                ),
            ]
        )
    )

    assert [what for _line, what in faults(reading)] == [
        "missing",
        "not-done",
        "not-done",
        "unknown",
        "unknown",
        "future",
        "date",
        "missing",
        "missing",
        "missing",
    ]
    assert [result.email for result in reading.results] == ["ola@example.no"]


def bomb() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b"<a/>")
        archive.writestr("xl/worksheets/sheet1.xml", b" " * 150_000_000)
    return out.getvalue()


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"%PDF-1.7",
        b"PK\x03\x04 no archive",
        b"\x00\x01\x02\x03",
        b"navn,aktivitet\nKari,Innforing\n",
        b"epost,navn\nkari@example.no,Kari\n",
        b"epost,aktivitet\nkari@example.no,x\n",
        b"epost,aktivitet,dato\n",
        b"{not json}",
        b"[]",
        b"[" * 200_000,
    ],
    ids=range(11),
)
def test_a_wrong_file_is_refused_with_what_to_do(content):
    with pytest.raises(BadFile, match=r"\w"):
        read(content)


def test_an_archive_that_swells_is_refused():
    with pytest.raises(BadFile):
        read(bomb())


def test_a_formula_is_not_reckoned_and_not_taken(lesson):
    rows = (
        ["epost", "aktivitet", "dato"],
        ['=HYPERLINK("https://evil.example","kari@example.no")', lesson.title, "20.11.2026"],
        ["kari@example.no", lesson.title, "=TODAY()"],
    )

    assert faults(read(workbook(*rows))) == [(2, "missing"), (3, "date")]


def test_too_many_are_told_so(lesson, monkeypatch):
    monkeypatch.setattr(tables, "MOST", 3)
    rows = "".join(f"kari{n}@example.no,{lesson.title},2026-11-20\n" for n in range(4))

    with pytest.raises(BadFile, match="3"):
        read(f"epost,aktivitet,dato\n{rows}")


def test_a_clock_that_is_some_minutes_ahead_is_no_fault(lesson):
    soon = (NOW + timedelta(minutes=5)).isoformat()

    [result] = read(json.dumps(statement(lesson, timestamp=soon))).results
    assert result.at == NOW
