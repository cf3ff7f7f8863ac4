"""Making a report final, its archive metadata and its mail."""

import hashlib

import pytest
from django.utils import timezone

from baerekraft.assessments import finalising, links, saving
from baerekraft.assessments.finalising import NotFinished
from baerekraft.assessments.models import Assessment, Link, Report
from baerekraft.assessments.paper import archive, naming, printing
from baerekraft.assessments.reporting import Shown
from baerekraft.assessments.saving import Frozen
from baerekraft.assessments.tests import letters, reports
from baerekraft.assessments.tests.factories import make_assessment, save
from baerekraft.mail.models import Outgoing
from baerekraft.pdf.tests import reading

pytestmark = pytest.mark.django_db

EMAIL = "kari@example.no"


@pytest.fixture
def case():
    return make_assessment(reports.full())


def finish(assessment: Assessment) -> Report:
    return finalising.finish(assessment, by="Kari", at=timezone.now())


def proven(assessment: Assessment) -> Assessment:
    Assessment.objects.filter(pk=assessment.pk).update(email=EMAIL, email_proven_at=timezone.now())
    return Assessment.objects.get(pk=assessment.pk)


def test_the_checksum_is_of_the_bytes_that_are_kept(case):
    report = finish(case)
    report.refresh_from_db()

    assert report.checksum == hashlib.sha256(report.pdf).hexdigest()
    assert Shown.model_validate(report.shown).checksum == report.checksum


def test_it_says_what_the_assessment_said(case):
    report = finish(case)

    assert report.document == case.document
    assert reports.REASON[:40] in reading.text(bytes(report.pdf))
    assert (report.number, report.made_by, report.language) == (1, "Kari", "nb")
    assert Shown.model_validate(report.shown).version == 1


def test_what_is_final_cannot_be_changed(case):
    finish(case)

    with pytest.raises(Frozen):
        save(case, {"case/title": "Noe annet"})


def test_two_presses_make_one_report_and_one_mail(case):
    case = proven(case)

    assert finish(case) == finish(case)
    assert Report.objects.count() == 1
    assert len(letters.waiting()) == 1


def test_a_new_version_gets_the_next_number_and_the_first_stays(case):
    first = finish(case)
    finalising.reopen(case, at=timezone.now())
    save(case, {"case/title": "Fortetting, andre gang"})

    second = finish(case)

    assert (first.number, second.number) == (1, 2)
    assert Report.objects.get(pk=first.pk).document.case.title == "Fortetting ved Haga stasjon"
    assert Assessment.objects.get(pk=case.pk).final == second


def test_without_a_title_it_is_not_finished(case):
    save(case, {"case/title": ""})

    with pytest.raises(NotFinished, match=r"title|tittel"):
        finish(case)


def test_without_an_answer_it_is_not_finished():
    with pytest.raises(NotFinished):
        finish(make_assessment(case__title="Fortetting"))


def test_a_case_that_needs_no_check_can_be_finished():
    report = finish(
        make_assessment(case__title="Kopimaskin", triage__needed="no", triage__reason="Liten sak.")
    )

    assert Shown.model_validate(report.shown).is_short


def test_what_ola_writes_while_the_pdf_is_made_comes_along(case, monkeypatch):
    really = printing.pdf
    waiting = ["Ola skrev dette."]

    def slow(report):
        while waiting:
            save(case, {"weighing/summary": waiting.pop()}, by="Ola")
        return really(report)

    monkeypatch.setattr(finalising.printing, "pdf", slow)

    assert finish(case).document.weighing.summary == "Ola skrev dette."


def test_somebody_who_never_stops_writing_is_told_of(case, monkeypatch):
    texts = iter(range(100))
    monkeypatch.setattr(
        finalising.printing,
        "pdf",
        lambda report: save(case, {"case/unit": f"Enhet {next(texts)}"}) and b"%PDF",
    )

    with pytest.raises(NotFinished):
        finish(case)
    assert not Report.objects.exists()


def test_ola_presses_while_karis_pdf_is_made(case, monkeypatch):
    really = printing.pdf
    olas = []

    def slow(report):
        if not olas:
            olas.append(None)
            olas[0] = finish(case)
        return really(report)

    monkeypatch.setattr(finalising.printing, "pdf", slow)

    assert finish(case) == olas[0]
    assert Report.objects.count() == 1


