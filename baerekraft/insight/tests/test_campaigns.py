"""Siri coordinates Bærum, and Tor helps her."""

import re
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from baerekraft.accounts.tests.factories import letters_to
from baerekraft.campaigns import refusing, sending
from baerekraft.campaigns.models import Campaign, Refusal
from baerekraft.campaigns.tests.factories import make_campaign, make_recipient
from baerekraft.insight.tests.factories import coordinator, unit
from baerekraft.mail.models import Outgoing

pytestmark = pytest.mark.django_db
LIST = "/innsikt/baerum/kampanjer/"
INPUT = re.compile(r"<input[^>]*>|<textarea[^>]*>[^<]*</textarea>|<select.*?</select>", re.DOTALL)


@pytest.fixture
def siri() -> Client:
    return coordinator("Siri", "Bærum")


def filled(page: str) -> dict[str, Any]:
    """What a browser would post from the form as it stands."""
    said: dict[str, Any] = {}
    form = page[page.index('class="campaign-form') :]
    for field in INPUT.findall(form[: form.index("</form>")]):
        attributes = dict(re.findall(r'([\w-]+)="([^"]*)"', field.partition(">")[0]))
        name, kind = attributes.get("name"), attributes.get("type")
        if not name or " disabled" in field.partition(">")[0]:
            continue
        if field.startswith("<textarea"):
            said[name] = unescape(field.partition(">")[2].removesuffix("</textarea>")).strip("\n")
        elif field.startswith("<select"):
            said[name] = next(iter(re.findall(r'value="([^"]*)" selected', field)), "")
        elif kind in {"checkbox", "radio"}:
            if " checked" in field:
                said.setdefault(name, []).append(attributes.get("value", "on"))
        else:
            said[name] = unescape(attributes.get("value", ""))
    return said


def form(client: Client, campaign: Campaign | None = None) -> dict[str, Any]:
    there = f"{LIST}{campaign.pk}/endring/" if campaign else f"{LIST}ny/"
    return filled(client.get(there).content.decode())


def change(client: Client, campaign: Campaign, said: dict[str, Any], **changes: Any) -> str:
    answer = client.post(f"{LIST}{campaign.pk}/endring/", {**said, **changes}, follow=True)
    return answer.content.decode()


def test_the_first_campaign_is_made_without_changing_anything(siri):
    assert f"{LIST}ny/" in siri.get(LIST).content.decode()

    siri.post(f"{LIST}ny/", form(siri))

    made = Campaign.objects.get()
    assert (made.way, made.plan, made.weekday, made.hour) == ("lessons", "weekly", 2, 9)
    assert len(made.lessons) == 6
    assert all(key.startswith("del-1/") for key in made.lessons)
    assert (made.contact_name, made.contact_email) == ("Siri", "siri@example.no")
    assert made.starts_on.isoweekday() == 2
    assert made.starts_on > timezone.localdate()
    assert (made.started_at, made.named) == (None, False)


def test_the_dates_are_shown_before_anything_is_saved(siri):
    said = form(siri) | {"starts_on": "2027-05-03", "weekday": "1", "dates": "1"}

    shown = siri.post("/en" + LIST + "ny/", said).content.decode()

    assert not Campaign.objects.exists()
    # The Monday in Whitsun is a holiday: the lesson waits for Tuesday.
    assert "18 May 2027" in shown or "18. May 2027" in shown
    assert "is a holiday" in shown


def test_a_campaign_needs_a_lesson_and_an_end_after_its_beginning(siri):
    said = form(siri)

    assert siri.post(f"{LIST}ny/", {**said, "lessons": []}).status_code == 200
    assert (
        siri.post(f"{LIST}ny/", {**said, "starts_on": "2027-05-03", "ends_on": "2027-05-01"}).status_code
        == 200
    )
    assert not Campaign.objects.exists()


@pytest.mark.parametrize("days", [{"starts_on": "9999-12-31"}, {"ends_on": "9999-12-31"}])
def test_a_year_with_a_digit_too_many_is_found(siri, days):
    answer = siri.post(f"/en{LIST}ny/", {**form(siri), **days})

    assert "Is the year right?" in answer.content.decode()
    assert not Campaign.objects.exists()


def test_a_page_that_says_nonsense_of_what_it_showed_is_no_error(siri):
    campaign = make_campaign()

    answer = siri.post(f"{LIST}{campaign.pk}/endring/", {**form(siri, campaign), "base": "[" * 100_000})

    assert answer.status_code == 302


