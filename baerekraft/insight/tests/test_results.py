"""Siri sends in what Bærum's people did in KS Læring."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from baerekraft.catalog import shelf
from baerekraft.insight.tests.factories import coordinator, unit
from baerekraft.records.models import EarnedElsewhere, ResultsFile
from baerekraft.records.results import taking

pytestmark = pytest.mark.django_db
PAGE = "/innsikt/baerum/resultater/"


@pytest.fixture
def siri() -> Client:
    return coordinator("Siri", "Bærum")


def send(client: Client, content: bytes, *, via: str = "KS Læring", name: str = "rapport.csv"):
    sent = {"file": SimpleUploadedFile(name, content), "via": via}
    return client.post(f"/en{PAGE}", sent, follow=True)


def report() -> bytes:
    title = shelf.now().lessons[0].title
    return f"epost;aktivitet;dato\nkari@example.no;{title};20.11.2026\nola<i>x;{title};20.11.2026\n".encode()


def test_siri_sees_what_comes_of_it_line_by_line_and_takes_it_in(siri):
    answer = send(siri, report())
    shown = answer.content.decode()
    assert "1 result can be taken in" in shown
    assert "ola&lt;i&gt;x" in shown
    assert "This is not an e-mail address" in shown
    assert not EarnedElsewhere.objects.exists()

    there = answer.request["PATH_INFO"]
    siri.post(there)
    siri.post(there)  # pressed twice
    taking.take_later.call(ResultsFile.objects.get().pk)

    assert "1 result taken in" in siri.get(there).content.decode()
    assert "1 result taken in" in siri.get(f"/en{PAGE}").content.decode()
    assert EarnedElsewhere.objects.count() == 1


@pytest.mark.parametrize(
    ("content", "via", "told"),
    [
        (b"%PDF-1.7", "KS Læring", "Save the list as .xlsx or .csv"),
        (b"navn\nKari\n", "KS Læring", "no column with e-mail addresses"),
        (b"x", "\u200b", "Write the name of the system."),
        (b"", "KS Læring", "empty"),
    ],
)
def test_what_cannot_be_read_is_told_with_what_to_do(siri, content, via, told):
    assert told in send(siri, content, via=via).content.decode()


def test_without_a_file_she_is_told_so(siri):
    assert siri.post(PAGE, {"via": "KS Læring"}).status_code == 200
    assert not ResultsFile.objects.exists()


def test_others_neither_see_nor_send(siri):
    there = send(siri, report()).request["PATH_INFO"]
    skole = unit("Bærum", "Skole")
    for other in (
        coordinator("Ola", "Halden"),
        coordinator("Per", "Bærum", unit=skole.name),
    ):
        for address in (PAGE, there, f"{there}avbrudd/"):
            assert other.post(address, {"via": "x"}).status_code == 404
    assert Client().get(PAGE).status_code == 302
    assert ResultsFile.objects.get().state == "read"


def test_a_file_of_bærum_does_not_stand_under_halden(siri):
    send(siri, report())
    file = ResultsFile.objects.get()

    assert coordinator("Ola", "Halden").get(f"/innsikt/halden/resultater/{file.pk}/").status_code == 404


def test_siri_cancels(siri):
    there = send(siri, report()).request["PATH_INFO"]

    siri.post(f"{there}avbrudd/")

    assert ResultsFile.objects.get().state == "cancelled"
    siri.post(there)
    assert ResultsFile.objects.get().state == "cancelled"
