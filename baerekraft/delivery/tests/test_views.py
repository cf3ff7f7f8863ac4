import html as markup
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from baerekraft.catalog import publishing, shelf
from baerekraft.catalog.models import PublishedLesson
from baerekraft.delivery import questions, reviews, tokens
from baerekraft.delivery.models import Plan, Review
from baerekraft.delivery.tests.factories import make_graduate, make_plan, make_review, right_key, wrong_key
from baerekraft.learners import passes
from baerekraft.learners.models import Learner
from baerekraft.learners.tests.factories import make_learner
from baerekraft.player.tests.browsing import browser

pytestmark = pytest.mark.django_db


def device_of(learner: Learner, **headers: str) -> Client:
    client = browser(**headers)
    client.cookies["baerekraft"] = passes.value(learner, proven=True, shared=False)
    return client


def path_of(review: Review) -> str:
    return f"/repetisjon/svar/{tokens.to_answer(review)}/"


def stop_path(plan: Plan) -> str:
    return f"/repetisjon/slutt/{tokens.to_stop(plan)}/"


def shown(client: Client, path: str) -> str:
    return markup.unescape(client.get(path).content.decode())


def test_kari_says_yes_on_her_own_page_and_stops_there():
    kari = make_graduate()
    device = device_of(kari)
    assert "Vil du huske det?" in shown(device, "/min-side/")

    response = device.post("/repetisjon/del-1/")

    assert response["Location"] == "/min-side/#repetisjon-del-1"
    assert "Neste spørsmål kommer" in shown(device, "/min-side/")

    device.post("/repetisjon/del-1/slutt/")

    assert not Plan.objects.going().exists()
    assert "Vil du huske det?" in shown(device, "/min-side/")


def test_before_the_part_is_done_there_is_no_offer():
    ola = make_learner("Ola", proven=True)

    assert "Vil du huske det?" not in shown(device_of(ola), "/min-side/")
    assert device_of(ola).post("/repetisjon/del-1/").status_code == 404


def test_who_has_not_confirmed_is_told_to():
    kari = make_graduate(proven=False)
    device = device_of(kari)
    device.post("/repetisjon/del-1/")

    assert "når du har bekreftet" in shown(device, "/min-side/")


def test_another_sites_page_cannot_say_yes_or_stop_for_kari():
    kari = make_graduate()
    elsewhere = device_of(kari, **{"Sec-Fetch-Site": "cross-site"})
    plan = make_plan(kari, at=timezone.now())

    assert elsewhere.post("/repetisjon/del-1/").status_code == 403
    assert elsewhere.post("/repetisjon/del-1/slutt/").status_code == 403
    plan.refresh_from_db()
    assert plan.ended_at is None


def test_ola_neither_sees_nor_stops_karis_questions():
    plan = make_plan(make_graduate(), at=timezone.now())
    ola = device_of(make_graduate("Ola"))

    ola.post("/repetisjon/del-1/slutt/")

    plan.refresh_from_db()
    assert plan.ended_at is None
    assert "Vil du huske det?" in shown(ola, "/min-side/")


@pytest.mark.parametrize("path", ["/repetisjon/del-1/", "/repetisjon/del-1/slutt/"])
def test_who_has_not_entered_is_shown_the_way_in_and_a_get_does_nothing(path):
    assert browser().post(path)["Location"] == "/bli-med/"
    assert browser().get(path).status_code == 405


def test_there_are_no_questions_about_a_part_that_is_not_there():
    assert device_of(make_graduate()).post("/repetisjon/del-99/").status_code == 404


def test_a_scanner_that_opens_the_link_changes_nothing():
    review = make_review()

    for _ in range(3):
        page = shown(browser(), path_of(review))
        browser().head(path_of(review))

    for choice in questions.asked(review).choices:
        assert f'name="choice" value="{choice.key}"' in page
        assert choice.feedback not in page
    review.refresh_from_db()
    assert review.answered_at is None


@pytest.mark.parametrize("pick", [right_key, wrong_key])
def test_one_tap_answers_and_tells_why(pick):
    review = make_review()
    question, key = questions.asked(review), pick(review)

    response = browser().post(path_of(review), {"choice": key})

    assert response.status_code == 303
    page = shown(browser(), response["Location"])
    assert question.choice(key).feedback in page
    assert str(question.right.text) in page
    assert f"/kurs/del-1/{review.published.document.slug}/" in page
    assert "Neste spørsmål kommer" in page
    assert 'name="choice"' not in page


