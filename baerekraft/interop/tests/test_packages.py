"""A learning platform fetches the course by itself, with a key for that and nothing else."""

import io
import zipfile
from typing import get_args

import pytest
from django.test import Client

from baerekraft.catalog import shelf
from baerekraft.catalog.tests.factories import make_course
from baerekraft.interop.api import limits, packages, problems
from baerekraft.interop.tests.machines import make_program
from baerekraft.learners import throttle
from baerekraft.packages import making
from baerekraft.pdf.compile import PdfNotMade

pytestmark = pytest.mark.django_db
PACKAGES = "/api/v1/packages"


@pytest.fixture
def machine():
    return make_program("packages")


@pytest.fixture
def one_lesson(first_lesson):
    return {"part": first_lesson.part, "lesson": first_lesson.slug}


def test_every_kind_that_is_made_can_be_fetched():
    assert set(making.KINDS) == set(get_args(packages.KindName))
    assert {kind.content_type for kind in making.KINDS.values()} == set(packages.FILE["content"])


def test_a_lesson_comes_as_a_file_with_a_name(machine, one_lesson):
    response = machine.get(f"{PACKAGES}/site", one_lesson)

    assert response.status_code == 200
    assert response["Content-Type"] == "application/zip"
    assert response["Content-Disposition"].startswith("attachment; filename=")
    body = response.getvalue()
    assert int(response["Content-Length"]) == len(body)
    assert "index.html" in zipfile.ZipFile(io.BytesIO(body)).namelist()
    assert response["Cache-Control"] == "private, no-cache"
    assert "Access-Control-Allow-Origin" not in response
    assert "Content-Encoding" not in response


def test_the_same_package_is_not_made_twice_for_whoever_has_it(machine, one_lesson, monkeypatch):
    first = machine.get(f"{PACKAGES}/site", one_lesson)
    first.close()
    monkeypatch.setattr(making, "make", None)  # to make it again would be a mistake

    again = machine.get(f"{PACKAGES}/site", one_lesson, headers={"If-None-Match": first["ETag"]})

    assert again.status_code == 304
    assert again["ETag"] == first["ETag"]
    assert again.content == b""


def test_what_differs_has_another_tag(machine, one_lesson):
    asked = [one_lesson, {**one_lesson, "language": "en"}, {**one_lesson, "each": "part"}]
    tags = set()
    for query in asked:
        response = machine.get(f"{PACKAGES}/site", query)
        tags.add(response["ETag"])
        response.close()

    assert len(tags) == len(asked)


def test_head_tells_of_the_file_without_it(machine, one_lesson):
    got, head = machine.get(f"{PACKAGES}/site", one_lesson), machine.head(f"{PACKAGES}/site", one_lesson)

    assert head.content == b""
    for name in ("Content-Type", "Content-Disposition", "ETag", "Content-Length"):
        assert head[name] == got[name]
    got.close()


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ({"part": "ukjent"}, 404),
        ({"course": "ukjent"}, 404),
        ({"lesson": "ukjent"}, 404),
        ({"each": "course"}, 422),
        ({"part": "../../etc"}, 422),
        ({"language": "se"}, 422),
        ({"kind": "site"}, 422),
    ],
)
def test_a_wrong_choice_is_told_before_anything_is_made(machine, query, status):
    response = machine.get(f"{PACKAGES}/site", query)

    assert response.status_code == status
    assert response["Content-Type"] == problems.TYPE


def test_there_is_no_package_of_an_unknown_kind(machine):
    assert machine.get(f"{PACKAGES}/exe").status_code == 422


@pytest.mark.parametrize(
    "about", [{"audience": "closed"}, {"audience": "municipality", "municipality": "baerum"}]
)
def test_what_is_not_for_everyone_never_leaves(machine, about):
    made = make_course("Hemmelig kurs", slug="hemmelig", **about)
    part = made.parts[0]

    for query in (
        {"course": "hemmelig"},
        {"part": part.slug},
        {"part": part.slug, "lesson": part.lessons[0].slug},
        {"course": shelf.now().main.slug, "part": part.slug},
    ):
        assert machine.get(f"{PACKAGES}/site", query).status_code == 404


def test_nobody_else_is_let_in(one_lesson):
    assert Client().get(f"{PACKAGES}/site", one_lesson).status_code == 401
    assert make_program("figures").get(f"{PACKAGES}/site", one_lesson).status_code == 403


def test_a_book_that_is_not_ready_in_time_is_told_in_words(machine, one_lesson, monkeypatch):
    def late(*_arguments, **_options):
        raise PdfNotMade("the document was not ready in 20 seconds")

    monkeypatch.setattr(making, "make", late)

    answer = machine.get(f"{PACKAGES}/book", one_lesson)

    assert answer.status_code == 503
    assert answer["Content-Type"] == "application/problem+json"
    assert "Ask for it again" in answer.json()["detail"]


def test_making_packages_has_a_limit_of_its_own(machine, one_lesson, monkeypatch):
    monkeypatch.setattr(throttle.time, "time", lambda: 1_800_000_010.0)
    monkeypatch.setattr(making, "make", lambda *args, **options: None)
    assert limits.PACKAGES_A_MINUTE == 6  # as the description says in words

    answers = [machine.get(f"{PACKAGES}/site", one_lesson) for _ in range(7)]
    for answer in answers:
        answer.close()

    assert [answer.status_code for answer in answers] == [200] * 6 + [429]
    assert answers[-1]["Retry-After"] == "50"
    assert machine.get("/api/v1/goals").status_code == 200
