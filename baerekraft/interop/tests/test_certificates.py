"""Whoever has a code is told the same by a program as by the page, and no more than the holder chose to show."""

import html
import re

import pytest
from django.test import Client
from django.utils import timezone

from baerekraft.catalog.models import Part
from baerekraft.credentials.models import Certificate
from baerekraft.learners.tests.factories import make_learner

pytestmark = pytest.mark.django_db


@pytest.fixture
def certificate(first_lesson):
    return Certificate.objects.create(
        learner=make_learner("Kari"),
        part=Part.objects.get(slug=first_lesson.part),
        name="Kari Nordmann",
        part_title="Del 1 & «mer»",
        course_title="Bærekraft i kommunen",
        learning_goals=[],
        language="nb",
        issued_at=timezone.now(),
    )


def words_of_the_page(code, language):
    prefix = {"nb": ""}.get(language, f"/{language}")
    page = Client().get(f"{prefix}/kursbevis/{code}/").content.decode()
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", page)))


def test_a_genuine_one_is_told_without_the_name(ask, certificate):
    told = ask(f"certificates/{certificate.code}")

    assert told["status"] == "valid"
    assert (told["part"], told["course"]) == (certificate.part_title, certificate.course_title)
    assert told["issued_on"] == str(timezone.localdate(certificate.issued_at))
    assert told["name"] is None
    assert "Nordmann" not in repr(told)


def test_the_name_is_told_only_when_its_holder_shows_it(ask, certificate):
    certificate.show_name = True
    certificate.save()

    assert ask(f"certificates/{certificate.code}")["name"] == "Kari Nordmann"


def test_a_withdrawn_one_tells_that_and_no_more(ask, certificate):
    certificate.show_name, certificate.revoked_at = True, timezone.now()
    certificate.revoked_reason = "Feil person"
    certificate.save()

    told = ask(f"certificates/{certificate.code}")

    assert told["status"] == "withdrawn"
    assert told["withdrawn_on"] == str(timezone.localdate(certificate.revoked_at))
    assert told["name"] is told["part"] is told["issued_on"] is None
    assert "Feil person" not in repr(told)


@pytest.mark.parametrize("code", ["AAAAA-AAAAA", "x", "%00", "²²²²²", "a%20b", "æ" * 30])
def test_an_unknown_code_is_unknown(ask, code):
    told = ask(f"certificates/{code}")

    assert told["status"] == "unknown"
    assert told["links"] == {}


def test_a_code_is_read_however_it_is_typed(ask, certificate):
    typed = certificate.code.lower().replace("-", "").replace("0", "o").replace("1", "l")

    assert ask(f"certificates/{typed}")["code"] == certificate.code


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
@pytest.mark.parametrize("status", ["valid", "withdrawn", "unknown"])
def test_the_words_are_the_pages(ask, certificate, language, status):
    if status == "withdrawn":
        certificate.revoked_at = timezone.now()
        certificate.save()
    code = "AAAAA-AAAAA" if status == "unknown" else certificate.code

    told = ask(f"certificates/{code}?language={language}")

    assert told["status"] == status
    page = words_of_the_page(code, language)
    assert told["title"] in page
    assert told["text"] in page


def test_nobody_keeps_what_may_be_withdrawn_any_moment(client, certificate):
    response = client.get(f"/api/v1/certificates/{certificate.code}")

    assert response["Cache-Control"] == "no-store"
    assert response["Access-Control-Allow-Origin"] == "*"


def test_a_code_that_goes_on_and_on_is_refused(ask):
    ask(f"certificates/{'A' * 41}", status=422)
