"""Kari judges herself before and now, goal by goal."""

import pytest
from django.utils import timezone

from baerekraft.catalog import publishing, shelf
from baerekraft.learners import erasure, proofs
from baerekraft.learners.tests.factories import make_learner
from baerekraft.player import learning
from baerekraft.player.tests.browsing import browser
from baerekraft.player.tests.test_own import device_of
from baerekraft.records.judgements import Judged
from baerekraft.records.models import SelfJudgement
from baerekraft.records.tests.factories import make_part_done

pytestmark = pytest.mark.django_db

PATH = "/min-side/laering/del-1/"


def goals() -> tuple[str, ...]:
    return shelf.now().part("del-1").document.learning_goals


def reword(*words: str) -> None:
    course = shelf.now().course
    first = course.parts[0].model_copy(update={"learning_goals": words})
    publishing.course(
        course.model_copy(update={"parts": (first, *course.parts[1:])}), at="2026-11-22T09:00:00Z"
    )
    shelf.forget()


def said(learner) -> dict[int, tuple[int | None, int | None]]:
    return {row.number: (row.before, row.now) for row in SelfJudgement.objects.of(learner)}


def test_whoever_has_not_entered_is_sent_to_the_way_in_and_back_again():
    response = browser().get(PATH)

    assert response.status_code == 302
    assert response["Location"] == "/bli-med/?til=%2Fmin-side%2Flaering%2Fdel-1%2F"


def test_kari_says_two_things_of_each_goal_and_sees_the_way():
    kari = make_learner("Kari")
    device = device_of(kari)
    form = {f"before-{n}": "2" for n in range(1, 6)} | {f"now-{n}": "3" for n in range(1, 6)}

    saved = device.post(PATH, form)
    page = device.get(saved["Location"]).content.decode()

    assert saved.status_code == 303
    assert said(kari) == dict.fromkeys(range(1, 6), (2, 3))
    assert page.count("Fra litt til godt") == 5
    assert "5 av 5 mål" in page
    assert page.count(" checked") == 10


def test_half_an_answer_is_kept_and_the_rest_comes_later():
    kari = make_learner("Kari")
    device = device_of(kari)

    device.post(PATH, {"before-1": "1"})
    device.post(PATH, {"now-1": "4", "before-2": "2"})

    assert said(kari) == {1: (1, 4), 2: (2, None)}
    device.post(PATH, {"before-1": "2"})
    assert said(kari) == {1: (2, 4), 2: (2, None)}


@pytest.mark.parametrize("nonsense", ["0", "5", "x", "", "-1", "1e3", "²"])
def test_what_is_no_level_is_left_out(nonsense):
    kari = make_learner("Kari")

    assert device_of(kari).post(PATH, {"before-1": nonsense, "before-99": "2"}).status_code == 303
    assert said(kari) == {}


def test_nobody_else_sees_it_and_no_other_site_can_write_it():
    kari, ola = make_learner("Kari"), make_learner("Ola")
    device_of(kari).post(PATH, {"before-1": "1"})
    elsewhere = device_of(kari)

    refused = elsewhere.post(PATH, {"before-1": "4"}, headers={"Sec-Fetch-Site": "cross-site"})

    assert " checked" not in device_of(ola).get(PATH).content.decode()
    assert refused.status_code == 403
    assert said(kari) == {1: (1, None)}


@pytest.mark.parametrize(
    ("ways", "words"),
    [
        ([], ""),
        ([(1, None)], ""),
        ([(1, 3), (2, 2)], "1 av 2 mål"),
        ([(3, 2), (2, 2)], "strengere"),
        ([(3, 3), (4, 4)], "fra før"),
        ([(2, 2), (4, 4)], "Lite har flyttet seg"),
    ],
)
def test_the_sentence_praises_no_one_for_nothing(ways, words):
    sentence = learning.sentence([Judged(*way) for way in ways])

    assert words in sentence
    assert bool(sentence) == bool(words)


