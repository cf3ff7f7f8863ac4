"""The package for the archive: what is in it, what it says, and who may have it."""

import hashlib
import io
import json
import unicodedata
import zipfile
from datetime import UTC, datetime
from urllib.parse import unquote

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from baerekraft.assessments import file, finalising, links
from baerekraft.assessments.models import Assessment, Link, Report
from baerekraft.assessments.paper import arkivmelding, mets, transfer
from baerekraft.assessments.tests import reports
from baerekraft.assessments.tests.factories import make_assessment, make_guest, make_link
from baerekraft.assessments.tests.finals import make_final

pytestmark = pytest.mark.django_db

SPACES = {"a": arkivmelding.SPACE, "n": arkivmelding.CATALOG, "m": mets.SPACE, "x": mets.XLINK}
WHEN = datetime(2026, 11, 23, 12, 30, tzinfo=UTC)
# The order of the elements in the schema of `arkivmelding.opprett` v1 and what must be there, told in our own words.
ORDER = {
    "arkivmelding": "system! antallFiler! mappe registrering",
    "mappe": "mappeID tittel! skjerming referanseEksternNoekkel saksaar sakssekvensnummer administrativEnhet",
    "registrering": "opprettetDato opprettetAv referanseForelderMappe skjerming dokumentbeskrivelse tittel! beskrivelse "
    "forfatter dokumentmedium korrespondansepart klassifikasjon referanseEksternNoekkel journalposttype! "
    "dokumentetsDato antallVedlegg",
    "dokumentbeskrivelse": "dokumenttype dokumentstatus tittel! forfatter opprettetDato opprettetAv dokumentmedium "
    "tilknyttetRegistreringSom! dokumentnummer skjerming dokumentobjekt",
    "dokumentobjekt": "versjonsnummer variantformat format formatDetaljer mimeType opprettetDato opprettetAv filnavn! "
    "referanseDokumentfil! sjekksum sjekksumAlgoritme filstoerrelse",
    "korrespondansepart": "korrespondanseparttype! korrespondansepartNavn! administrativEnhet",
    "klassifikasjon": "klassifikasjonssystemID klasseID! tittel",
    "skjerming": "tilgangsrestriksjon! skjermingshjemmel!",
}


@pytest.fixture
def kari() -> Link:
    return make_link(reports.full())


@pytest.fixture
def final(kari) -> Report:
    return finalising.finish(kari.assessment, by="Kari", at=WHEN)


@pytest.fixture
def browser() -> Client:
    return Client(headers={"Sec-Fetch-Site": "same-origin"})


