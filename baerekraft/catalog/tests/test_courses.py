import pytest
from django.utils import timezone

from baerekraft.catalog import publishing, shelf
from baerekraft.catalog.tests.factories import make_course

pytestmark = pytest.mark.django_db


def test_the_first_course_that_is_open_to_everyone_is_the_main_one(first_lesson):
    make_course("Anskaffelser", slug="anskaffelser", place=1)
    make_course("For ledelsen", slug="ledelsen", place=0, audience="closed")

    on_shelf = shelf.now()

    assert on_shelf.course.slug == on_shelf.main.slug != "anskaffelser"
    assert [course.slug for course in on_shelf.courses][1:] == ["anskaffelser"]
    assert on_shelf.lessons[0] == first_lesson


def test_a_lesson_has_its_neighbours_within_its_own_course():
    course = make_course("Anskaffelser", slug="anskaffelser")
    first, second = course.lessons

    on_shelf = shelf.now()

    assert on_shelf.beside(first) == (None, second)
    assert on_shelf.beside(second) == (first, None)
    assert on_shelf.home_of(first).slug == "anskaffelser-del"
    assert on_shelf.lesson("anskaffelser-del", first.slug) == first


def test_a_municipalitys_course_is_found_by_its_address_and_listed_only_for_it():
    course = make_course("Vår måte", slug="asker", audience="municipality", municipality="asker")

    on_shelf = shelf.now()

    assert on_shelf.of_municipality("asker") == (course,)
    assert on_shelf.of_municipality("moss") == ()
    assert course not in on_shelf.courses
    assert on_shelf.part("asker-del") == course.parts[0]


def test_a_closed_course_is_seen_only_by_those_it_is_opened_for():
    course = make_course("For ledelsen", slug="ledelsen", audience="closed")
    entry = course.lessons[0]

    on_shelf = shelf.now()

    assert on_shelf.part(entry.part) is None
    assert on_shelf.lesson(entry.part, entry.slug) is None
    assert on_shelf.named("ledelsen") is None
    assert on_shelf.opening(frozenset({"ledelsen"})).lesson(entry.part, entry.slug) == entry
    assert on_shelf.whole.part(entry.part) == course.parts[0]
    assert on_shelf.closed_around(entry.part) == course


def test_a_withdrawn_course_is_gone_and_comes_back_when_it_is_published_again():
    course = make_course("Anskaffelser", slug="anskaffelser")
    others = {(one.slug, one.document.language) for one in shelf.now().every if one != course}

    publishing.withdraw_courses(except_for=others, at=timezone.now())
    shelf.forget()
    assert [one.slug for one in shelf.now().withdrawn] == ["anskaffelser"]
    assert shelf.now().part("anskaffelser-del") is None

    publishing.course(course.document, at=timezone.now())
    shelf.forget()
    assert shelf.now().part("anskaffelser-del") == course.parts[0]


def test_a_part_that_moves_to_another_course_keeps_its_translation():
    course = make_course("Anskaffelser", slug="anskaffelser")
    part = course.document.parts[0].model_copy(update={"title": "Innkjøp på nynorsk", "discussion": None})
    nynorsk = {"language": "nn", "parts": (part,)}
    publishing.course(course.document.model_copy(update=nynorsk), at=timezone.now())

    moved = course.document.model_copy(update={"slug": "innkjop", "title": "Innkjøp"})
    publishing.course(course.document.model_copy(update={"parts": ()}), at=timezone.now())
    publishing.course(moved, at=timezone.now())
    shelf.forget()

    on_shelf = shelf.now("nn")
    assert on_shelf.part("anskaffelser-del").document.title == "Innkjøp på nynorsk"
    assert on_shelf.around("anskaffelser-del").slug == "innkjop"
    assert on_shelf.homes["anskaffelser-del"] == "innkjop"


def test_a_new_key_is_another_secret():
    make_course("For ledelsen", slug="ledelsen", audience="closed")
    first = publishing.renew_key("ledelsen", at=timezone.now()).secret

    second = publishing.renew_key("ledelsen", at=timezone.now()).secret
    shelf.forget()

    assert first != second
    assert shelf.now().closed[0].secret == second