def test_two_coordinators_who_change_different_things_both_get_their_way(siri):
    campaign, tor = make_campaign("Bærum"), coordinator("Tor", "Bærum")
    siris, tors = form(siri, campaign), form(tor, campaign)

    change(siri, campaign, siris, title="Siris tittel")
    change(tor, campaign, tors, contact_name="Tor Hagen")

    campaign.refresh_from_db()
    assert (campaign.title, campaign.contact_name) == ("Siris tittel", "Tor Hagen")


def test_where_both_change_the_same_thing_she_who_comes_last_sees_both_and_chooses(siri):
    campaign, tor = make_campaign("Bærum"), coordinator("Tor", "Bærum")
    siris, tors = form(siri, campaign), form(tor, campaign)
    change(siri, campaign, siris, title="Siris tittel", hour="10")

    shown = change(tor, campaign, tors, title="Tors tittel", contact_phone="12345678")

    campaign.refresh_from_db()
    assert (campaign.title, campaign.contact_phone) == ("Siris tittel", "67 50 00 00")
    assert "Siris tittel" in shown
    assert "Tors tittel" in shown
    asked = filled(shown)
    assert asked["keep-title"] == ["mine"]

    change(tor, campaign, asked, **{"keep-title": "theirs"})

    campaign.refresh_from_db()
    assert (campaign.title, campaign.hour, campaign.contact_phone) == ("Siris tittel", 10, "12345678")


def test_keeping_ones_own_is_a_choice_too(siri):
    campaign, tor = make_campaign("Bærum"), coordinator("Tor", "Bærum")
    siris, tors = form(siri, campaign), form(tor, campaign)
    change(siri, campaign, siris, title="Siris tittel")

    change(tor, campaign, filled(change(tor, campaign, tors, title="Tors tittel")))

    campaign.refresh_from_db()
    assert campaign.title == "Tors tittel"


@pytest.mark.parametrize("base", ["", "[]", "{", '{"title": 1}', "null"])
def test_a_page_that_has_forgotten_what_it_showed_overwrites_nothing_unseen(siri, base):
    campaign = make_campaign("Bærum")
    said = form(siri, campaign) | {"base": base, "revision": "0"}
    Campaign.objects.filter(pk=campaign.pk).update(contact_phone="99", revision=5)

    answer = siri.post(f"{LIST}{campaign.pk}/endring/", said)

    assert answer.status_code in {200, 302}


def test_after_the_start_only_what_is_safe_changes(siri):
    campaign = make_campaign("Bærum")
    said = form(siri, campaign)
    sending.start(campaign, at=timezone.now())

    change(siri, campaign, said | {"named": "on", "hour": "15", "language": "en", "greeting_nb": "Hei!"})

    campaign.refresh_from_db()
    assert (campaign.named, campaign.hour, campaign.language) == (False, 9, "nb")
    assert campaign.greetings == {"nb": "Hei!"}


def test_named_follow_up_is_chosen_before_the_start(siri):
    campaign = make_campaign("Bærum")

    change(siri, campaign, form(siri, campaign), named="on")

    campaign.refresh_from_db()
    assert campaign.named


def test_the_start_tells_who_is_left_out_and_why_and_needs_a_post(siri):
    campaign = make_campaign("Bærum")
    for name in ("kari", "ola", "liv"):
        make_person(campaign, name)
    refusing.refuse(
        "ola@baerum.kommune.no", campaign.municipality, Refusal.Reason.UNSUBSCRIBED, at=timezone.now()
    )

    shown = siri.get(f"/en{LIST}{campaign.pk}/start/").content.decode()
    assert "2 people will be written to" in shown
    assert "1: has unsubscribed" in shown
    campaign.refresh_from_db()
    assert campaign.started_at is None

    siri.post(f"{LIST}{campaign.pk}/start/", {"revision": campaign.revision})
    campaign.refresh_from_db()
    assert campaign.started_at is not None


def make_person(campaign: Campaign, name: str) -> None:
    from baerekraft.campaigns.models import Recipient

    sending.add(campaign, [Recipient(email=f"{name}@baerum.kommune.no", name=name)], at=timezone.now())


def test_a_campaign_by_mail_to_nobody_does_not_start_and_a_poster_does(siri):
    empty, poster = make_campaign("Bærum"), make_campaign("Bærum", way="link")

    for campaign in (empty, poster):
        siri.post(f"{LIST}{campaign.pk}/start/", {"revision": campaign.revision})
        campaign.refresh_from_db()

    assert empty.started_at is None
    assert poster.started_at is not None


def test_a_campaign_that_was_changed_meanwhile_does_not_start_unseen(siri):
    campaign = make_campaign("Bærum", way="link")

    siri.post(f"{LIST}{campaign.pk}/start/", {"revision": campaign.revision - 1})

    campaign.refresh_from_db()
    assert campaign.started_at is None


