import html
import re
from datetime import timedelta

import httpx
from django.test import Client
from django.utils import timezone

from baerekraft.catalog import shelf
from baerekraft.interop.lti import logins
from baerekraft.interop.lti.models import LtiInvitation, LtiLaunch, LtiLearner, LtiLogin, Platform
from baerekraft.interop.lti.tests.walking import (
    ALONE,
    OURS,
    address,
    arrive,
    begin,
    fields,
    launch,
    press,
    ticket,
    token,
)
from baerekraft.learners import entry, passes, proofs
from baerekraft.learners.models import Learner
from baerekraft.learners.tests.factories import make_learner
from baerekraft.mail.models import Outgoing
from baerekraft.player.tests.browsing import answer_form, lesson_path
from baerekraft.records.models import Response


def opened_by(client: Client) -> Learner | None:
    found = passes.parse(client.cookies["baerekraft"].value) if "baerekraft" in client.cookies else None
    learner = Learner.objects.filter(pk=found.learner).first() if found else None
    return learner if found and learner and found.opens(learner) else None


def test_kari_comes_from_the_platform_into_the_lesson_and_answers(lms, client, first_lesson):
    response = arrive(client, lms, address(first_lesson))

    assert response["Location"] == lesson_path(first_lesson)
    kari = Learner.objects.get()
    assert (kari.name, kari.email, str(kari.municipality)) == (
        "Kari Nordmann",
        "kari@baerum.kommune.no",
        "Bærum",
    )
    assert kari.proven_at is None
    assert opened_by(client) == kari
    assert not Outgoing.objects.exists()
    assert answer_form(client, first_lesson).status_code < 400
    assert Response.objects.of(kari).exists()


def test_she_may_also_be_sent_by_post(lms, client, first_lesson):
    asked = {
        "iss": lms.url,
        "client_id": lms.client_id,
        "login_hint": "u-kari",
        "target_link_uri": address(first_lesson),
    }

    response = Client(enforce_csrf_checks=True).post("/lti/login/", asked)

    assert response.status_code == 302
    assert response["Location"].startswith(f"{lms.url}/auth?scope=openid&response_type=id_token")


def test_the_page_says_what_the_platform_is_told_before_she_enters(lms, client, first_lesson):
    page = launch(client, lms, address(first_lesson)).content.decode()

    assert "får KS Øving vite det" in page
    assert 'target="_blank"' in page
    assert not Learner.objects.exists()


def test_the_next_launch_opens_the_same_kari(lms, client, first_lesson):
    arrive(client, lms, address(first_lesson))
    elsewhere = Client()
    arrive(elsewhere, lms, address(first_lesson))

    assert Learner.objects.count() == 1
    assert opened_by(elsewhere) == Learner.objects.get()


def test_two_presses_at_once_make_one_kari(lms, client, first_lesson):
    one, other = (launch(client, lms, address(first_lesson)) for _ in range(2))

    assert press(client, one).status_code == press(client, other).status_code == 303
    assert Learner.objects.count() == LtiLearner.objects.count() == 1


def test_two_tabs_with_two_links_both_come_in(lms, client):
    first, second = shelf.now().lessons[:2]
    a = token(client, lms, address(first), link="a")
    b = token(client, lms, address(second), link="b")

    for sent, lesson in ((b, second), (a, first)):
        response = press(client, client.post("/lti/start/", sent))
        assert response["Location"] == lesson_path(lesson)


def test_whoever_has_no_name_there_is_a_participant_here(lms, client, first_lesson):
    arrive(client, lms, address(first_lesson), user="u-ukjent")

    learner = Learner.objects.get()
    assert learner.name == "Deltaker"
    assert learner.email == ""


def test_on_a_shared_computer_the_pass_goes_when_the_browser_closes(lms, client, first_lesson):
    press(client, launch(client, lms, address(first_lesson)), shared="on")

    assert client.cookies["baerekraft"]["max-age"] == ""


def test_in_a_window_of_its_own_she_goes_straight_on_the_second_time(lms, client, first_lesson):
    first = launch(client, lms, address(first_lesson), headers=ALONE).content.decode()
    arrive(client, lms, address(first_lesson))
    second = launch(client, lms, address(first_lesson), headers=ALONE).content.decode()

    assert "data-onwards" not in first
    assert "data-onwards" in second
    assert "_blank" not in second


def test_the_lesson_is_opened_in_the_language_of_the_link(lms, client, first_lesson):
    target = address(first_lesson).replace("/kurs/", "/en/kurs/")

    response = arrive(client, lms, target)

    assert response["Location"] == f"/en{lesson_path(first_lesson)}"
    assert Learner.objects.get().language == "en"


