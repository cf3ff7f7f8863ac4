"""Siri sees how the questions work, when enough have answered them at once."""

import statistics as arithmetic
from random import Random

import pytest
from django.test import Client
from django.utils.translation import override

from baerekraft.accounts.models import Role
from baerekraft.authoring.models import LessonPage
from baerekraft.authoring.tests import editor
from baerekraft.learners.tests.factories import make_learner
from baerekraft.quality import questions, results, sums, tasks
from baerekraft.quality.questions import Question
from baerekraft.quality.tests.answers import (
    SECONDS,
    complete,
    graded,
    people,
    take_all,
    the_lesson,
    wrong_answer,
)
from baerekraft.records.tests.factories import make_response, right_answer

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def no_dictionary(monkeypatch) -> None:
    """Looking words up is most of the work of measuring, and has tests of its own."""
    monkeypatch.setenv("PATH", "")


def page() -> LessonPage:
    return LessonPage.objects.filter(locale__language_code="nb").order_by("path").first()


def proven() -> dict[str, Question]:
    found = questions.of(the_lesson().lesson, the_lesson().document)
    return {question.exercise: question for question in found}


def single():
    return next(exercise for exercise in graded() if exercise.kind == "single_choice")


def test_the_share_that_is_right_at_once_however_often_they_answer_afterwards():
    for number in range(20):
        complete({single().id: number < 7}, again=True)
    take_all()

    question = proven()[single().id]

    assert (question.right, question.answers) == (35, 20)


def test_the_hardest_question_comes_first():
    hard, easy = graded()[2].id, graded()[0].id
    people([{hard: number < 4} for number in range(20)])
    take_all()

    found = questions.of(the_lesson().lesson, the_lesson().document)

    assert found[0].exercise == hard
    assert found[0].is_hard
    assert next(question for question in found if question.exercise == easy).is_easy


def test_nineteen_tell_nothing():
    people([{}] * 19)
    take_all()
    assert proven() == {}

    people([{}])
    take_all()
    assert {question.right for question in proven().values()} == {100}


def test_those_who_are_not_done_with_the_lesson_do_not_count():
    people([{}] * 19)
    make_response(make_learner("Ola"), the_lesson(), graded()[0])
    take_all()

    assert proven() == {}


def test_one_answer_more_is_not_seen():
    """Otherwise the board of today beside yesterday's would tell what somebody answered."""
    people([{single().id: number < 13} for number in range(23)])
    take_all()
    before = proven()[single().id].model_dump(exclude={"telling", "against"})

    complete({single().id: False})
    take_all()

    assert proven()[single().id].model_dump(exclude={"telling", "against"}) == before


def test_what_a_question_tells_apart_is_its_correlation_with_the_rest_of_the_lesson():
    chance = Random(3)
    some = [{exercise.id: chance.random() < 0.6 for exercise in graded()} for _person in range(60)]
    people(some)
    take_all()

    for exercise in graded():
        others = [other.id for other in graded() if other.id != exercise.id]
        mine = [float(right[exercise.id]) for right in some]
        rest = [arithmetic.mean(score_of(other, right[other]) for other in others) for right in some]
        expected = arithmetic.correlation(mine, rest)
        assert proven()[exercise.id].telling == round(expected, 1)


def able_and_unable_turned(crooked: str) -> None:
    """Those who answer all else right answer this wrong, and the other way round."""
    able = {exercise.id: exercise.id != crooked for exercise in graded()}
    unable = {exercise.id: exercise.id == crooked for exercise in graded()}
    people([able, unable] * 15)
    take_all()


def score_of(id: str, right: bool) -> float:
    exercise = next(one for one in graded() if one.id == id)
    return exercise.grade(exercise.read(right_answer(exercise) if right else wrong_answer(exercise)))


def test_a_question_that_tells_the_wrong_way_is_worth_a_look():
    crooked = next(exercise.id for exercise in graded() if exercise.kind == "fact_or_myth")
    able_and_unable_turned(crooked)

    question = proven()[crooked]

    assert question.telling == -1
    assert question.against
    [hint] = [
        hint
        for hint in results.hints(the_lesson().document, lesson=the_lesson().lesson)
        if hint.kind == "questions"
    ]
    assert (hint.weight, hint.field) == ("could", "body")


def test_where_all_are_alike_nothing_is_told_apart():
    people([{}] * 20)
    take_all()

    assert {question.telling for question in proven().values()} == {None}
    assert not any(question.against for question in proven().values())


