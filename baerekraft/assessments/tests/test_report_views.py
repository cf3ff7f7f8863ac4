"""The report's pages and files."""

import json
from io import BytesIO

import docx as reader
import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from baerekraft.assessments import file, finalising, links
from baerekraft.assessments.models import Assessment, Link, Publication, Report
from baerekraft.assessments.tests import reports
from baerekraft.assessments.tests.factories import make_guest, make_link, save
from baerekraft.assessments.views import reports as views
from baerekraft.pdf.compile import PdfNotMade
from baerekraft.pdf.tests import reading

pytestmark = pytest.mark.django_db

FILES = ("report-pdf", "report-docx", "report-json")
PAGES = ("report", *FILES, "report-archive")
BUTTONS = ("finishing", "reopening", "publication")


@pytest.fixture
def kari() -> Link:
    return make_link(reports.full())


@pytest.fixture
def browser() -> Client:
    return Client(headers={"Sec-Fetch-Site": "same-origin"})


def address(link: Link, name: str = "report", query: str = "") -> str:
    return reverse(f"assessments:{name}", args=[links.secret(link)]) + query


def finish(link: Link) -> Report:
    return finalising.finish(link.assessment, by="Kari", at=timezone.now())


def test_a_reader_sees_the_draft_and_may_take_it_along(browser, kari):
    page = browser.get(address(make_guest(kari.assessment, "read")))

    text = page.content.decode()
    assert page.status_code == 200
    assert "Fortetting ved Haga stasjon" in text
    assert reports.REASON in text
    assert "rapport.pdf" in text
    assert "rapport.docx" in text
    assert "kommentarer" not in text
    assert 'action="' not in text.split("</header>")[-1].split("<footer")[0]


def test_a_second_reader_is_shown_the_way_to_comment(browser, kari):
    page = browser.get(address(make_guest(kari.assessment, "comment")))

    assert "/kommentarer/" in page.content.decode()


def test_the_author_gets_the_step_of_the_ladder(browser, kari):
    page = browser.get(address(kari))

    assert page.status_code == 200
    assert "ferdigstilling" in page.content.decode()


def test_no_page_tells_the_address_to_others(browser, kari):
    for name in PAGES[:-1]:
        answer = browser.get(address(kari, name))
        assert answer.headers["Cache-Control"] == "private, no-store"
        assert "noindex" in answer.headers["X-Robots-Tag"]
        assert answer.headers["Referrer-Policy"] == "same-origin"


def test_the_pdf_of_a_draft_says_so_in_its_name_and_on_its_pages(browser, kari):
    answer = browser.get(address(kari, "report-pdf"))

    assert answer.headers["Content-Type"] == "application/pdf"
    name = answer.headers["Content-Disposition"]
    assert name.startswith('inline; filename="')
    assert "fortetting-ved-haga-stasjon" in name
    assert "-v1" not in name
    assert "Fortetting ved Haga stasjon" in reading.text(answer.content)


def test_the_draft_may_be_had_in_another_language(browser, kari):
    answer = browser.get(address(kari, "report-pdf", "?lang=en"))

    with reading.opened(answer.content) as pdf:
        assert str(pdf.Root.Lang) == "en"
    assert "draft" in answer.headers["Content-Disposition"]


@pytest.mark.parametrize("query", ["?lang=xx", "?lang=", "?lang=%00"])
def test_an_unknown_language_is_the_assessments_own(browser, kari, query):
    with reading.opened(browser.get(address(kari, "report-pdf", query)).content) as pdf:
        assert str(pdf.Root.Lang) == "nb-NO"


def test_the_word_document_opens(browser, kari):
    answer = browser.get(address(kari, "report-docx"))

    document = reader.Document(BytesIO(answer.content))
    assert document.paragraphs[1].text == "Fortetting ved Haga stasjon"
    assert answer.headers["Content-Disposition"].startswith("attachment")


def test_the_file_can_be_opened_again(browser, kari):
    answer = browser.get(address(kari, "report-json"))

    assert file.read(answer.content).fields == kari.assessment.fields


def test_kari_finalises_and_the_bytes_are_those_that_were_kept(browser, kari):
    pressed = browser.post(address(kari, "finishing"))
    report = Report.objects.get()

    assert pressed.status_code == 302
    assert browser.get(address(kari, "report-pdf")).content == bytes(report.pdf)
    assert "-v1.pdf" in browser.get(address(kari, "report-pdf")).headers["Content-Disposition"]
    assert report.checksum in browser.get(address(kari)).content.decode()


