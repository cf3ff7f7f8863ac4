"""Kari taps an option in her mail; so does the mail scanner, before her and after her."""

import html as markup
import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from baerekraft.campaigns import tapping, tokens
from baerekraft.campaigns.models import Campaign, Recipient
from baerekraft.campaigns.tests.factories import make_campaign, make_recipient
from baerekraft.catalog import publishing, shelf
from baerekraft.catalog.models import PublishedLesson
from baerekraft.learners import passes
from baerekraft.learners.models import Learner
from baerekraft.learners.tests.factories import make_learner
from baerekraft.records.models import Response

pytestmark = pytest.mark.django_db


def browser(**headers: str) -> Client:
    return Client(headers={"Sec-Fetch-Site": "same-origin", **headers})


def device_of(learner: Learner, *, proven: bool = True) -> Client:
    client = browser()
    client.cookies["baerekraft"] = passes.value(learner, proven=proven, shared=False)
    return client


def path_of(recipient: Recipient, number: int = 1, choice: str = "") -> str:
    return f"/i-posten/{tokens.of(recipient)}/{number}/" + (f"?valg={choice}" if choice else "")


def shown(client: Client, path: str) -> str:
    return markup.unescape(client.get(path).content.decode())


def form_on(page: str) -> dict[str, str]:
    """What the page's form sends when its button is pressed."""
    form = page[page.index('<form class="exercise') :].partition("</form>")[0]
    hidden = re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', form)
    checked = re.findall(r'type="radio" name="([\w-]+)" value="(\w+)"(?: required)? checked', form)
    return dict(hidden + checked)


def tap(client: Client, recipient: Recipient, choice: str = "a", number: int = 1, **changes: str) -> Any:
    form = form_on(shown(client, path_of(recipient, number, choice)))
    return client.post(path_of(recipient, number), {**form, **changes})


def question() -> Any:
    exercise = tapping.first(shelf.now().lessons[0].document)
    assert exercise
    return exercise


def keys(*, right: bool) -> str:
    return next(
        key for key, option in zip("abcdef", question().options, strict=False) if option.correct is right
    )


def test_scanners_open_every_link_twice_and_nothing_happens():
    kari = make_recipient()
    token = tokens.of(kari)
    before = Recipient.objects.values().get()

    paths = [path_of(kari, choice="a"), path_of(kari), f"/i-posten/{token}/", f"/i-posten/{token}/stopp/"]
    for path in [*paths, f"/i-posten/{token}/1/leksjon/", f"/i-posten/{token}/1/leksjon/?ovelse=tull"]:
        for client in (browser(), Client()):
            assert client.get(path).status_code == 200
            assert client.head(path).status_code == 200
            assert "baerekraft" not in client.cookies
            assert client.get(path)["X-Robots-Tag"] == "noindex"
            assert "no-store" in client.get(path)["Cache-Control"]

    assert Recipient.objects.values().get() == before
    assert not Learner.objects.exists()
    assert not Response.objects.exists()


@pytest.mark.parametrize("right", [True, False])
def test_one_button_records_the_tapped_option_and_tells_why(right):
    kari, device = make_recipient(), browser()
    choice = keys(right=right)
    option = dict(zip("abcdef", question().options, strict=False))[choice]

    response = tap(device, kari, choice)

    assert response.status_code == 303
    answer = Response.objects.get()
    assert answer.answer == {"choice": choice}
    assert answer.score == float(right)
    page = shown(device, response["Location"])
    assert option.feedback in page
    assert ("Ikke helt" in page) is not right
    assert f"/kurs/{shelf.now().lessons[0].key}/#{question().id}" in page
    kari.refresh_from_db()
    assert kari.learner
    assert (kari.learner.email, kari.learner.name) == (kari.email, "Kari Nordmann")
    assert kari.learner.municipality == kari.campaign.municipality
    assert kari.learner.proven_at


def test_the_lesson_goes_on_with_her_answer_in_it():
    kari, device = make_recipient(), browser()
    tap(device, kari)

    state = device.get(f"/min-side/tilstand/?lesson={shelf.now().lessons[0].key}").json()

    assert state["learner"]["name"] == "Kari Nordmann"
    assert state["answers"] == {question().id: {"choice": "a"}}


def test_the_button_pressed_twice_is_one_answer_and_a_new_tap_is_another():
    kari, device = make_recipient(), browser()
    form = form_on(shown(device, path_of(kari, choice="a")))
    device.post(path_of(kari), form)
    device.post(path_of(kari), form)
    assert Response.objects.count() == 1

    assert "svart på denne før" in shown(device, path_of(kari, choice="b"))
    tap(device, kari, "b")

    assert Response.objects.count() == 2
    assert Learner.objects.count() == 1


def test_without_an_option_that_exists_she_is_asked_to_choose():
    kari, device = make_recipient(), browser()
    form = form_on(shown(device, path_of(kari, choice="x")))
    assert "choice" not in form

    response = device.post(path_of(kari), {**form, "choice": "x"})

    assert response.status_code == 422
    assert "Velg et" in response.content.decode()
    assert not Learner.objects.exists()


def test_she_who_has_a_record_already_gets_it_again():
    kari = make_learner(
        "Kari", email="kari@baerum.example.no", municipality="Hol", role="leader", proven=True
    )
    recipient = make_recipient(role="employee")

    tap(browser(), recipient)

    assert Response.objects.of(kari).count() == 1
    kari.refresh_from_db()
    assert (kari.municipality.name, kari.role, kari.unit) == ("Hol", "leader", None)