def test_a_platform_that_gives_karis_address_does_not_open_kari(lms, client, first_lesson):
    kari = make_learner("Kari", email="kari@baerum.kommune.no", proven=True)

    arrive(client, lms, address(first_lesson))

    assert opened_by(client) not in {None, kari}


def test_on_karis_own_proven_device_she_stays_who_she_is(lms, client, first_lesson):
    kari = make_learner("Kari", email="kari@baerum.kommune.no", proven=True)
    client.cookies["baerekraft"] = passes.value(kari, proven=True, shared=False)

    arrive(client, lms, address(first_lesson))

    assert LtiLearner.objects.get().learner == opened_by(client) == kari


def test_once_kari_has_proven_her_address_another_device_needs_the_code(lms, client, first_lesson):
    arrive(client, lms, address(first_lesson))
    proofs.prove(Learner.objects.get(), at=timezone.now())
    elsewhere = Client()

    response = press(elsewhere, launch(elsewhere, lms, address(first_lesson)))

    assert response["Location"] == "/bli-med/kode/?sendt=1"
    assert opened_by(elsewhere) is None
    kari = Learner.objects.get()
    typed = elsewhere.post("/bli-med/kode/", {"code": proofs.code(kari)}, headers=OURS)
    assert typed.status_code == 303
    assert opened_by(elsewhere) == kari


def test_a_platform_that_staff_trust_opens_her_everywhere(lms, platform, client, first_lesson):
    arrive(client, lms, address(first_lesson))
    proofs.prove(Learner.objects.get(), at=timezone.now())
    Platform.objects.update(may_open=True)
    elsewhere = Client()

    response = arrive(elsewhere, lms, address(first_lesson))

    assert response["Location"] == lesson_path(first_lesson)
    assert opened_by(elsewhere) == Learner.objects.get()


def test_when_two_entries_turn_out_to_be_kari_the_platform_opens_the_one_that_is_left(
    lms, client, first_lesson
):
    earlier = make_learner("Kari", email="kari@baerum.kommune.no", proven=True)
    arrive(client, lms, address(first_lesson))
    entry = LtiLearner.objects.get().learner

    proofs.prove(entry, at=timezone.now())

    assert LtiLearner.objects.get().learner == earlier


def test_a_ticket_lets_in_once(lms, client, first_lesson):
    page = launch(client, lms, address(first_lesson))
    press(client, page)

    response = Client().post(f"/lti/inn/{ticket(page)}/", headers=OURS)

    assert response.status_code == 410
    assert "baerekraft" not in response.cookies


def test_a_ticket_is_of_no_use_from_another_site(lms, client, first_lesson):
    page = launch(client, lms, address(first_lesson))

    response = client.post(f"/lti/inn/{ticket(page)}/", headers={"Sec-Fetch-Site": "cross-site"})

    assert response.status_code == 403
    assert LtiLaunch.objects.exists()


def test_a_mail_scanner_that_opens_the_ticket_uses_nothing_up(lms, client, first_lesson):
    page = launch(client, lms, address(first_lesson))

    assert client.get(f"/lti/inn/{ticket(page)}/").status_code == 405
    assert press(client, page).status_code == 303


def test_only_the_platform_may_frame_the_page_and_nothing_else_is_framed(lms, client, first_lesson):
    Platform.objects.update(frame_origins="https://skole.example.no")

    page = launch(client, lms, address(first_lesson))

    assert f"frame-ancestors {lms.url} https://skole.example.no" in page["Content-Security-Policy"]
    assert "X-Frame-Options" not in page
    lesson = client.get(lesson_path(first_lesson))
    assert "frame-ancestors 'none'" in lesson["Content-Security-Policy"]
    assert lesson["X-Frame-Options"] == "DENY"


def test_the_cookie_of_a_launch_lives_in_a_frame_and_is_gone_afterwards(lms, client, first_lesson, settings):
    settings.HTTPS = True
    begun = begin(client, lms, address(first_lesson))
    (morsel,) = begun.cookies.values()

    written = morsel.OutputString()
    assert all(
        word in written for word in ("SameSite=None", "Secure", "Partitioned", "HttpOnly", "Path=/lti/")
    )

    response = client.post("/lti/start/", fields(httpx.get(begun["Location"]).text))
    assert response.cookies[morsel.key]["max-age"] == 0


def test_without_the_cookie_she_is_shown_the_way_to_a_window_of_her_own(lms, client, first_lesson):
    sent = token(client, lms, address(first_lesson))

    response = Client().post("/lti/start/", sent)

    page = response.content.decode()
    assert 'action="/lti/login/" target="_blank"' in page
    assert f"form-action 'self' {lms.url}" in response["Content-Security-Policy"]
    assert fields(page)["login_hint"] == "u-kari"
    assert not LtiLaunch.objects.exists()
    window = Client()
    begun = window.post("/lti/login/", fields(page))
    arrived = press(window, window.post("/lti/start/", fields(httpx.get(begun["Location"]).text)))
    assert arrived["Location"] == lesson_path(first_lesson)