def test_an_option_that_hardly_anybody_chooses_is_told_when_that_is_sure():
    wrong = [key for key, _text, right in single().picks if not right]
    for number in range(40):
        raw = {single().id: {"choice": wrong[0]}} if number % 4 == 0 else {}
        complete(raw=raw)
        if number == 38:
            take_all()
            assert not any(choice.rare for choice in proven()[single().id].choices)
    take_all()

    by_key = dict(zip([pick.key for pick in single().picks], proven()[single().id].choices, strict=True))

    assert by_key[wrong[0]].share == 25
    assert not by_key[wrong[0]].rare
    assert all(by_key[key].rare for key in wrong[1:])
    assert not any(choice.rare for choice in by_key.values() if choice.right)


def test_a_wrong_option_that_the_able_choose_is_told():
    tempting = next(key for key, _text, right in single().picks if not right)
    others = {exercise.id: False for exercise in graded() if exercise.id != single().id}
    for number in range(40):
        if number % 2:
            complete(raw={single().id: {"choice": tempting}})
        else:
            complete(others)
    take_all()

    strong = [choice for choice in proven()[single().id].choices if choice.strong]

    assert [choice.text for choice in strong] == [{pick.key: pick.text for pick in single().picks}[tempting]]


def test_the_time_is_from_the_answer_before():
    people([{}] * 20)
    take_all()
    counting = [exercise.id for exercise in the_lesson().document.exercises if exercise.counts]

    times = {question.exercise: question.time for question in proven().values()}

    assert times == {id: "" if id == counting[0] else sums.bucket(SECONDS) for id in times}
    with override("en"):
        assert {question.time_said for question in proven().values() if question.time} == {"20–30 seconds"}


@pytest.mark.parametrize(
    ("bucket", "said"),
    [
        ("10", "under 10 seconds"),
        ("120", "90–120 seconds"),
        ("300", "3–5 minutes"),
        ("more", "over 10 minutes"),
    ],
)
def test_a_time_is_said_in_words(bucket, said):
    with override("en"):
        assert Question(prompt="", answers=20, right=50, time=bucket).time_said == said


def test_the_median_lies_where_half_is_reached():
    assert questions.median({"10": 9, "30": 11}) == "30"
    assert questions.median({"10": 10, "30": 10}) == "10"
    assert questions.median({"more": 20}) == "more"
    assert questions.median({"10": 19}) == ""


def test_a_changed_question_starts_anew_and_a_mended_comma_does_not():
    people([{}] * 20)
    take_all()
    document, lesson = the_lesson().document, the_lesson().lesson

    def with_prompt(text: str):
        body = [
            block.model_copy(update={"exercise": block.exercise.model_copy(update={"prompt": text})})
            if getattr(block, "exercise", None) == single()
            else block
            for block in document.body
        ]
        return document.model_copy(update={"body": tuple(body)})

    same, other = with_prompt(f"{single().prompt} …"), with_prompt("Hva er noe helt annet?")

    assert single().id in {question.exercise for question in questions.of(lesson, same)}
    assert single().id not in {question.exercise for question in questions.of(lesson, other)}


def test_an_option_that_is_no_longer_right_makes_another_question():
    options = tuple(option.model_copy(update={"correct": not option.correct}) for option in single().options)

    assert sums.wording(single().model_copy(update={"options": options})) != sums.wording(single())


def test_better_feedback_and_another_source_do_not():
    options = tuple(option.model_copy(update={"feedback": "Fordi."}) for option in single().options)
    changed = single().model_copy(update={"options": options, "sources": ("ssb",), "help": "Les igjen."})

    assert sums.wording(changed) == sums.wording(single())


def test_siri_reads_it_on_the_board_beside_the_draft_and_on_a_page_of_its_own(client: Client):
    client.force_login(editor.person("Siri", Role.EDITOR))
    able_and_unable_turned(single().id)
    tasks.catch_up.func()
    address = f"/redaksjon/tavle/{page().pk}/sporsmal/"

    told = client.get(address).content.decode()
    panel = client.get(f"/redaksjon/kvalitet/{page().pk}/panel/").content.decode()
    board = client.get("/redaksjon/tavle/").content.decode()

    assert single().options[0].text in told
    assert 'width="50"' in told
    assert "style=" not in told.partition('class="quality-question"')[2].partition("</section>")[0]
    assert "quality-said" in told
    assert f'id="{single().id}"' in told
    assert address in panel
    assert address in board
    assert results.of(page()).count("could") >= 1


def test_a_lesson_that_few_have_taken_says_so(client: Client):
    client.force_login(editor.person("Siri", Role.EDITOR))

    told = client.get(f"/redaksjon/tavle/{page().pk}/sporsmal/").content.decode()

    assert "20" in told
    assert "quality-question" not in told


def test_a_lesson_that_nobody_has_taken_has_none():
    assert questions.of(the_lesson().lesson, the_lesson().document) == []