def test_ended_it_writes_no_more_and_is_copied_as_a_draft_with_its_people(siri):
    kari = make_recipient(email="kari@baerum.kommune.no", unit=unit("Bærum", "Skole"))
    campaign = kari.campaign
    assert siri.get(f"{LIST}{campaign.pk}/slutt/").status_code == 200
    campaign.refresh_from_db()
    assert campaign.ended_at is None

    siri.post(f"{LIST}{campaign.pk}/slutt/")
    siri.post(f"{LIST}{campaign.pk}/kopi/", {"people": "on"})

    campaign.refresh_from_db()
    copied = Campaign.objects.exclude(pk=campaign.pk).get()
    assert campaign.ended_at
    assert (copied.started_at, copied.lessons, copied.code != campaign.code) == (None, campaign.lessons, True)
    assert list(copied.recipients.values_list("email", "unit__name", "next_at")) == [
        ("kari@baerum.kommune.no", "Skole", None)
    ]


def test_a_draft_is_deleted_and_what_has_started_is_not(siri):
    draft, going = make_campaign("Bærum"), make_recipient().campaign

    siri.post(f"{LIST}{draft.pk}/sletting/")
    siri.post(f"{LIST}{going.pk}/sletting/")

    assert list(Campaign.objects.all()) == [going]


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
@pytest.mark.parametrize("way", ["lessons", "invitation"])
def test_the_mail_is_seen_as_it_will_look_and_sent_to_oneself_only_by_asking(siri, way, language):
    campaign = make_campaign("Bærum", way=way, greetings={"en": "Dear colleagues <b>!"})
    there = f"{LIST}{campaign.pk}/brev/"

    page = siri.get(there, {"mal": language}).content.decode()
    frame = siri.get(f"{there}vist/", {"mal": language})
    assert f"mal={language}" in page
    assert "sandbox" in frame["Content-Security-Policy"]
    assert frame["X-Frame-Options"] == "SAMEORIGIN"
    assert ("Dear colleagues &lt;b&gt;!" in frame.content.decode()) == (language == "en")
    assert letters_to("siri@example.no")[1:] == []

    siri.post(f"{there}til-meg/", {"mal": language})
    assert letters_to("siri@example.no")[-1].language == language
    assert not campaign.recipients.exists()


def test_a_sample_reminder_can_be_seen(siri):
    campaign = make_campaign("Bærum")

    assert siri.get(f"{LIST}{campaign.pk}/brev/?slag=reminder&nr=2").status_code == 200
    assert siri.get(f"{LIST}{campaign.pk}/brev/?slag=<x>&nr=99999&mal=de").status_code == 200


def test_link_code_and_poster_are_there(siri):
    campaign = make_campaign("Bærum", code="k7m2")
    there = f"{LIST}{campaign.pk}/"

    assert "/k/baerum/inn/k7m2/" in siri.get(f"{there}lenke/").content.decode()
    assert siri.get(f"{there}qr.svg").content.startswith(b"<?xml")
    assert siri.get(f"{there}qr.png").content.startswith(b"\x89PNG")
    assert siri.get(f"{there}plakat-a3.pdf").content.startswith(b"%PDF")
    assert siri.get(f"{there}plakat-a2.pdf").status_code == 404


def test_reading_pages_changes_nothing(siri):
    campaign = make_recipient().campaign
    before = (list(Campaign.objects.values()), list(campaign.recipients.values()), Outgoing.objects.count())

    for name in (
        "campaign",
        "campaign-edit",
        "campaign-start",
        "campaign-end",
        "letter",
        "letter-shown",
        "people",
    ):
        siri.get(reverse(f"insight:{name}", kwargs={"municipality": "baerum", "pk": campaign.pk}))

    assert (
        list(Campaign.objects.values()),
        list(campaign.recipients.values()),
        Outgoing.objects.count(),
    ) == before


def test_dates_after_the_last_day_are_told_as_not_going_out(siri):
    soon = timezone.localdate() + timedelta(days=10)
    campaign = make_campaign("Bærum", ends_on=soon)

    shown = siri.get(f"/en{LIST}{campaign.pk}/").content.decode()
    assert "the last day comes first" in shown


def test_a_going_campaign_can_be_changed_although_one_of_its_lessons_is_withdrawn(siri):
    campaign = make_campaign("Bærum", lessons=["del-1/finnes-ikke-lenger"])
    sending.start(campaign, at=timezone.now())

    change(siri, campaign, form(siri, campaign), contact_name="Tor Hagen")

    campaign.refresh_from_db()
    assert (campaign.contact_name, campaign.lessons) == ("Tor Hagen", ["del-1/finnes-ikke-lenger"])