def unpacked(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archived:
        assert archived.testzip() is None
        return {name: archived.read(name) for name in archived.namelist()}


def message(report: Report, **how: str) -> etree._Element:
    return etree.fromstring(unpacked(transfer.package(report, **how))["arkivmelding.xml"])


def said(root: etree._Element, path: str) -> list[str]:
    return [element.text for element in root.findall(path, SPACES)]


def faults(root: etree._Element) -> list[str]:
    """Where the message is not as the schema wants it: an element out of its place, missing, or empty."""
    found = []
    for element in root.iter():
        children = [etree.QName(child).localname for child in element]
        if not children and not (element.text or "").strip():
            found.append(f"{element.tag} is empty")
        wanted = ORDER.get(etree.QName(element).localname, "").split()
        if wanted:
            places = [name.rstrip("!") for name in wanted]
            found += [f"{child} in {element.tag}" for child in children if child not in places]
            if [c for c in children if c in places] != sorted(
                (c for c in children if c in places), key=places.index
            ):
                found.append(f"the order in {element.tag}: {children}")
            found += [
                f"{name} is missing" for name in wanted if name.endswith("!") and name[:-1] not in children
            ]
    return found


def test_the_package_holds_the_report_as_it_was_frozen_and_what_it_can_be_opened_from(final):
    files = unpacked(transfer.package(final))

    assert list(files) == [
        "innhold/Bærekraftsjekk – Fortetting ved Haga stasjon – v1.pdf",
        "innhold/Bærekraftsjekk – Fortetting ved Haga stasjon – v1.json",
        "arkivmelding.xml",
        "mets.xml",
        "sjekksummer.sha256",
    ]
    contents = list(files.values())
    assert contents[0] == bytes(final.pdf)
    assert file.read(contents[1]).fields == final.assessment.fields
    assert "comments" not in json.loads(contents[1])


def test_every_file_can_be_checked_by_its_sum(final):
    files = unpacked(transfer.package(final))

    lines = files.pop("sjekksummer.sha256").decode().splitlines()
    told = {path: checksum for checksum, path in (line.split("  ", 1) for line in lines)}
    assert told == {path: hashlib.sha256(content).hexdigest() for path, content in files.items()}


def test_the_list_points_at_each_file_with_its_size_and_sum(final):
    files = unpacked(transfer.package(final))
    root = etree.fromstring(files["mets.xml"])
    listed = [*root.iterfind(".//m:mdRef", SPACES), *root.iterfind(".//m:FLocat", SPACES)]

    seen = set()
    for element in listed:
        path = unquote(element.get(f"{{{mets.XLINK}}}href"))
        held = element if element.get("SIZE") else element.getparent()
        assert held.get("SIZE") == str(len(files[path]))
        assert held.get("CHECKSUM") == hashlib.sha256(files[path]).hexdigest()
        seen.add(path)
    assert seen == {path for path in files if path.startswith("innhold/")} | {"arkivmelding.xml"}
    ids = {element.get("ID") for element in root.iterfind(".//m:file", SPACES)}
    assert {element.get("FILEID") for element in root.iterfind(".//m:fptr", SPACES)} == ids


def test_the_message_says_what_noark_asks(final):
    root = message(final)

    assert faults(root) == []
    assert said(root, "a:mappe/a:mappeID") == ["2026/1234"]
    assert said(root, "a:mappe/a:saksaar") == ["2026"]
    assert said(root, "a:mappe/a:sakssekvensnummer") == ["1234"]
    assert said(root, "a:mappe/a:administrativEnhet/n:navn") == ["Plan og byggesak"]
    assert root.find("a:registrering", SPACES).get(arkivmelding.TYPE) == "journalpost"
    assert said(root, "a:registrering/a:journalposttype/n:beskrivelse") == [
        "Organinternt dokument uten oppfølging"
    ]
    assert said(root, "a:registrering/a:dokumentetsDato") == ["2026-11-23"]
    assert said(root, ".//a:tilknyttetRegistreringSom/n:beskrivelse") == ["Hoveddokument", "Vedlegg"]
    assert said(root, ".//a:variantformat/n:beskrivelse") == ["Arkivformat", "Produksjonsformat"]
    assert said(root, ".//a:format/n:kode") == ["fmt/476", "fmt/817"]
    assert said(root, ".//a:sjekksum")[0] == hashlib.sha256(bytes(final.pdf)).hexdigest()
    assert said(root, ".//a:filstoerrelse")[0] == str(len(final.pdf))


def test_the_goals_that_are_touched_are_its_classes(final):
    judged = final.document.main.goals
    known = {goal for goal, said in judged.items() if said.effect in ("positive", "negative", "both")}

    assert known
    assert set(said(message(final), ".//a:klassifikasjon/a:klasseID")) == known


def test_registration_and_folder_have_the_same_key(final):
    root = message(final)

    key = str(final.assessment_id)
    assert said(root, "a:mappe/a:referanseEksternNoekkel/n:noekkel") == [key]
    assert said(root, "a:registrering/a:referanseForelderMappe/n:referanseEksternNoekkel/n:noekkel") == [key]


def test_nothing_is_shielded_until_somebody_says_by_which_paragraph(final):
    assert message(final).find(".//a:skjerming", SPACES) is None

    root = message(final, shielding="offl. § 13, jf. fvl. § 13")

    assert faults(root) == []
    assert set(said(root, ".//a:skjermingshjemmel")) == {"offl. § 13, jf. fvl. § 13"}
    assert len(said(root, ".//a:skjerming/a:tilgangsrestriksjon/n:kode")) == 4


def test_a_case_without_number_and_unit_leaves_them_out(db):
    assessment = make_assessment(case__title="Kopimaskin", triage__needed="no")
    root = message(make_final(assessment, at=WHEN))

    assert faults(root) == []
    for name in ("mappeID", "saksaar", "administrativEnhet", "klassifikasjon"):
        assert root.find(f".//a:{name}", SPACES) is None


@pytest.mark.parametrize(
    "number", ["2026/1234567890123", "26/1", "x", "2026/", "1999/1; drop", "２０２６/１"]
)
def test_a_case_number_of_another_form_is_told_as_it_is(number):
    root = message(make_final(make_assessment(case__title="Sak", case__number=number), at=WHEN))

    assert faults(root) == []
    assert said(root, "a:mappe/a:mappeID") == [number]
    assert root.find(".//a:saksaar", SPACES) is None


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(title=st.text(min_size=1, max_size=200), unit=st.text(max_size=80), by=st.text(max_size=60))
def test_whatever_a_title_holds_the_package_opens(final, title, unit, by):
    case = final.document.case.model_copy(update={"title": title, "unit": unit})
    final.content = final.document.model_copy(update={"case": case}).model_dump(
        mode="json", exclude_defaults=True
    )
    final.__dict__.pop("document", None)
    final.made_by = by

    files = unpacked(transfer.package(final))

    assert faults(etree.fromstring(files["arkivmelding.xml"])) == []
    etree.fromstring(files["mets.xml"])
    for path in files:
        assert path.count("/") == path.startswith("innhold/")
        assert not set(path) & set('\\:*?"<>|')
        assert len(path.encode()) < 500


def test_a_hostile_title_is_only_a_title():
    title = '</tittel><skjerming/> & "../../etc/passwd" \x0b\u202e'
    report = make_final(make_assessment(case__title=title), at=WHEN)
    files = unpacked(transfer.package(report))

    root = etree.fromstring(files["arkivmelding.xml"])
    assert root.find(".//a:skjerming", SPACES) is None
    assert said(root, "a:mappe/a:tittel")[0].startswith("</tittel><skjerming/> &")
    assert all(path.count("/") <= 1 for path in files)


def test_decomposed_letters_are_one_letter_in_the_names():
    title = unicodedata.normalize("NFD", "Båthavn på Tåsen")
    report = make_final(make_assessment(case__title=title), at=WHEN)

    assert "Båthavn på Tåsen" in transfer.name(report, "pdf")


def test_the_same_report_gives_the_same_package(final):
    first = transfer.package(final)

    assert transfer.package(Report.objects.get(pk=final.pk)) == first


def test_what_is_left_of_a_deleted_assessment_can_be_archived(final):
    Assessment.objects.filter(pk=final.assessment_id).delete()

    root = message(Report.objects.get(pk=final.pk))

    assert said(root, "a:mappe/a:referanseEksternNoekkel/n:noekkel") == [f"rapport-{final.pk}"]


def address(link: Link, query: str = "") -> str:
    return reverse("assessments:report-transfer", args=[links.secret(link)]) + query


def test_kari_downloads_the_package_when_the_report_is_final(browser, kari):
    assert browser.get(address(kari)).status_code == 404

    report = finalising.finish(kari.assessment, by="Kari", at=WHEN)
    answer = browser.get(address(kari))

    assert answer.headers["Content-Type"] == "application/zip"
    assert answer.headers["Content-Disposition"].endswith('-v1.arkiv.zip"')
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert answer.content == transfer.package(report)
    assert (
        "arkiv.zip" in browser.get(reverse("assessments:report", args=[links.secret(kari)])).content.decode()
    )


def test_kari_says_by_which_paragraph_it_is_shielded(browser, kari, final):
    root = etree.fromstring(
        unpacked(browser.get(address(kari, "?hjemmel=offl.+§+13")).content)["arkivmelding.xml"]
    )

    assert said(root, "a:mappe/a:skjerming/a:skjermingshjemmel") == ["offl. § 13"]
    assert browser.get(address(kari, "?hjemmel=" + "x" * 300)).status_code == 422


@pytest.mark.parametrize("right", ["read", "comment"])
def test_a_reader_does_not_get_the_package(browser, kari, final, right):
    assert browser.get(address(make_guest(kari.assessment, right))).status_code == 403


def test_a_link_that_has_ended_gives_nothing(browser, kari, final):
    links.end(kari, Link.End.REPLACED, at=timezone.now())

    assert browser.get(address(kari)).status_code == 410


def test_downloading_changes_nothing(browser, kari, final):
    before = Assessment.objects.values().get(pk=kari.assessment.pk)
    browser.get(address(kari))

    assert Assessment.objects.values().get(pk=kari.assessment.pk) == before
    assert browser.post(address(kari)).status_code == 405
