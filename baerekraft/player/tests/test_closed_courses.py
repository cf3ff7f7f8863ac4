"""Closed courses: Berit is let in, Odd is outside and learns nothing."""

import json
import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import get_resolver
from django.utils import timezone

from baerekraft.catalog import publishing, shelf
from baerekraft.catalog.courses import CourseOnShelf
from baerekraft.catalog.tests.factories import make_course
from baerekraft.learners.identifiers import uuid7
from baerekraft.learners.models import Learner
from baerekraft.player import urls
from baerekraft.player.tests.browsing import answer_form, browser, enter, lesson_path
from baerekraft.records.models import PartCompletion, Response
from baerekraft.records.tests.factories import right_answer

pytestmark = pytest.mark.django_db
TITLE = "Lederlag i krise"


@pytest.fixture
def course() -> CourseOnShelf:
    make_course(TITLE, slug="lederlag", audience="closed", municipality="asker")
    return renewed()


def renewed() -> CourseOnShelf:
    publishing.renew_key("lederlag", at=timezone.now())
    shelf.forget()
    return shelf.now().closed[0]


def let_in(client: Client, course: CourseOnShelf) -> Client:
    assert client.post(f"/kurs/inn/{course.secret}/")["Location"] == "/kurs/alle/lederlag/"
    return client


def pages_of(course: CourseOnShelf) -> list[str]:
    """Every address that the course has, by the table of addresses."""
    entry = course.lessons[0]
    known = {"course": course.slug, "part": entry.part, "lesson": entry.slug}
    known |= {
        "exercise": entry.document.exercises[0].id,
        "number": str(entry.published),
        "municipality": "asker",
    }
    found = []
    for route in urls.urlpatterns:
        steps = re.findall(r"<\w+:(\w+)>", str(route.pattern))
        if {"course", "part"} & set(steps) and set(steps) <= set(known):
            found.append("/" + re.sub(r"<\w+:(\w+)>", lambda step: known[step[1]], str(route.pattern)))
    assert len(found) > 10
    return found


def public_addresses() -> list[str]:
    """Every address of ours that needs nothing to be filled in, in three languages."""
    routes = [route for name, route in flat(get_resolver()) if "<" not in route and "(" not in route]
    bare = [f"/{route}" for route in routes if not route.startswith(("redaksjon", "drift", "utboks"))]
    return [
        prefix + path
        for prefix in ("", "/nn", "/en")
        for path in bare
        if not (prefix and path.startswith("/api"))
    ]


def flat(resolver, before=""):
    for one in resolver.url_patterns:
        route = before + re.sub(r"^\^|\$$", "", str(one.pattern))
        if hasattr(one, "url_patterns"):
            yield from flat(one, route)
        else:
            yield one.name, route


def leaks(response) -> bool:
    body = b"".join(response.streaming_content) if response.streaming else response.content
    said = body.decode(errors="replace") + str(dict(response.headers))
    return TITLE in said or "lederlag-" in said


def test_odd_outside_finds_no_word_of_the_course_at_any_public_address(course):
    client = browser()
    addresses = public_addresses()
    assert "/" in addresses
    assert "/kurs/" in addresses

    for path in (
        *addresses,
        "/kurs/sok/?q=Lederlag",
        "/kurs/sok/?q=krise",
        "/k/asker/",
        "/k/moss/",
        "/status/asker/",
    ):
        assert not leaks(client.get(path)), path


def test_odd_who_guesses_the_addresses_learns_not_even_that_there_is_something(course):
    client = browser()

    for path in pages_of(course):
        for method in (client.get, client.post):
            response = method(path)
            assert response.status_code in (404, 405), path
            assert TITLE not in response.text


def test_the_state_tells_odd_nothing_of_a_closed_lesson(course):
    client = browser()
    enter(client, "Odd", "odd@moss.kommune.no")

    state = client.get(f"/min-side/tilstand/?lesson={course.lessons[0].key}").json()

    assert state["lessons"] == state["answers"] == {}
    assert not leaks(client.get("/min-side/"))


def test_looking_at_the_link_opens_nothing_and_the_button_does(course):
    client = browser()

    looked = client.get(f"/kurs/inn/{course.secret}/")

    assert not looked.cookies
    assert TITLE not in looked.text
    assert looked["Cache-Control"] == "max-age=0, no-cache, no-store, must-revalidate, private"
    assert client.get("/kurs/alle/lederlag/").status_code == 404
    let_in(client, course)
    assert TITLE in client.get("/kurs/alle/lederlag/").text


def test_another_site_cannot_press_the_button(course):
    client = browser(**{"Sec-Fetch-Site": "cross-site"})

    assert client.post(f"/kurs/inn/{course.secret}/").status_code == 403