def test_what_she_did_on_this_device_with_the_same_address_comes_along():
    entry = make_learner("Kari", email="kari@baerum.example.no")
    device = device_of(entry, proven=False)
    make_learner("Kari", email="kari@baerum.example.no", proven=True)

    tap(device, make_recipient())

    entry.refresh_from_db()
    assert entry.joined


def test_an_old_address_does_not_open_the_record_of_one_who_has_moved_on():
    recipient = make_recipient()
    tap(browser(), recipient)
    moved = Learner.objects.get()
    Learner.objects.update(email="kari@hol.example.no")

    tap(browser(), recipient)

    assert Response.objects.of(moved).count() == 1
    assert Learner.objects.filter(email=recipient.email).count() == 1


def test_olas_device_asks_before_kari_takes_his_place():
    ola = make_learner("Ola", proven=True)
    kari, device = make_recipient(), device_of(ola)
    page = shown(device, path_of(kari, choice="a"))
    assert "Ola tar kurset på denne enheten" in page

    unasked = device.post(path_of(kari), {**form_on(page), "instead_of": ""})
    assert unasked.status_code == 409
    assert not Response.objects.exists()

    device.post(path_of(kari), form_on(page))
    assert Response.objects.of(ola).count() == 0
    assert Response.objects.get().attempt.enrolment.learner.email == kari.email


def test_olas_token_answers_for_ola_and_a_changed_one_for_nobody():
    campaign = make_campaign()
    kari, ola = make_recipient(campaign), make_recipient(campaign, "Ola")
    swapped = f"{kari.pk}-{tokens.of(ola).partition('-')[2]}"

    for token in (swapped, tokens.of(kari) + "x", "tull", "99-x", "١-x"):
        for rest in ("", "stopp/", "1/", "1/leksjon/"):
            assert browser().get(f"/i-posten/{token}/{rest}").status_code == 404
            assert browser().post(f"/i-posten/{token}/{rest}", {"action": "stop"}).status_code == 404
    assert not Recipient.objects.exclude(stopped_at=None).exists()


def test_another_sites_page_cannot_let_anybody_in():
    kari = make_recipient()
    form = form_on(shown(browser(), path_of(kari, choice="a")))

    assert browser(**{"Sec-Fetch-Site": "cross-site"}).post(path_of(kari), form).status_code == 403
    assert Client(headers={"Origin": "https://evil.example"}).post(path_of(kari), form).status_code == 403
    assert not Learner.objects.exists()


def test_a_shared_computer_forgets():
    kari, device = make_recipient(), browser()
    tap(device, kari, shared="on")

    assert device.cookies["baerekraft"]["max-age"] == ""


@pytest.mark.parametrize(("days", "status"), [(59, 200), (62, 410)])
def test_the_links_live_sixty_days_after_the_campaign(days, status):
    kari = make_recipient()
    Campaign.objects.update(ended_at=timezone.now() - timedelta(days=days))

    assert browser().get(path_of(kari)).status_code == status


def test_a_withdrawn_lesson_is_told_of_and_takes_no_answer():
    kari, device = make_recipient(), browser()
    form = form_on(shown(device, path_of(kari, choice="a")))
    publishing.withdraw(
        PublishedLesson.objects.filter(pk=shelf.now().lessons[0].published), at=timezone.now()
    )
    shelf.forget()

    for response in (device.get(path_of(kari)), device.post(path_of(kari), form)):
        assert response.status_code == 410
    assert not Response.objects.exists()


def test_a_page_from_before_a_new_version_shows_the_options_again():
    kari, device = make_recipient(), browser()

    response = tap(device, kari, version="0")

    assert response.status_code == 409
    assert "Se på alternativene en gang til" in response.content.decode()
    assert not Response.objects.exists()


@pytest.mark.parametrize("entry", range(20))
def test_every_lessons_first_tap_can_be_answered(entry):
    lesson = shelf.now().lessons[entry]
    exercise = tapping.first(lesson.document)
    kari, device = make_recipient(make_campaign(lessons=[lesson.key])), browser()
    if exercise is None:
        assert device.get(path_of(kari))["Location"].endswith("/1/leksjon/")
        return
    form = form_on(shown(device, path_of(kari, choice=tapping.options(exercise)[0].key)))
    for group in tapping.groups(exercise):
        form.setdefault(group.name, group.options[0].key)

    response = device.post(path_of(kari), form)

    assert response.status_code == 303
    page = shown(device, response["Location"])
    given = exercise.read(Response.objects.get().answer)
    assert all(one.text in page for one in tapping.told(exercise, given))


def test_named_follow_up_is_told_before_she_enters():
    kari, device = make_recipient(make_campaign(named=True)), browser()

    for path in (path_of(kari, choice="a"), f"/i-posten/{tokens.of(kari)}/1/leksjon/"):
        assert "ja eller nei" in shown(device, path)


def test_the_way_to_the_lesson_asks_once_and_is_short_afterwards():
    kari, device = make_recipient(), browser()
    path = f"/i-posten/{tokens.of(kari)}/1/leksjon/?ovelse={question().id}"
    where = f"/kurs/{shelf.now().lessons[0].key}/#{question().id}"

    assert device.post(path)["Location"] == where
    assert device.get(path)["Location"] == where


def test_a_browser_that_takes_no_cookie_still_says_that_the_answer_is_saved():
    kari = make_recipient()
    response = tap(browser(), kari)

    assert "Svaret ditt er lagret" in shown(browser(), response["Location"])
