import re
from datetime import datetime, timedelta

import pytest
from django.utils import timezone, translation
from django_tasks_db.models import DBTaskResult

from baerekraft.config import chores
from baerekraft.delivery import questions, reviews, tasks
from baerekraft.delivery.models import Plan, Review
from baerekraft.delivery.tests.factories import make_graduate, make_plan
from baerekraft.learners import erasure
from baerekraft.learners.models import Learner
from baerekraft.mail import tasks as mail_tasks
from baerekraft.mail.models import Outgoing
from baerekraft.mail.tests.conftest import postbox  # noqa: F401

pytestmark = pytest.mark.django_db

YES = timezone.make_aware(datetime(2026, 12, 1, 18))
MORNING = timezone.make_aware(datetime(2026, 12, 4, 8))
NIGHT = timezone.make_aware(datetime(2026, 12, 4, 3))


@pytest.fixture
def clock(monkeypatch):
    """Sets the time that everybody reads."""

    def set_to(moment: datetime) -> None:
        monkeypatch.setattr(timezone, "now", lambda: moment)
        monkeypatch.setattr("django.core.signing.time.time", moment.timestamp)

    return set_to


@pytest.fixture
def plan(db) -> Plan:
    return make_plan(make_graduate("Åse", email="ase@example.no"), at=YES)


def booked() -> list[DBTaskResult]:
    return list(DBTaskResult.objects.filter(status="READY", task_path=tasks.ask.module_path))


def deliver() -> None:
    for outgoing in Outgoing.objects.waiting():
        mail_tasks.deliver.call(outgoing.pk)


def text_of(letter) -> str:
    return letter.get_body(("plain",)).get_content().replace("\r\n", "\n")


def test_the_night_books_the_mail_for_the_morning(plan, clock):
    clock(NIGHT)

    chores.nightly.call()

    [task] = booked()
    assert task.args_kwargs["args"] == [plan.pk]
    assert timezone.localtime(task.run_after) == MORNING.replace(hour=7)


def test_a_worker_that_comes_late_in_the_evening_waits_for_the_next_morning(plan, clock):
    clock(MORNING.replace(hour=21))

    tasks.ask.call(plan.pk)

    assert not Review.objects.exists()
    [task] = booked()
    assert timezone.localtime(task.run_after) == MORNING.replace(day=5, hour=7)


def test_kari_gets_the_question_with_its_options_and_one_link(plan, clock, postbox):  # noqa: F811
    clock(MORNING)
    tasks.ask.call(plan.pk)
    deliver()

    letter, review = postbox.letter(), Review.objects.get()
    question = questions.asked(review)
    text, html = text_of(letter), letter.get_body(("html",)).get_content()
    assert letter["To"] == plan.learner.email
    assert letter["Subject"] == "Husker du dette? Spørsmål 1 av 3"
    with translation.override("nb"):
        for words in (question.prompt, *(str(choice.text) for choice in question.choices)):
            assert words in text
    assert "Hei, Åse!" in text
    assert len(re.findall("/repetisjon/svar/", html)) == len(re.findall("/repetisjon/svar/", text)) == 1
    assert len(re.findall("/repetisjon/slutt/", html)) == len(re.findall("/repetisjon/slutt/", text)) == 1
    assert set(re.findall(r"https?://[\w.:]+\w", text + html)) == {"http://127.0.0.1:8000"}
    assert not any(mark in html for mark in ("<img", "url(", "?utm"))


def test_the_mail_programs_own_button_stops_the_questions(plan, clock, postbox, client):  # noqa: F811
    clock(MORNING)
    tasks.ask.call(plan.pk)
    deliver()

    letter = postbox.letter()
    # Mail programs read the header as it is: never encoded.
    assert re.search(rb"\r\nList-Unsubscribe: <http://\S+>\r\n", postbox.received[0])
    assert letter["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    address = re.fullmatch(r"<http://127.0.0.1:8000(/\S+)>", letter["List-Unsubscribe"])[1]
    response = client.post(
        address, {"List-Unsubscribe": "One-Click"}, headers={"Sec-Fetch-Site": "cross-site"}
    )

    assert response.status_code == 200
    plan.refresh_from_db()
    assert plan.ended_at


def test_a_crash_in_the_middle_leaves_neither_question_nor_mail_and_the_next_try_sends_one(
    plan, clock, monkeypatch
):
    clock(MORNING)
    really = tasks.mail

    def killed(review):
        really(review)
        raise KeyboardInterrupt

    monkeypatch.setattr(tasks, "mail", killed)
    with pytest.raises(KeyboardInterrupt):
        tasks.ask.call(plan.pk)
    assert not Review.objects.exists()
    assert not Outgoing.objects.exists()
    monkeypatch.setattr(tasks, "mail", really)

    tasks.ask.call(plan.pk)
    tasks.ask.call(plan.pk)

    assert Outgoing.objects.count() == Review.objects.count() == 1


def test_kari_reads_nynorsk_and_is_asked_in_nynorsk(plan, clock, postbox):  # noqa: F811
    Learner.objects.filter(pk=plan.learner_id).update(language="nn")
    clock(MORNING)
    tasks.ask.call(plan.pk)
    deliver()

    assert postbox.letter()["Subject"] == "Hugsar du dette? Spørsmål 1 av 3"
    assert "http://127.0.0.1:8000/nn/repetisjon/svar/" in text_of(postbox.letter())


def test_who_stops_or_is_erased_gets_no_mail_that_was_on_its_way(plan, clock):
    clock(MORNING)
    tasks.ask.call(plan.pk)
    reviews.stop(plan, at=MORNING)
    assert not Outgoing.objects.exists()

    ola = make_graduate("Ola")
    olas = make_plan(ola, at=YES)
    tasks.ask.call(olas.pk)
    make_graduate("Ukjent", email=ola.email, proven=False)
    erasure.erase(ola)

    assert not Outgoing.objects.exists()
    tasks.ask.call(olas.pk)


def test_the_whole_journey_of_three_mails(plan, clock, postbox, client):  # noqa: F811
    """Every night the chore, every morning the worker, for seven weeks; Kari answers the same day."""
    came = []
    for day in range(50):
        night = YES.replace(hour=3) + timedelta(days=day)
        clock(night)
        chores.nightly.call()
        clock(night.replace(hour=7))
        for task in booked():
            DBTaskResult.objects.filter(pk=task.pk).update(status="SUCCESSFUL")
            tasks.ask.call(*task.args_kwargs["args"])
        deliver()
        if len(postbox.received) > len(came):
            came.append(day)
            address = re.search(
                r"http://127.0.0.1:8000(/repetisjon/svar/\S+)", text_of(postbox.letters()[-1])
            )[1]
            key = re.search(r'name="choice" value="(\w+)"', client.get(address).content.decode())[1]
            client.post(address, {"choice": key})
            told = client.get(address).content.decode()
            assert ("Neste spørsmål kommer" in told) == (len(came) < 3)
            assert ("Dette var det siste spørsmålet" in told) == (len(came) == 3)

    assert came == [3, 10, 30]
    assert all(review.answered_at for review in Review.objects.all())
    plan.refresh_from_db()
    assert plan.ended_at
    assert not re.search(
        "kari|åse|ase@", str([task.args_kwargs for task in DBTaskResult.objects.all()]), re.I
    )