def test_an_older_version_stays_to_be_had(browser, kari):
    first = finish(kari)
    browser.post(address(kari, "reopening"))
    save(kari.assessment, {"case/title": "Ny tittel"})
    reader_link = make_guest(kari.assessment, "read")

    assert browser.get(address(reader_link, "report-pdf", "?versjon=1")).content == bytes(first.pdf)
    assert "Ny tittel" in reading.text(browser.get(address(reader_link, "report-pdf")).content)
    page = browser.get(address(reader_link, query="?versjon=1")).content.decode()
    assert first.checksum in page
    old = file.read(browser.get(address(reader_link, "report-json", "?versjon=1")).content)
    assert old.fields["case/title"] == "Fortetting ved Haga stasjon"


@pytest.mark.parametrize("version", ["2", "0", "-1", "x", "1e3", "99999999999", "%D9%A1"])
@pytest.mark.parametrize("name", PAGES[1:])
def test_a_version_that_does_not_exist_is_not_found(browser, kari, name, version):
    assert browser.get(address(kari, name, f"?versjon={version}")).status_code == 404


def test_the_archive_gets_its_metadata_of_a_final_report_only(browser, kari):
    assert browser.get(address(kari, "report-archive")).status_code == 404

    report = finish(kari)

    told = json.loads(browser.get(address(kari, "report-archive")).content)
    assert told["registrering"]["dokumentbeskrivelse"]["dokumentobjekt"]["sjekksum"] == report.checksum


def test_what_cannot_be_finished_tells_why(browser):
    link = make_link(case__unit="Plan")

    answer = browser.post(address(link, "finishing"))

    assert answer.status_code == 422
    assert 'role="alert"' in answer.content.decode()
    assert not Report.objects.exists()


def test_a_pdf_that_could_not_be_made_finalises_nothing(browser, kari, monkeypatch):
    def fails(report):
        raise PdfNotMade("report.typ")

    monkeypatch.setattr(finalising.printing, "pdf", fails)

    assert browser.post(address(kari, "finishing")).status_code == 500
    assert Assessment.objects.get(pk=kari.assessment.pk).final is None


@pytest.mark.parametrize("right", ["read", "comment"])
@pytest.mark.parametrize("name", BUTTONS)
def test_a_reader_may_press_no_button(browser, kari, right, name):
    finish(kari)

    assert browser.post(address(make_guest(kari.assessment, right), name)).status_code == 403
    assert Assessment.objects.get(pk=kari.assessment.pk).final


@pytest.mark.parametrize("name", BUTTONS)
def test_looking_presses_no_button(browser, kari, name):
    assert browser.get(address(kari, name)).status_code == 405


@pytest.mark.parametrize("name", BUTTONS)
def test_another_site_presses_no_button(kari, name):
    stranger = Client(headers={"Sec-Fetch-Site": "cross-site"})

    assert stranger.post(address(kari, name)).status_code == 403


@pytest.mark.parametrize("name", PAGES)
def test_a_guessed_secret_finds_nothing(browser, name):
    assert browser.get(reverse(f"assessments:{name}", args=["a" * 32])).status_code == 404


@pytest.mark.parametrize("name", PAGES)
def test_a_link_that_has_ended_says_so(browser, kari, name):
    links.end(kari, Link.End.REPLACED, at=timezone.now())

    assert browser.get(address(kari, name)).status_code == 410


def test_kari_shows_her_report_to_everybody_and_takes_it_away(browser, kari):
    finish(kari)
    Assessment.objects.update(email="kari@example.no", email_proven_at=timezone.now())

    assert browser.post(address(kari, "publication"), {"act": "publish"}).status_code == 422
    browser.post(address(kari, "publication"), {"act": "publish", "sure": "on"})
    publication = Publication.objects.standing().get()
    assert "Ola Hansen" not in json.dumps(publication.content)

    browser.post(address(kari, "publication"), {"act": "withdraw"})
    assert not Publication.objects.standing().exists()


def test_a_draft_cannot_be_published(browser, kari):
    answer = browser.post(address(kari, "publication"), {"act": "publish", "sure": "on"})

    assert answer.status_code == 422
    assert not Publication.objects.exists()


def test_too_many_drafts_in_a_minute_are_refused(browser, kari, settings, monkeypatch):
    settings.RATE_LIMITS = True
    monkeypatch.setattr(views, "FILES_A_MINUTE", 1)
    monkeypatch.setattr("time.time", lambda: 1_800_000_000.0)

    assert browser.get(address(kari, "report-docx")).status_code == 200
    assert browser.get(address(kari, "report-docx")).status_code == 429


def test_nobody_fills_the_disk_with_versions(browser, kari, settings, monkeypatch):
    settings.RATE_LIMITS = True
    monkeypatch.setattr(views, "VERSIONS_A_MINUTE", 2)
    answers = []
    for _ in range(3):
        answers.append(browser.post(address(kari, "finishing")).status_code)
        browser.post(address(kari, "reopening"))

    assert answers == [302, 302, 429]
    assert Report.objects.count() == 2
