import re

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from baerekraft.catalog import shelf
from baerekraft.interop.lti import rosters, targets
from baerekraft.interop.lti.models import LtiLaunch, Platform
from baerekraft.interop.lti.tasks import fetch_roster
from baerekraft.interop.lti.tests.lms import PEOPLE, User
from baerekraft.interop.lti.tests.walking import OURS, address, arrive, fields, launch
from baerekraft.learners.models import Learner
from baerekraft.learners.tests.factories import make_learner
from baerekraft.records.tests.factories import make_lesson_done


def roster(client, lms, target, **about):
    page = launch(client, lms, target, user="u-siri", **about).content.decode()
    return fetched(client, fields(page)["ticket"])


def fetched(client, ticket):
    """The button, what the worker then does, and the button on the next page."""
    waiting = client.post("/lti/deltakere/", {"ticket": ticket}, headers=OURS)
    assert "data-wait" in waiting.content.decode()
    fetch_roster.func(LtiLaunch.objects.get(ticket=ticket).pk)
    return client.post("/lti/deltakere/", {"ticket": ticket, "show": "1"}, headers=OURS)


def rows(response) -> dict[str, str]:
    found = re.findall(r'<th scope="row">([^<]*)</th><td>([^<]*)</td>', response.content.decode())
    return dict(found)


def test_siri_sees_who_is_done_yes_or_no(lms, first_lesson):
    arrive(Client(), lms, address(first_lesson))
    make_lesson_done(Learner.objects.get(), first_lesson)
    arrive(Client(), lms, address(first_lesson), user="u-ola")

    seen = rows(roster(Client(), lms, address(first_lesson)))

    assert seen == {"Kari Nordmann": "Ja", "Ola Hansen": "Nei", "Uten navn": "Nei"}


def test_she_does_not_see_what_was_done_without_coming_by_her_link(lms, first_lesson):
    make_lesson_done(make_learner("Kari", email="kari@baerum.kommune.no", proven=True), first_lesson)
    arrive(Client(), lms, address(first_lesson), user="u-ola", link="en-annen-lenke")
    make_lesson_done(Learner.objects.get(name="Ola Hansen"), first_lesson)

    seen = rows(roster(Client(), lms, address(first_lesson)))

    assert set(seen.values()) == {"Nei"}


def test_the_names_are_fetched_again_at_each_press_and_kept_nowhere(lms, first_lesson):
    client = Client()
    page = launch(client, lms, address(first_lesson), user="u-siri").content.decode()
    ticket = fields(page)["ticket"]

    for _press in range(2):
        assert rows(fetched(client, ticket))
        assert "Kari" not in str(LtiLaunch.objects.get(ticket=ticket).told)
    assert not Learner.objects.exists()
    assert lms.calls["/members"] == 2


def test_until_the_list_has_come_she_is_asked_to_wait(lms, first_lesson):
    client = Client()
    page = launch(client, lms, address(first_lesson), user="u-siri").content.decode()
    ticket = fields(page)["ticket"]
    client.post("/lti/deltakere/", {"ticket": ticket}, headers=OURS)

    waiting = client.post("/lti/deltakere/", {"ticket": ticket, "show": "1"}, headers=OURS)

    assert "data-wait" in waiting.content.decode()
    assert lms.calls["/members"] == 0


@pytest.mark.parametrize("many", [2, 20])
def test_a_longer_list_asks_the_database_no_more_often(
    platform, first_lesson, many, monkeypatch, django_assert_num_queries
):
    monkeypatch.setattr(shelf, "GLANCE_SECONDS", 1000)
    now = timezone.now()
    target = targets.lesson(shelf.now().lessons[0], "nb")
    for number in range(many):
        learner = make_learner(f"Kari {number}")
        line = platform.learners.create(
            subject=f"u-{number}", learner=learner, first_at=now, last_at=now
        ).lines
        about = {"course": target.course, "part": target.part, "lesson": target.lesson, "made_at": now}
        line.create(deployment="1", link="lenke", **about)
    make_lesson_done(learner, first_lesson)
    rows = [[f"u-{number}", f"Kari {number}"] for number in range(many)]
    launch = LtiLaunch(platform=platform, told={"deployment": "1", "link": "lenke", "rows": rows})

    with django_assert_num_queries(2):
        members = rosters.members_of(launch)

    assert [member.name for member in members if member.done] == [f"Kari {many - 1}"]


def test_names_that_cannot_be_kept_are_mended(lms, first_lesson, monkeypatch):
    monkeypatch.setitem(PEOPLE, "u-\x00ny", User("Ny\x00 \ud800\u202eNavn"))

    assert "Ny Navn" in rows(roster(Client(), lms, address(first_lesson)))


def test_kari_is_not_shown_who_is_done(lms, client, first_lesson):
    page = launch(client, lms, address(first_lesson)).content.decode()

    assert "/lti/deltakere/" not in page
    assert client.post("/lti/deltakere/", {"ticket": "a" * 32}, headers=OURS).status_code == 410


def test_karis_own_ticket_does_not_open_the_list(lms, client, first_lesson):
    page = launch(client, lms, address(first_lesson)).content.decode()
    ticket = re.search(r"/lti/inn/([a-z2-7]+)/", page)[1]

    assert client.post("/lti/deltakere/", {"ticket": ticket}, headers=OURS).status_code == 410


def test_when_the_platform_does_not_answer_she_is_told(lms, first_lesson):
    client = Client()
    page = launch(client, lms, address(first_lesson), user="u-siri").content.decode()
    lms.down = True

    response = fetched(client, fields(page)["ticket"])

    assert response.status_code == 502
    assert 'role="alert"' in response.content.decode()
    assert Platform.objects.get().last_error


def test_the_way_in_as_a_learner_is_there_for_siri_too(lms, client, first_lesson):
    assert arrive(client, lms, address(first_lesson), user="u-siri")[
        "Location"
    ] in settings.BASE_URL + address(first_lesson)