def test_a_tap_works_in_a_mail_program_that_tells_nothing_of_where_it_comes_from():
    review = make_review()

    assert (
        Client(headers={"Origin": "null"}).post(path_of(review), {"choice": right_key(review)}).status_code
        == 303
    )


def test_answering_twice_shows_the_first_answer():
    review = make_review()
    browser().post(path_of(review), {"choice": wrong_key(review)})

    browser().post(path_of(review), {"choice": right_key(review)})

    assert "Ikke helt" in shown(browser(), path_of(review))


def test_a_post_without_an_option_asks_again():
    review = make_review()

    response = browser().post(path_of(review), {"choice": "<script>"})

    assert response.status_code == 422
    assert 'role="alert"' in response.content.decode()
    review.refresh_from_db()
    assert review.answered_at is None


def test_the_page_stays_between_kari_and_us():
    review = make_review()

    for path in (path_of(review), stop_path(review.plan), "/repetisjon/svar/feil/"):
        response = browser().get(path)
        assert response["Referrer-Policy"] == "no-referrer"
        assert response["X-Robots-Tag"] == "noindex"
        assert "no-store" in response["Cache-Control"]
        assert review.plan.learner.email not in response.content.decode()
        assert not response.cookies


@pytest.mark.parametrize("room", ["svar", "slutt"])
@pytest.mark.parametrize("token", ["feil", "MQ:1abc:xyz", "%F0%9F%A6%8A", "%00", "%ED%A0%80", "a" * 500])
def test_a_link_that_is_not_ours_is_a_clear_404(room, token):
    response = browser().get(f"/repetisjon/{room}/{token}/")

    assert response.status_code == 404
    assert "Lenken virker ikke" in response.content.decode()


def test_an_altered_link_and_a_link_for_something_else_open_nothing():
    karis, olas = make_review(), make_review(make_graduate("Ola"))
    number, rest = tokens.to_answer(karis).split(":", 1)
    swapped = f"{tokens.to_answer(olas).split(':', 1)[0]}:{rest}"

    for token in (swapped, tokens.to_stop(karis.plan), f"{number}:{rest}x"):
        assert browser().post(f"/repetisjon/svar/{token}/", {"choice": "a"}).status_code == 404
    assert browser().post(f"/repetisjon/slutt/{tokens.to_answer(karis)}/").status_code == 404
    assert not Review.objects.exclude(answered_at=None).exists()


def test_a_link_lasts_for_sixty_days(monkeypatch):
    review = make_review()
    path = path_of(review)

    def days_later(days: float) -> int:
        moment = (timezone.now() + timedelta(days=days)).timestamp()
        monkeypatch.setattr("django.core.signing.time.time", lambda: moment)
        return browser().get(path).status_code

    assert days_later(59.9) == 200
    assert days_later(60.1) == 410


def test_the_link_of_someone_who_is_erased_is_gone():
    review = make_review()
    path = path_of(review)
    review.plan.learner.delete()

    assert browser().get(path).status_code == 410


def test_a_question_that_was_withdrawn_after_it_was_asked_says_so():
    review = make_review()
    publishing.withdraw(PublishedLesson.objects.filter(pk=review.published_id), at=timezone.now())
    shelf.forget()

    response = browser().get(path_of(review))

    assert response.status_code == 410
    assert "trukket tilbake" in response.content.decode()


def test_the_stop_page_wants_a_yes():
    plan = make_review().plan
    path = stop_path(plan)

    assert browser().get(path).status_code == 200
    assert browser().post(path).status_code == 200
    browser().post(path, {"action": "keep"})
    plan.refresh_from_db()
    assert plan.ended_at is None

    assert browser().post(path, {"action": "stop"})["Location"] == path
    plan.refresh_from_db()
    assert plan.ended_at
    assert "Spørsmålene er stoppet" in shown(browser(), path)
    assert browser().post(path, {"action": "stop"}).status_code == 303


def test_the_page_speaks_the_language_of_its_address():
    review = make_review()
    path = f"/nn{path_of(review)}"

    page = shown(browser(), path)

    assert "Spørsmål 1 av 3" in page
    assert "Stopp spørsmåla" in page
    assert 'lang="nb"' in page


def test_yes_and_answer_work_in_every_language():
    device = device_of(make_graduate())

    assert device.post("/en/repetisjon/del-1/")["Location"].startswith("/en/min-side/")
    reviews.stop(Plan.objects.get(), at=timezone.now())