def test_a_proven_author_gets_the_report_in_her_mail(case):
    report = finish(proven(case))
    letter = letters.only()

    assert "Fortetting ved Haga stasjon" in letter.subject
    [file] = letter.attachments
    assert file.content == bytes(report.pdf)
    assert file.name == naming.of_report(report, "pdf")
    assert letters.path_in(letter).endswith("/rapport/")


def test_an_address_that_nobody_has_proven_gets_a_link_and_none_of_her_words(case):
    Assessment.objects.filter(pk=case.pk).update(email="siri@example.no")

    finish(case)

    letter = letters.only()
    said = letter.subject + letter.text + letter.html
    assert letter.attachments == ()
    for word in ("Fortetting", "Haga", "Kari", "Ola"):
        assert word not in said
    assert letters.path_in(letter).endswith("/rapport/")


def test_without_an_address_nothing_is_mailed(case):
    finish(case)

    assert not Outgoing.objects.exists()


def test_an_address_that_no_mail_can_go_to_does_not_stop_the_report(case):
    Assessment.objects.filter(pk=case.pk).update(email="ikke en adresse", email_proven_at=timezone.now())

    assert finish(case).number == 1


def test_the_link_that_was_mailed_before_goes_on_working(case):
    case = proven(case)
    mailed = links.make(case, Link.Right.EDIT, mailed=True, at=timezone.now())

    finish(case)

    assert links.secret(mailed) in letters.path_in(letters.only())
    assert Link.objects.filter(mailed=True).count() == 1


def test_a_large_pdf_is_not_attached(case, monkeypatch):
    monkeypatch.setattr(finalising, "MOST_ATTACHED", 10)

    finish(proven(case))

    assert letters.only().attachments == ()


def test_the_archive_is_told_in_its_own_words(case):
    report = finish(case)
    told = archive.metadata(report)
    document = told["registrering"]["dokumentbeskrivelse"]
    file = document["dokumentobjekt"]

    assert told["saksmappe"] == {
        "mappeID": "2026/1234",
        "tittel": "Fortetting ved Haga stasjon",
        "administrativEnhet": "Plan og byggesak",
    }
    assert document["dokumentstatus"] == "Dokumentet er ferdigstilt"
    assert document["tilknyttetRegistreringSom"] == "Hoveddokument"
    assert (file["variantformat"], file["format"], file["mimeType"]) == (
        "Arkivformat",
        "fmt/476",
        "application/pdf",
    )
    assert file["filstoerrelse"] == len(report.pdf)
    assert (file["sjekksumAlgoritme"], file["sjekksum"]) == (
        "SHA-256",
        hashlib.sha256(report.pdf).hexdigest(),
    )
    assert (file["versjonsnummer"], file["opprettetAv"]) == (1, "Kari")
    assert file["opprettetDato"].startswith(str(timezone.localdate()))


def test_an_archive_is_told_no_folder_where_there_is_none():
    report = finish(make_assessment(case__title="Kopimaskin", triage__needed="no"))

    assert archive.metadata(report)["saksmappe"] == {"tittel": "Kopimaskin"}


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Fortetting ved Hægå", "fortetting-ved-haega-v1.pdf"),
        ("!?", "-v1.pdf"),
        ('"; filename=x\r\n../../etc', "filenamex-etc-v1.pdf"),
        ("æ" * 200, "v1.pdf"),
    ],
)
def test_files_have_plain_names(title, name):
    report = Report(number=1, language="nb", content={"case": {"title": title}})
    made = naming.of_report(report, "pdf")

    assert made.endswith(name)
    assert made.isascii()
    assert not set(made) & set(' /\\"\r\n')
    assert len(made) < 100


def test_an_assessment_saved_after_it_is_reopened_is_kept_like_any_other(case):
    finish(case)
    finalising.reopen(case, at=timezone.now())

    saved = saving.save(case, {"case/unit": "Ny enhet"}, base=case.revision, at=timezone.now())

    assert saved.assessment.document.case.unit == "Ny enhet"


def test_versions_after_versions_do_not_flood_the_authors_inbox(case):
    proven(case)
    for _ in range(7):
        finish(case)
        finalising.reopen(case, at=timezone.now())

    assert Outgoing.objects.count() == 5
    assert Report.objects.count() == 7