def test_berit_reads_and_answers_and_no_cache_keeps_it(course):
    client = let_in(browser(), course)

    for path in ("/kurs/alle/lederlag/", f"/kurs/{course.parts[0].slug}/", lesson_path(course.lessons[0])):
        page = client.get(path)
        assert TITLE in page.text
        assert page["Cache-Control"] == "private, no-store"
        assert page["X-Robots-Tag"] == "noindex"
        assert '<meta name="robots" content="noindex">' in page.text
    answered = answer_form(client, course.lessons[0])
    assert answered.status_code == 303
    assert TITLE in client.get(answered["Location"].partition("#")[0]).text


def test_what_berit_has_seen_is_not_kept_for_odd(course):
    let_in(browser(), course).get(lesson_path(course.lessons[0]))

    assert browser().get(lesson_path(course.lessons[0])).status_code == 404


def test_berit_finishes_and_finds_the_course_on_her_page(course):
    client = let_in(browser(), course)
    enter(client, "Berit", "berit@example.no")

    for entry in course.lessons:
        for exercise in entry.document.exercises:
            if exercise.counts:
                assert answer_form(client, entry, exercise).status_code == 303

    assert PartCompletion.objects.filter(enrolment__part__slug="lederlag-del").exists()
    own = client.get("/min-side/").text
    assert f'<a href="/kurs/alle/lederlag/">{TITLE}</a>' in own
    assert client.get("/min-side/tilstand/").json()["lessons"][course.lessons[0].key]["done"]


def test_a_new_link_shuts_out_old_links_and_old_cookies(course):
    client = let_in(browser(), course)
    old = course.secret

    renewed()

    assert client.get(lesson_path(course.lessons[0])).status_code == 404
    assert browser().post(f"/kurs/inn/{old}/").status_code == 404


def test_a_forged_cookie_opens_nothing(course):
    client = browser()
    client.cookies["baerekraft-kurs"] = '{"lederlag": "x"}'

    assert client.get(lesson_path(course.lessons[0])).status_code == 404


def prove(email: str) -> None:
    Learner.objects.filter(email=email).update(proven_at=timezone.now() - timedelta(minutes=1))


def test_who_has_proven_an_address_in_the_municipality_needs_no_link(course):
    client = browser()
    enter(client, "Berit", "berit@asker.kommune.no")
    assert client.get("/kurs/alle/lederlag/").status_code == 404, (
        "an address that is only typed opens nothing"
    )

    prove("berit@asker.kommune.no")
    learner = Learner.objects.get(email="berit@asker.kommune.no")
    from baerekraft.learners import passes

    client.cookies["baerekraft"] = passes.value(learner, proven=True, shared=False)

    assert TITLE in client.get("/kurs/alle/lederlag/").text
    assert TITLE in client.get("/min-side/").text


def test_a_proven_address_elsewhere_opens_nothing(course):
    client = browser()
    enter(client, "Odd", "odd@moss.kommune.no", municipality="asker")
    prove("odd@moss.kommune.no")
    learner = Learner.objects.get(email="odd@moss.kommune.no")
    from baerekraft.learners import passes

    client.cookies["baerekraft"] = passes.value(learner, proven=True, shared=False)

    assert client.get("/kurs/alle/lederlag/").status_code == 404


def sent_by_script(client: Client, course: CourseOnShelf):
    entry = course.lessons[0]
    exercise = entry.document.exercises[0]
    item = {
        "id": str(uuid7()),
        "lesson": entry.key,
        "version": entry.published,
        "exercise": exercise.id,
        "answer": right_answer(exercise),
    }
    body = json.dumps({"responses": [item]})
    return client.post("/min-side/svar/", body, content_type="application/json").json()


def test_answers_from_the_script_want_the_key_too(course):
    odd, berit = browser(), let_in(browser(), course)
    enter(odd, "Odd", "odd@moss.kommune.no")
    enter(berit, "Berit", "berit@example.no")

    refused = sent_by_script(odd, course)["refused"]

    assert refused[0]["reason"] == "Denne leksjonen finnes ikke."
    assert Response.objects.count() == 0
    assert len(sent_by_script(berit, course)["accepted"]) == 1


def test_signing_out_shuts_the_door_on_this_device(course):
    client = let_in(browser(), course)
    enter(client, "Berit", "berit@example.no")

    client.post("/bli-med/ut/")

    assert client.get(lesson_path(course.lessons[0])).status_code == 404


def test_a_withdrawn_closed_course_says_so_only_to_those_it_was_open_to(course):
    client = let_in(browser(), course)
    others = {(one.slug, "nb") for one in shelf.now().every if one.slug != "lederlag"}

    publishing.withdraw_courses(except_for=others, at=timezone.now())
    shelf.forget()

    for path in ("/kurs/alle/lederlag/", "/kurs/lederlag-del/", lesson_path(course.lessons[0])):
        assert client.get(path).status_code == 410
        assert browser().get(path).status_code == 404


def test_while_no_course_is_closed_nothing_is_asked_for_its_sake(django_assert_num_queries, rf):
    from baerekraft.player import doors

    shelf.now()
    with django_assert_num_queries(0):
        assert doors.opened(rf.get("/kurs/x/")) == frozenset()
