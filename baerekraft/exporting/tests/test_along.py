"""Siri, who may publish, takes the course along from the editor."""

import zipfile
from io import BytesIO

import pytest
from django.test import Client
from django.urls import reverse

from baerekraft.accounts.models import Role
from baerekraft.authoring.models import CoursePage, LessonPage, PartPage
from baerekraft.authoring.tests.editor import browser, person
from baerekraft.pdf import child
from baerekraft.pdf.compile import PdfNotMade

pytestmark = pytest.mark.django_db


def page_of(model, slug):
    return model.objects.get(slug=slug, locale__language_code="nb")


def lesson():
    return page_of(LessonPage, "hva-er-baerekraftig-utvikling")


def asked(page, **fields):
    return {"kind": "site", "what": str(page.pk), "language": "nb", "each": "lesson", **fields}


def address(page):
    return reverse("exporting_along", args=[page.pk])


@pytest.fixture
def siri(client: Client) -> Client:
    return browser(client, person("Siri", Role.APPROVER))


def names_in(response):
    return zipfile.ZipFile(BytesIO(response.getvalue())).namelist()


@pytest.mark.parametrize("page", [lesson, lambda: page_of(PartPage, "del-1"), CoursePage.objects.first])
def test_the_button_stands_on_course_part_and_lesson(siri, page):
    found = page()

    shown = siri.get(reverse("wagtailadmin_pages:edit", args=[found.pk])).content.decode()

    assert address(found) in shown


def test_from_a_lesson_she_takes_the_lesson_its_part_or_the_whole_course(siri):
    here = lesson()
    part = here.get_parent()

    assert "site" in siri.get(address(here)).content.decode()
    one = names_in(siri.post(address(here), asked(here)))
    some = names_in(siri.post(address(here), asked(part)))
    all_of_it = names_in(siri.post(address(here), asked(part.get_parent())))

    assert [name for name in one if name.startswith("del-")] == [
        "del-1/hva-er-baerekraftig-utvikling.html",
        "del-1/index.html",
    ]
    assert {name.split("/")[0] for name in some if name.startswith("del-")} == {"del-1"}
    assert {name.split("/")[0] for name in all_of_it if name.startswith("del-")} == {
        "del-1",
        "del-2",
        "del-3",
    }


def test_the_file_says_what_is_in_it_and_in_which_language(siri):
    response = siri.post(address(lesson()), asked(lesson(), language="nn"))

    assert (
        'filename="baerekraft-hva-er-baerekraftig-utvikling-site-nn.zip"' in response["Content-Disposition"]
    )


def test_what_is_not_published_cannot_go_along(siri):
    page = lesson()
    page.unpublish()

    response = siri.post(address(page), asked(page))

    assert response.status_code == 422
    assert 'id="panel' not in response.content.decode()


@pytest.mark.parametrize(
    "wrong", [{"kind": "zip"}, {"what": "999999"}, {"language": "se"}, {"each": "course"}, {"kind": ""}]
)
def test_what_cannot_be_chosen_is_refused(siri, wrong):
    assert siri.post(address(lesson()), asked(lesson(), **wrong)).status_code == 422


def test_ola_who_only_writes_may_not(client):
    ola = browser(client, person("Ola", Role.EDITOR))

    assert ola.get(address(lesson())).status_code == 302
    assert ola.post(address(lesson()), asked(lesson())).status_code == 302
    shown = ola.get(reverse("wagtailadmin_pages:edit", args=[lesson().pk])).content.decode()
    assert address(lesson()) not in shown


def test_nobody_gets_it_without_signing_in(client):
    response = client.post(address(lesson()), asked(lesson()))

    assert response.status_code == 302
    assert response["Location"].startswith(reverse("account_login"))


def test_she_is_told_when_a_busy_server_cannot_make_the_book(siri, monkeypatch):
    def late(*args, **kwargs):
        raise PdfNotMade("the document was not ready in 20 seconds")

    monkeypatch.setattr(child, "pdf", late)

    told = siri.post(address(lesson()), asked(lesson(), kind="book"))

    assert told.status_code == 422
    assert 'class="error-message"' in told.content.decode()


def test_it_says_beside_the_button_that_it_may_take_a_while(siri):
    shown = siri.get(address(lesson())).content.decode()

    assert 'id="along-wait"' in shown
    assert 'type="submit" aria-describedby="along-wait"' in shown


def test_looking_at_the_page_makes_no_file(siri):
    response = siri.get(address(lesson()), asked(lesson()))

    assert response["Content-Type"].startswith("text/html")
