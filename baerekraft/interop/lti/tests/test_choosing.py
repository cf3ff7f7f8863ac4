import html
import re

import httpx
import jwt
import pytest
from django.conf import settings
from django.test import Client

from baerekraft.catalog import shelf
from baerekraft.interop.lti.models import Platform
from baerekraft.interop.lti.tests.walking import OURS, address, arrive, fields, launch
from baerekraft.learners.models import Learner

DEEP_LINKING = "https://purl.imsglobal.org/spec/lti-dl/claim/deep_linking_settings"


@pytest.fixture
def choosing(lms, client):
    """The page where Siri chooses."""
    lms.deep = True
    return lambda **changes: choose_page(lms, client, changes)


def choose_page(lms, client, changes):
    if changes:
        plain = lms.registration.platform_encode_and_sign

        def signed(payload, expiration=None):
            payload[DEEP_LINKING] = {**payload[DEEP_LINKING], **changes}
            return plain(payload, expiration=expiration)

        lms.registration.platform_encode_and_sign = signed
    return launch(client, lms, f"{settings.BASE_URL}/lti/start/", user="u-siri")


def choose(client, page, *paths):
    sent = {"ticket": fields(page.content.decode())["ticket"], "chosen": list(paths)}
    return client.post("/lti/velg/", sent, headers=OURS)


def hand_over(page) -> httpx.Response:
    """The form back to the platform, without script."""
    text = page.content.decode()
    url = html.unescape(re.search(r'<form method="post" action="([^"]+)"', text)[1])
    return httpx.post(url, data=fields(text))


def test_siri_chooses_a_lesson_and_a_part_and_they_become_links(lms, client, choosing):
    lesson, part = shelf.now().lessons[0], shelf.now().parts[0]
    page = choosing()
    assert lesson.title in page.content.decode()

    chosen = choose(client, page, address(lesson).removeprefix(settings.BASE_URL), f"/kurs/{part.slug}/")
    assert hand_over(chosen).status_code == 200

    first, second = lms.chosen
    assert first == {
        "type": "ltiResourceLink",
        "title": lesson.title,
        "url": address(lesson),
        "lineItem": {"scoreMaximum": 1, "label": lesson.title, "resourceId": lesson.key},
        "window": {"targetName": "_blank"},
    }
    assert second["title"] == part.document.title
    assert not Learner.objects.exists()


def test_a_chosen_link_opens_what_was_chosen(lms, client, choosing):
    lesson = shelf.now().lessons[1]
    hand_over(choose(client, choosing(), address(lesson).removeprefix(settings.BASE_URL)))
    lms.deep = False

    assert arrive(client, lms, lms.chosen[0]["url"])["Location"] in address(lesson)


def test_what_the_platform_gave_us_to_send_back_comes_back(lms, client, choosing):
    page = choose(client, choosing(), "/kurs/")
    sent = jwt.decode(fields(page.content.decode())["JWT"], options={"verify_signature": False})

    assert sent["https://purl.imsglobal.org/spec/lti-dl/claim/data"] == {"fra": "emne-1"}
    assert (sent["iss"], sent["aud"]) == (lms.client_id, [lms.url])
    assert sent["https://purl.imsglobal.org/spec/lti/claim/deployment_id"] == lms.deployment


def test_where_only_one_is_taken_only_one_can_be_ticked(lms, client, choosing):
    page = choosing(accept_multiple=False)
    assert 'type="radio"' in page.content.decode()

    hand_over(choose(client, page, "/kurs/", "/kurs/del-1/"))

    assert len(lms.chosen) == 1


def test_with_a_key_that_cannot_be_read_staff_are_told_and_nothing_is_sent(lms, client, choosing, settings):
    page = choosing()
    settings.SECRET_KEY = "another key than the one that it was made with"

    assert choose(client, page, "/kurs/").status_code == 500
    assert "rotate-lti-key" in Platform.objects.get().last_error


def test_where_lines_are_not_taken_none_are_sent(lms, client, choosing):
    hand_over(choose(client, choosing(accept_lineitem=False), "/kurs/"))

    assert "lineItem" not in lms.chosen[0]


def test_nothing_ticked_is_said_and_nothing_is_sent(lms, client, choosing):
    response = choose(client, choosing())

    assert response.status_code == 422
    assert 'role="alert"' in response.content.decode()
    assert lms.chosen == []


@pytest.mark.parametrize("path", ["/min-side/", "//annen.example.no/", "/kurs/del-1/finnes-ikke/", "\x00"])
def test_what_is_not_on_the_page_cannot_be_chosen(lms, client, choosing, path):
    assert choose(client, choosing(), path).status_code in {400, 404}


def test_a_platform_with_no_address_to_answer_to_is_told_so(lms, client, choosing):
    response = choose(client, choosing(deep_link_return_url="javascript:alert(1)"), "/kurs/")

    assert response.status_code == 400
    assert "javascript" not in response.content.decode()


def test_the_page_may_be_framed_by_the_platform_and_its_form_leads_only_there(lms, client, choosing):
    page = choosing()
    chosen = choose(client, page, "/kurs/")

    assert f"frame-ancestors {lms.url}" in page["Content-Security-Policy"]
    assert f"form-action 'self' {lms.url}" in chosen["Content-Security-Policy"]


def test_a_stranger_without_the_ticket_chooses_nothing(lms, client, choosing):
    choosing()

    response = Client().post("/lti/velg/", {"ticket": "a" * 32, "chosen": "/kurs/"}, headers=OURS)

    assert response.status_code == 410
    assert client.get("/lti/velg/").status_code == 405
