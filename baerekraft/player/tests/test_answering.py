import json

import pytest

from baerekraft.catalog import publishing, shelf
from baerekraft.learners.identifiers import uuid7
from baerekraft.learners.tests.factories import make_learner
from baerekraft.player.tests.browsing import answer_form, browser, enter, lesson_path
from baerekraft.records.models import LessonCompletion, PartCompletion, Response
from baerekraft.records.tests.factories import right_answer

pytestmark = pytest.mark.django_db


def kari_in():
    kari = browser()
    enter(kari, "Kari", "kari@example.no")
    return kari


def item(entry, exercise, **changes):
    fields = {
        "id": str(uuid7()),
        "lesson": entry.key,
        "version": entry.published,
        "exercise": exercise.id,
        "answer": right_answer(exercise),
        "at": "2026-11-20T09:00:00Z",
    }
    return {**fields, **changes}


def send(client, *items, owner=None):
    return client.post(
        "/min-side/svar/",
        json.dumps({"owner": owner, "responses": list(items)}),
        content_type="application/json",
    )


# Without script


def test_the_answer_and_its_feedback_are_on_the_next_page(first_lesson):
    kari = kari_in()
    exercise = next(e for e in first_lesson.document.exercises if e.kind == "single_choice")

    response = answer_form(kari, first_lesson, exercise)
    page = kari.get(response["Location"].split("#")[0])

    assert response.status_code == 303
    assert response["Location"].endswith(f"#{exercise.id}")
    right = next(option for option in exercise.options if option.correct)
    assert right.feedback[:20] in page.content.decode().replace("\u00ad", "")
    assert "no-store" in page["Cache-Control"]


def test_a_version_that_is_no_number_is_taken_as_the_newest(first_lesson):
    exercise = next(e for e in first_lesson.document.exercises if e.kind == "single_choice")
    for version in ("²", "-1", "9" * 11, "x"):
        fields = {"version": version, "choice": right_answer(exercise)["choice"]}
        response = kari_in().post(f"/kurs/{first_lesson.key}/svar/{exercise.id}/", fields)
        assert response.status_code == 303, version


def test_every_exercise_of_part_one_can_be_answered_by_plain_forms():
    kari = kari_in()
    for entry in shelf.now().part("del-1").lessons:
        for exercise in entry.document.exercises:
            assert answer_form(kari, entry, exercise).status_code == 303, (entry.key, exercise.id)

    assert PartCompletion.objects.count() == 1
    last = kari.get(lesson_path(entry) + "mine-svar/").content.decode()
    assert 'data-when="part-done" hidden' not in last.replace("  ", " ")


def test_an_empty_form_is_told_what_to_do(first_lesson):
    for exercise in first_lesson.document.exercises:
        path = f"{lesson_path(first_lesson)}svar/{exercise.id}/"
        response = kari_in().post(path, {})
        assert response.status_code == 422, exercise.kind
    assert not Response.objects.exists()


def test_a_reflection_that_is_too_long_is_still_in_the_field():
    entry, exercise = next(
        (entry, e)
        for entry in shelf.now().lessons
        for e in entry.document.exercises
        if e.kind == "reflection"
    )
    text = "Lang tanke. " * 500

    response = answer_form(kari_in(), entry, exercise, text=text)

    assert response.status_code == 422
    assert text.strip() in response.content.decode()


@pytest.mark.parametrize("words", ["<script>alert(1)</script>", "🦊🌲", "\u202eabc", "שלום", "a\x00b"])
def test_whatever_she_writes_comes_back_as_text(words):
    entry, exercise = next(
        (entry, e)
        for entry in shelf.now().lessons
        for e in entry.document.exercises
        if e.kind == "reflection"
    )
    kari = kari_in()

    answer_form(kari, entry, exercise, text=words)
    page = kari.get(f"{lesson_path(entry)}mine-svar/").content.decode()

    assert "<script>alert(1)</script>" not in page


def test_an_exercise_that_is_not_there_is_404(first_lesson):
    assert kari_in().post(f"{lesson_path(first_lesson)}svar/finnes-ikke/", {"choice": "a"}).status_code == 404
    assert kari_in().post("/kurs/del-1/finnes-ikke/svar/x/", {"choice": "a"}).status_code == 404


def test_an_answer_to_an_older_version_is_kept_with_that_version(first_lesson):
    kari = kari_in()
    publishing.lesson(
        first_lesson.document.model_copy(update={"takeaway": "Nytt."}), at="2026-11-22T09:00:00Z"
    )
    shelf.forget()

    answer_form(kari, first_lesson)

    assert Response.objects.get().attempt.published_id == first_lesson.published


