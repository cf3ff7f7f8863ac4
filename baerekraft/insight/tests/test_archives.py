"""A municipality's published assessments as packages for its archive."""

import io
import zipfile

import pytest
from django.urls import reverse
from django.utils import timezone

from baerekraft.assessments.collection import publishing
from baerekraft.assessments.paper import transfer
from baerekraft.assessments.tests.finals import shown_in
from baerekraft.insight.tests.factories import coordinator

pytestmark = pytest.mark.django_db


def page(place: str) -> str:
    return reverse("insight:archives", args=[place])


def package(place: str, publication) -> str:
    return reverse("insight:archive", args=[place, publication.pk])


def test_siri_downloads_what_is_published_in_her_municipality():
    publication = shown_in("Hol")
    siri = coordinator("Siri", "Hol")

    assert package("hol", publication) in siri.get(page("hol")).content.decode()
    answer = siri.get(package("hol", publication))

    assert answer.headers["Content-Disposition"].endswith('.arkiv.zip"')
    assert answer.content == transfer.package(publication.report)
    assert "arkivmelding.xml" in zipfile.ZipFile(io.BytesIO(answer.content)).namelist()


def test_names_that_the_author_has_left_out_do_not_come_by_the_back_door():
    publication = shown_in("Hol", names=False)
    siri = coordinator("Siri", "Hol")

    assert "Ny skole" in siri.get(page("hol")).content.decode()
    assert package("hol", publication) not in siri.get(page("hol")).content.decode()
    assert siri.get(package("hol", publication)).status_code == 404


def test_what_is_withdrawn_is_gone():
    publication = shown_in("Hol")
    siri = coordinator("Siri", "Hol")
    publishing.withdraw(publication, at=timezone.now())

    assert siri.get(package("hol", publication)).status_code == 404
    assert "Ny skole" not in siri.get(page("hol")).content.decode()


def test_another_municipalitys_is_not_found_under_her_own_address():
    publication = shown_in("Bærum")
    siri = coordinator("Siri", "Hol")

    assert siri.get(package("hol", publication)).status_code == 404
    assert siri.get(package("baerum", publication)).status_code == 404
