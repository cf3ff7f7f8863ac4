"""Starting: from scratch, with what is known about the learner, and from a lesson's dilemma."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from baerekraft.assessments import dilemmas, links
from baerekraft.assessments.models import Assessment
from baerekraft.catalog import shelf
from baerekraft.exercises.dilemma.exercise import Dilemma
from baerekraft.mail.models import Outgoing
from baerekraft.pages import weight

pytestmark = pytest.mark.django_db
NEW = "/sjekken/ny/"


@pytest.fixture
def kari(browser_without_script: Client) -> Client:
    return browser_without_script


def dilemmas_of_the_course() -> list[str]:
    return [
        f"{entry.key}/{exercise.id}"
        for entry in shelf.now().lessons
        for exercise in entry.document.exercises
        if isinstance(exercise, Dilemma)
    ]


def test_a_title_is_enough(kari: Client):
    answer = kari.post(NEW, {"title": "Feltet"})
    link = links.open(answer["Location"].split("/")[2])
    assert link.assessment is not None
    assert link.assessment.document.case.title == "Feltet"
    assert not Outgoing.objects.exists()


def test_the_link_is_mailed_without_the_strangers_words(kari: Client):
    kari.post(NEW, {"title": "Kjøp billige piller", "author": "Svindler", "email": "offer@example.no"})
    letter = Outgoing.objects.get().letter
    assert "/sjekken/" in letter
    assert "piller" not in letter
    assert "Svindler" not in letter


def test_nobodys_inbox_is_flooded(kari: Client):
    for _time in range(8):
        kari.post(NEW, {"title": "Feltet", "email": "offer@example.no"})
    assert Outgoing.objects.count() == 5
    assert Assessment.objects.count() == 8


@pytest.mark.parametrize(
    "typed",
    [{"title": ""}, {"title": "x" * 201}, {"title": "x", "email": "kari@"}, {"title": "x", "kind": "tull"}],
)
def test_what_is_wrong_is_told_and_nothing_typed_is_lost(kari: Client, typed: dict[str, str]):
    answer = kari.post(NEW, {"author": "Kari Ås", **typed})
    assert answer.status_code == 422
    assert 'value="Kari Ås"' in answer.content.decode()
    assert "ds-validation-message" in answer.content.decode()
    assert not Assessment.objects.exists()


def test_every_dilemma_of_the_course_opens_in_the_check(kari: Client):
    references = dilemmas_of_the_course()
    assert len(references) >= 10
    for reference in references:
        assert reference.split("/")[-1] in kari.get(f"/kurs/{reference.rpartition('/')[0]}/").content.decode()
        answer = kari.post(f"{NEW}?dilemma={reference}", {"title": "Fra leksjonen"})
        assessment = links.open(answer["Location"].split("/")[2]).assessment
        assert assessment is not None
        assert assessment.lesson.startswith("/kurs/")
        assert kari.get(assessment.lesson).status_code == 200
        assert assessment.document.case.description
        assert assessment.document.main.goals


@pytest.mark.parametrize("reference", ["", "del-9/x/y", "del-1", "a/b/c/d", "\x00", "x" * 5000])
def test_a_dilemma_that_is_none_is_a_plain_start(kari: Client, reference: str):
    assert dilemmas.find(reference, language="nb") is None
    assert kari.get(NEW, {"dilemma": reference}).status_code == 200


def test_the_lessons_dilemma_has_a_way_to_the_check(kari: Client):
    reference = dilemmas_of_the_course()[0]
    page = kari.get(f"/kurs/{reference.rpartition('/')[0]}/").content.decode()
    assert f"{reverse('assessments:new')}?dilemma={reference}" in page


def test_the_front_tells_what_it_weighs_as_reckoned_once(kari: Client, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(weight, "reckoned", {})
    first = kari.get("/sjekken/").content.decode()
    monkeypatch.setattr(weight, "told", lambda size, page: pytest.fail("reckoned again"))

    assert re.search(r"Denne siden veier \d+ kB", first)
    assert kari.get("/sjekken/").content.decode().partition("<footer")[2] == first.partition("<footer")[2]