def test_kari_may_begin_on_one_version_and_finish_on_the_next(first_lesson):
    kari = kari_in()
    counting = [e for e in first_lesson.document.exercises if e.counts]
    answer_form(kari, first_lesson, counting[0])
    publishing.lesson(
        first_lesson.document.model_copy(update={"takeaway": "Nytt."}), at="2026-11-22T09:00:00Z"
    )
    shelf.forget()
    newer = shelf.now().lessons[0]

    for exercise in counting[1:]:
        answer_form(kari, newer, exercise)

    assert LessonCompletion.objects.count() == 1


def test_answers_on_the_device_are_shown_to_whoever_has_not_entered(first_lesson):
    stranger = browser()
    answer_form(stranger, first_lesson)

    page = stranger.get(f"{lesson_path(first_lesson)}mine-svar/").content.decode()

    assert "data-answered" in page
    assert "/bli-med/" in page


def test_a_cookie_that_is_full_says_so_and_keeps_the_text():
    entry, exercise = next(
        (entry, e)
        for entry in shelf.now().lessons
        for e in entry.document.exercises
        if e.kind == "reflection"
    )
    import random
    import string

    noise = "".join(random.choices(string.ascii_letters + string.digits, k=3900))
    response = answer_form(browser(), entry, exercise, text=noise)

    assert response.status_code == 422
    assert noise in response.content.decode()


# With script


def test_a_batch_is_accepted_once_however_often_it_is_sent(first_lesson):
    kari = kari_in()
    items = [item(first_lesson, exercise) for exercise in first_lesson.document.exercises]

    first, again = send(kari, *items), send(kari, *items)

    assert first.status_code == again.status_code == 200
    assert first.json()["accepted"] == again.json()["accepted"] == [i["id"] for i in items]
    assert Response.objects.count() == len(items)
    assert first.json()["lessons"][first_lesson.key]["done"]


def test_a_bad_answer_in_a_batch_does_not_hold_the_good_ones_back(first_lesson):
    good, bad = (item(first_lesson, e) for e in first_lesson.document.exercises[:2])
    bad["answer"] = {"choice": "nei"}

    reply = send(kari_in(), bad, good, 7, None, {"id": "x"}).json()

    assert reply["accepted"] == [good["id"]]
    assert len(reply["refused"]) == 4
    assert all(refusal["reason"] for refusal in reply["refused"])


def test_nobody_has_entered(first_lesson):
    assert send(browser(), item(first_lesson, first_lesson.document.exercises[0])).status_code == 401


def test_answers_of_one_are_never_written_on_another(first_lesson):
    ola = kari_in()
    someone_else = make_learner("Kari")

    reply = send(ola, item(first_lesson, first_lesson.document.exercises[0]), owner=str(someone_else.pk))

    assert reply.status_code == 409
    assert not Response.objects.exists()


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[]",
        b"null",
        b'{"responses": 1}',
        b'{"responses": [], "owner": 7}',
        b"[" * 5000,
        b"\xff\xfe",
    ],
)
def test_what_is_no_batch_is_refused_clearly(body):
    reply = kari_in().post("/min-side/svar/", body, content_type="application/json")

    assert reply.status_code == 400
    assert reply.json()["error"]


def test_too_much_at_once_is_413():
    body = json.dumps({"responses": ["x" * 300_000]})

    assert kari_in().post("/min-side/svar/", body, content_type="application/json").status_code == 413


def test_the_state_costs_few_questions(first_lesson, django_assert_max_num_queries):
    kari = kari_in()
    answer_form(kari, first_lesson)
    kari.get("/min-side/tilstand/")  # the first to ask reads what the edition holds, for everyone

    with django_assert_max_num_queries(6):
        state = kari.get("/min-side/tilstand/", {"lesson": first_lesson.key}).json()

    assert first_lesson.document.exercises[0].id in state["answers"]
    assert state["lessons"][first_lesson.key]["answered"]


@pytest.mark.parametrize("field", ["id", "lesson", "version", "exercise", "answer", "at"])
@pytest.mark.parametrize(
    "nonsense", [None, True, -1, 10**30, 1e308, "", "\ud800", "\0", [], [[]], {}, {"a": [1]}, "9" * 400]
)
def test_nonsense_in_any_field_is_refused_alone(first_lesson, field, nonsense):
    good, bad = (item(first_lesson, e) for e in first_lesson.document.exercises[:2])

    reply = send(kari_in(), {**bad, field: nonsense}, good)

    assert reply.status_code == 200
    assert good["id"] in reply.json()["accepted"]


@pytest.mark.parametrize("deep", [100, 900, 990, 3000, 9000])
def test_a_deep_heap_of_brackets_does_not_topple_anything(first_lesson, deep):
    good = json.dumps(item(first_lesson, first_lesson.document.exercises[0]))[1:-1]
    kari = kari_in()
    for field in ("id", "exercise", "answer"):
        body = f'{{"owner": null, "responses": [{{{good}, "{field}": {"[" * deep}{"]" * deep}}}]}}'
        reply = kari.post("/min-side/svar/", body, content_type="application/json")
        assert reply.status_code in {200, 400}
    assert not Response.objects.exists()