def test_a_goal_with_new_words_keeps_the_answer_and_tells_what_stood_there():
    kari = make_learner("Kari")
    device = device_of(kari)
    old = goals()
    device.post(PATH, {"before-1": "1", "before-2": "2"})
    reword("Si det med egne ord", *old[1:])

    page = device.get(PATH).content.decode()

    assert f"«{old[0]}»" in page
    assert page.count(" checked") == 2
    device.post(PATH, {"before-1": "1"})
    assert SelfJudgement.objects.of(kari).get(number=1).goal == "Si det med egne ord"
    assert f"«{old[0]}»" not in device.get(PATH).content.decode()


def test_goals_that_change_places_take_their_answers_along():
    kari = make_learner("Kari")
    device = device_of(kari)
    old = goals()
    device.post(PATH, {"before-1": "1", "before-2": "2", "before-5": "4"})
    reword(old[1], old[0], old[4])

    device.post(PATH, {"now-1": "3"})

    kept = {row.goal: (row.before, row.now) for row in SelfJudgement.objects.of(kari)}
    assert kept == {old[1]: (2, 3), old[0]: (1, None), old[4]: (4, None)}
    assert "Målet har fått nye ord" not in device.get(PATH).content.decode()


def test_another_language_is_not_other_words():
    kari = make_learner("Kari")
    device = device_of(kari)
    course = shelf.now().course
    parts = [
        part.model_copy(
            update={"learning_goals": tuple(f"Goal {n}" for n, _ in enumerate(part.learning_goals))}
        )
        for part in course.parts
    ]
    publishing.course(
        course.model_copy(update={"language": "en", "parts": tuple(parts)}), at="2026-11-22T09:00:00Z"
    )
    shelf.forget()

    device.post("/en" + PATH, {"before-1": "1"})

    page = device.get(PATH).content.decode()
    assert SelfJudgement.objects.of(kari).get().goal == "Goal 0"
    assert page.count(" checked") == 1
    assert "nye ord" not in page


def test_a_part_that_is_not_there_is_not_found():
    assert device_of(make_learner("Kari")).get("/min-side/laering/del-9/").status_code == 404


def test_the_page_costs_few_questions(django_assert_max_num_queries):
    device = device_of(make_learner("Kari"))
    device.get(PATH)

    with django_assert_max_num_queries(3):
        device.get(PATH)
    with django_assert_max_num_queries(11):  # what everyone says is counted in the same transaction
        device.post(PATH, {"before-1": "1", "now-1": "2", "before-2": "2"})


def test_the_way_to_it_is_on_the_own_page_when_the_part_is_done_and_on_lesson_and_part(client, first_lesson):
    kari = make_learner("Kari")
    device = device_of(kari)
    assert PATH not in device.get("/min-side/").content.decode()

    make_part_done(kari)

    assert PATH in device.get("/min-side/").content.decode()
    assert PATH in client.get("/kurs/del-1/").content.decode()
    assert PATH in client.get(f"/kurs/{first_lesson.key}/").content.decode()


def test_it_comes_along_in_the_download_and_goes_when_kari_is_erased():
    kari = make_learner("Kari")
    device = device_of(kari)
    device.post(PATH, {"before-1": "1", "now-1": "3"})

    [told] = device.get("/min-side/data.json").json()["self_judgements"]
    assert (told["goal"], told["before"], told["now"], told["part_slug"]) == (goals()[0], 1, 3, "del-1")

    erasure.erase(kari)
    assert not SelfJudgement.objects.exists()


def test_when_two_entries_are_one_person_the_first_before_and_the_last_now_stay():
    kari = make_learner("Kari", proven=True)
    entry = make_learner("Kari", email=kari.email)
    device_of(kari, proven=True).post(PATH, {"before-1": "1", "now-1": "2"})
    device_of(entry).post(PATH, {"before-1": "3", "now-1": "4", "before-2": "2"})

    assert proofs.prove(entry, at=timezone.now()) == kari

    assert said(kari) == {1: (1, 4), 2: (2, None)}