def test_what_the_platform_kept_is_as_good_as_the_cookie(lms, client, first_lesson):
    lms.storage = True
    page = begin(client, lms, address(first_lesson)).content.decode()
    way = html.unescape(re.search(r'href="([^"]+)" data-store', page)[1])
    kept = re.search(r'data-value="(\w+)"', page)[1]
    sent = fields(httpx.get(way).text)
    asked = Client().post("/lti/start/", sent).content.decode()
    assert "data-fetch" in asked

    guessed = Client().post("/lti/start/", {**sent, "kept": "0" * 40}).content.decode()
    assert "data-fetch" not in guessed
    assert not LtiLaunch.objects.exists()
    elsewhere = Client(headers={"Sec-Fetch-Site": "cross-site"})
    assert "data-fetch" not in elsewhere.post("/lti/start/", {**sent, "kept": kept}).content.decode()
    assert not LtiLaunch.objects.exists()
    assert press(Client(), Client().post("/lti/start/", {**sent, "kept": kept})).status_code == 303


def test_another_site_cannot_bring_kari_in_as_somebody_else(lms, client, first_lesson):
    """Ola has seen in his own browser what the platform keeps for him, and his page posts it in Kari's."""
    lms.storage = True
    page = begin(Client(), lms, address(first_lesson), user="u-ola").content.decode()
    way = html.unescape(re.search(r'href="([^"]+)" data-store', page)[1])
    kept = re.search(r'data-value="(\w+)"', page)[1]
    sent = {**fields(httpx.get(way).text), "kept": kept}

    for headers in ({"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "same-site"}, {"Origin": "null"}):
        assert "/lti/inn/" not in client.post("/lti/start/", sent, headers=headers).content.decode()
    assert not LtiLaunch.objects.exists()


def corrected(learner: Learner) -> Learner:
    """With another address, which signs every device out."""
    about = {"municipality": learner.municipality, "role": "", "language": "nb", "at": timezone.now()}
    entry.correct(learner, name=learner.name, email="kari@hjemme.no", **about)
    return learner


def test_a_new_address_does_not_open_kari_to_the_platform_again(lms, client, first_lesson):
    arrive(client, lms, address(first_lesson))
    kari = corrected(proofs.prove(Learner.objects.get(), at=timezone.now()))
    elsewhere = Client()

    response = press(elsewhere, launch(elsewhere, lms, address(first_lesson)))

    assert response.status_code == 403
    assert opened_by(elsewhere) is None
    kari.refresh_from_db()
    assert kari.proof_sent_at
    link = f"/bli-med/bekreft/{proofs.token(kari)}/"
    assert elsewhere.post(link, {"action": "yes"}, headers=OURS).status_code == 303
    assert opened_by(elsewhere) == kari


def test_on_the_device_where_she_gave_the_new_address_kari_goes_on(lms, client, first_lesson):
    arrive(client, lms, address(first_lesson))
    kari = corrected(proofs.prove(Learner.objects.get(), at=timezone.now()))
    client.cookies["baerekraft"] = passes.value(kari, proven=False, shared=False)

    assert arrive(client, lms, address(first_lesson))["Location"] == lesson_path(first_lesson)
    assert opened_by(client) == kari


def test_who_takes_her_address_away_is_opened_by_the_platform_that_knows_her(lms, client, first_lesson):
    arrive(client, lms, address(first_lesson))
    Learner.objects.update(email="", signed_out_at=timezone.now())
    elsewhere = Client()

    assert arrive(elsewhere, lms, address(first_lesson))["Location"] == lesson_path(first_lesson)


def test_old_logins_are_swept_when_a_new_one_begins(lms, client, first_lesson):
    begin(client, lms, address(first_lesson))
    LtiLogin.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    begin(client, lms, address(first_lesson))

    assert LtiLogin.objects.count() == 1


def test_what_nobody_can_use_any_longer_is_swept(lms, client, first_lesson):
    """Launches hold names and addresses, and invitations what a platform registers with."""
    launch(client, lms, address(first_lesson))
    begin(client, lms, address(first_lesson))
    now = timezone.now()
    LtiInvitation.objects.create(made_at=now, expires_at=now + timedelta(days=7))
    models = (LtiLaunch, LtiLogin, LtiInvitation)

    logins.sweep(at=now)
    assert all(model.objects.exists() for model in models)
    logins.sweep(at=now + timedelta(days=8))
    assert not any(model.objects.exists() for model in models)
