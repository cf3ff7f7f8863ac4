"""Several courses: Kari takes one that is not the main one."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from baerekraft.catalog import publishing, shelf
from baerekraft.catalog.tests.factories import make_course
from baerekraft.credentials import certificates
from baerekraft.credentials.models import Certificate
from baerekraft.learners.models import Learner
from baerekraft.player.tests.browsing import answer_form, browser, enter, lesson_path
from baerekraft.records.models import PartCompletion
from baerekraft.records.tests.factories import make_part_done

pytestmark = pytest.mark.django_db


@pytest.fixture
def procurement():
    return make_course("Kloke innkjøp", slug="innkjop")


def text(client: Client, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 200, path
    return response.text


def test_while_there_is_one_course_nobody_is_told_of_more():
    client = browser()

    assert "flere-kurs" not in text(client, "/") + text(client, "/kurs/")


def test_kari_finds_the_other_course_on_the_front_page_and_on_the_courses_page(procurement):
    client = browser()

    for path in ("/", "/kurs/", "/nn/kurs/", "/en/"):
        page = text(client, path)
        assert "Kloke innkjøp" in page
        assert 'kurs/alle/innkjop/"' in page
    assert "Kloke innkjøp: delen" in text(client, "/kurs/alle/innkjop/")


def test_the_main_courses_other_address_leads_to_it():
    main = shelf.now().main

    assert browser().get(f"/kurs/alle/{main.slug}/")["Location"] == "/kurs/"


def test_a_lesson_says_which_course_it_stands_in_and_leads_on_within_it(procurement):
    first, second = procurement.lessons
    page = text(browser(), lesson_path(first))

    assert f'<a href="/kurs/alle/innkjop/">{procurement.document.title}</a>' in page
    assert lesson_path(second) in page
    assert "← Hele kurset" in page
    part = text(browser(), "/kurs/innkjop-del/")
    assert '<a href="/kurs/alle/innkjop/">← Kloke innkjøp</a>' in part


def test_the_main_courses_lessons_do_not_name_it(first_lesson, procurement):
    page = text(browser(), lesson_path(first_lesson))

    assert shelf.now().course.title not in page.partition("<main")[2].partition("<article")[0]


def test_search_and_sources_know_every_open_course(procurement):
    client = browser()
    entry = procurement.lessons[0]

    assert "Kloke innkjøp · Del 1" in text(client, "/kurs/sok/?q=innkjøp")
    assert lesson_path(entry) in text(client, "/kurs/kilder/")


def test_the_discussion_sheet_belongs_to_its_course(procurement):
    assert "Kloke innkjøp: delen" in text(browser(), "/kurs/innkjop-del/samtaleark/")


def test_karis_page_lists_the_course_when_she_has_begun_on_it(procurement):
    client = browser()
    enter(client, "Kari", "kari@asker.kommune.no")
    assert "Kloke innkjøp" not in text(client, "/min-side/")

    answer_form(client, procurement.lessons[0])

    assert "Kloke innkjøp" in text(client, "/min-side/")


def test_her_certificate_names_the_course_she_took(procurement):
    client = browser()
    enter(client, "Kari", "kari@asker.kommune.no")
    kari = Learner.objects.get(email="kari@asker.kommune.no")
    make_part_done(kari, "innkjop-del")
    completion = PartCompletion.objects.get(enrolment__learner=kari)
    certificate = certificates.issue(completion, at=timezone.now()) or Certificate.objects.get(learner=kari)

    assert certificate.course_title == "Kloke innkjøp"
    assert certificate.part_title == "Kloke innkjøp: delen"


def test_a_municipalitys_course_has_an_address_and_is_listed_nowhere_else():
    course = make_course("Askers egne grep", slug="grep", audience="municipality", municipality="asker")
    client = browser()

    for path in (
        "/kurs/alle/grep/",
        "/kurs/grep-del/",
        "/kurs/grep-del/samtaleark/",
        lesson_path(course.lessons[0]),
    ):
        assert '<meta name="robots" content="noindex">' in text(client, path)
    for path in ("/", "/kurs/", "/kurs/sok/?q=grep", "/kurs/kilder/", "/k/moss/", "/kurs/sok/?q=Askers"):
        assert "Askers egne grep" not in text(client, path)
        assert "grep-del" not in text(client, path)
    assert "Askers egne grep" in text(client, "/k/asker/")


def test_a_withdrawn_course_says_so_and_keeps_what_kari_has_done(procurement):
    client = browser()
    enter(client, "Kari", "kari@asker.kommune.no")
    answer_form(client, procurement.lessons[0])
    kari = Learner.objects.get(email="kari@asker.kommune.no")
    make_part_done(kari, "innkjop-del")
    others = {(one.slug, "nb") for one in shelf.now().every if one != procurement}
    publishing.withdraw_courses(except_for=others, at=timezone.now())
    shelf.forget()

    for path, said in (
        ("/kurs/alle/innkjop/", "Dette kurset er trukket tilbake"),
        ("/kurs/innkjop-del/", "Denne delen er trukket tilbake"),
        (lesson_path(procurement.lessons[0]), "trukket tilbake"),
    ):
        response = client.get(path)
        assert response.status_code == 410
        assert "withdrawn" in response.text or said in response.text
    assert "Kloke innkjøp" not in text(client, "/kurs/")
    assert "Kloke innkjøp: delen" in text(client, "/min-side/")


def test_the_address_of_no_course_is_not_found():
    assert browser().get("/kurs/alle/finnes-ikke/").status_code == 404
    assert reverse("player:other-course", args=["x"]) == "/kurs/alle/x/"
