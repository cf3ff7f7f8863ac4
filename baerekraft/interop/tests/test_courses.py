"""A program reads the course as a person does: all that is open, in the language asked for, and nothing else."""

import pytest
from django.urls import resolve

from baerekraft.catalog import shelf
from baerekraft.catalog.document import LessonDocument
from baerekraft.catalog.tests.factories import make_course

MAIN = "baerekraft"


@pytest.fixture
def main(db):
    return shelf.now().main


def test_the_course_is_told_with_its_parts_and_lessons(ask, main):
    listed = ask("courses")["items"]
    told = ask(f"courses/{main.slug}")

    assert [course["slug"] for course in listed] == [course.slug for course in shelf.now().courses]
    assert listed[0]["main"]
    assert [part["slug"] for part in told["parts"]] == [part.slug for part in main.parts]
    assert [lesson["slug"] for part in told["parts"] for lesson in part["lessons"]] == [
        entry.slug for entry in main.lessons
    ]
    assert told["minutes"] == sum(part["minutes"] for part in told["parts"])


def test_a_lesson_is_the_published_document(ask, first_lesson):
    told = ask(f"lessons/{first_lesson.key}")

    assert LessonDocument.model_validate(told["document"]) == first_lesson.document
    assert (told["part"], told["title"]) == (first_lesson.part, first_lesson.title)


def test_every_lesson_can_be_had_in_every_language(ask, main):
    for language in ("nb", "nn", "en"):
        listed = ask(f"lessons?limit=1000&language={language}")["items"]
        assert len(listed) >= len(main.lessons)
        entry = shelf.now(language).lessons[-1]
        told = ask(f"lessons/{entry.key}?language={language}")
        assert told["language"] == told["document"]["language"] == entry.language
        assert told["title"] == entry.title


def test_lessons_by_part_course_and_goal(ask, main):
    part = main.parts[0]

    of_part = ask(f"lessons?part={part.slug}&limit=1000")["items"]
    assert [lesson["slug"] for lesson in of_part] == [entry.slug for entry in part.lessons]
    assert ask(f"lessons?course={main.slug}")["count"] == len(main.lessons)
    about = ask("lessons?goal=13&limit=1000")["items"]
    assert about
    assert all(13 in lesson["goals"] for lesson in about)
    assert [told["slug"] for told in ask(f"parts?course={main.slug}")["items"]] == [
        part.slug for part in main.parts
    ]


def test_a_part_has_its_sheet(ask, main):
    part = next(part for part in main.parts if part.document.discussion)

    assert ask(f"parts/{part.slug}")["discussion"]["title"] == part.document.discussion.title


def test_what_is_told_links_to_what_is_there(ask, client, first_lesson):
    for address in ("courses", "parts", "lessons"):
        for told in ask(f"{address}?limit=1")["items"]:
            for link in told["links"].values():
                path = link.removeprefix("http://testserver")
                resolve(path.partition("?")[0])
            assert client.get(told["links"]["self"]).status_code == 200


@pytest.mark.parametrize(
    "about",
    [
        {"audience": "closed"},
        {"audience": "closed", "municipality": "baerum"},
        {"audience": "municipality", "municipality": "baerum"},
    ],
)
def test_what_is_not_for_everyone_is_nowhere(ask, main, about):
    made = make_course("Hemmelig kurs", slug="hemmelig", **about)
    part = made.parts[0]

    for address in ("courses", "parts", "lessons"):
        told = ask(f"{address}?limit=1000")
        assert "hemmelig" not in repr(told).lower()
    for address in (
        "courses/hemmelig",
        f"parts/{part.slug}",
        f"lessons/{part.lessons[0].key}",
        "parts?course=hemmelig",
        "lessons?course=hemmelig",
        f"lessons?part={part.slug}",
        f"lessons?course={main.slug}&part={part.slug}",
    ):
        problem = ask(address, status=404)
        assert "Hemmelig" not in repr(problem)


@pytest.mark.parametrize(
    "address", ["courses/ukjent", "parts/ukjent", "lessons/ukjent/ukjent", "lessons?part=ukjent"]
)
def test_what_does_not_exist_is_said_not_to(ask, address):
    assert "ukjent" in ask(address, status=404)["detail"]


def test_a_lesson_is_found_in_its_own_part_only(ask, main):
    other = main.parts[1]

    ask(f"lessons/{other.slug}/{main.lessons[0].slug}", status=404)


def test_what_stands_in_the_address_is_not_asked_for_behind_it_too(ask, main):
    problem = ask(f"courses/{main.slug}?course=noe", status=422)

    assert problem["detail"] == "course: There is no such parameter."
    assert ask("goals?request=1", status=422)


def test_the_shelf_answers_without_the_database(ask, first_lesson, django_assert_max_num_queries):
    ask("lessons")
    with django_assert_max_num_queries(2):  # whether anything is new, and one that counts the question
        ask("lessons?limit=1000")
