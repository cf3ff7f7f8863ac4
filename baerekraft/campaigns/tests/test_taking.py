"""Tor coordinates Hol and brings in his people."""

import time
from datetime import timedelta

import pytest
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from baerekraft.accounts.models import Role, User
from baerekraft.accounts.tests.factories import make_staff
from baerekraft.campaigns import judging, refusing, sending, taking
from baerekraft.campaigns.models import Campaign, PeopleFile, Recipient, Refusal
from baerekraft.campaigns.tests.factories import make_campaign
from baerekraft.municipalities.models import Unit

pytestmark = pytest.mark.django_db
State = PeopleFile.State


@pytest.fixture
def tor() -> User:
    return make_staff("Tor", Role.COORDINATOR, "Hol")


@pytest.fixture
def campaign(tor: User) -> Campaign:
    return make_campaign("Hol")


def bring(campaign: Campaign, text: str, tor: User) -> PeopleFile:
    file = taking.keep(campaign, name="liste.csv", content=text.encode(), by=tor, at=timezone.now())
    file.refresh_from_db()
    return file


def take(
    campaign: Campaign, text: str, tor: User, *, units: bool = False, elsewhere: bool = False
) -> PeopleFile:
    file = bring(campaign, text, tor)
    taking.begin(file, units=units, elsewhere=elsewhere)
    file.refresh_from_db()
    return file


def addresses(campaign: Campaign) -> list[str]:
    return list(campaign.recipients.order_by("email").values_list("email", flat=True))


def test_the_dry_run_takes_in_nobody(campaign, tor):
    file = bring(campaign, "e-post\nkari@hol.kommune.no\nola\n", tor)

    assert (file.state, file.counts["people"], file.counts["faults"]) == (State.READ, 1, {"invalid": 1})
    assert addresses(campaign) == []


def test_those_who_may_be_written_to_are_taken_in(campaign, tor):
    refusing.refuse(
        "per@hol.kommune.no", campaign.municipality, Refusal.Reason.UNSUBSCRIBED, at=timezone.now()
    )
    refusing.refuse("liv@hol.kommune.no", None, Refusal.Reason.BOUNCED, at=timezone.now())

    file = take(
        campaign,
        "e-post;navn\nkari@hol.kommune.no;Kari\nper@hol.kommune.no;Per\nliv@hol.kommune.no;Liv\n"
        "ola@baerum.kommune.no;Ola\n",
        tor,
    )

    assert addresses(campaign) == ["kari@hol.kommune.no"]
    assert file.counts["faults"] == {"unsubscribed": 1, "bounced": 1, "elsewhere": 1}
    assert (file.state, file.counts["taken"], bytes(file.content)) == (State.TAKEN, 1, b"")


def test_another_municipalitys_address_comes_in_by_a_tick_and_an_unsubscribed_one_never(campaign, tor):
    refusing.refuse(
        "per@hol.kommune.no", campaign.municipality, Refusal.Reason.UNSUBSCRIBED, at=timezone.now()
    )

    take(campaign, "e-post\nola@baerum.kommune.no\nper@hol.kommune.no\n", tor, elsewhere=True)

    assert addresses(campaign) == ["ola@baerum.kommune.no"]


def test_an_unknown_unit_is_made_by_a_tick_and_otherwise_left_empty(campaign, tor):
    take(campaign, "e-post;enhet\nkari@hol.kommune.no;Skole\n", tor)
    take(campaign, "e-post;enhet\nola@hol.kommune.no;Teknisk\n", tor, units=True)

    assert list(campaign.municipality.units.values_list("name", flat=True)) == ["Teknisk"]
    assert list(campaign.recipients.order_by("email").values_list("unit__name", flat=True)) == [
        None,
        "Teknisk",
    ]


def test_a_closed_unit_of_the_name_opens_again_by_the_tick(campaign, tor):
    Unit.objects.create(municipality=campaign.municipality, name="Skole", closed_at=timezone.now())

    take(campaign, "e-post;enhet\nkari@hol.kommune.no;skole\n", tor, units=True)

    assert Unit.objects.get(municipality=campaign.municipality).closed_at is None


def test_in_a_units_own_campaign_everybody_belongs_to_it(tor):
    hol = make_campaign("Hol")
    hol.unit = Unit.objects.create(municipality=hol.municipality, name="Skole")
    hol.save()

    take(hol, "e-post;enhet\nkari@hol.kommune.no;Teknisk\n", tor, units=True)

    assert hol.recipients.get().unit == hol.unit
    assert Unit.objects.count() == 1


def test_the_same_list_again_brings_nobody_twice(campaign, tor):
    take(campaign, "e-post\nkari@hol.kommune.no\n", tor)
    file = take(campaign, "e-post\nkari@hol.kommune.no\nola@hol.kommune.no\n", tor)

    assert file.counts["faults"] == {"already": 1}
    assert addresses(campaign) == ["kari@hol.kommune.no", "ola@hol.kommune.no"]


def test_a_worker_that_is_killed_midway_is_taken_up_where_it_was(campaign, tor, monkeypatch):
    file = bring(campaign, "e-post\n" + "".join(f"p{n}@hol.kommune.no\n" for n in range(2_500)), tor)
    took, add = [], sending.add

    def killed(*args, **kwargs):
        if len(took) == 1:
            raise KeyboardInterrupt
        took.append(add(*args, **kwargs))

    monkeypatch.setattr(sending, "add", killed)
    PeopleFile.objects.filter(pk=file.pk).update(state=State.TAKING)
    file.refresh_from_db()
    with pytest.raises(KeyboardInterrupt):
        taking.take(file, at=timezone.now())
    assert campaign.recipients.count() == 1_000

    monkeypatch.setattr(sending, "add", add)
    taking.take_later.call(file.pk)

    file.refresh_from_db()
    assert (file.state, campaign.recipients.count(), file.counts["taken"]) == (State.TAKEN, 2_500, 2_500)


def test_a_long_list_is_done_in_the_background_and_can_be_cancelled(campaign, tor):
    file = bring(campaign, "e-post\n" + "".join(f"person{n}@hol.kommune.no\n" for n in range(3_000)), tor)
    assert file.state == State.READING
    assert DBTaskResult.objects.filter(task_path=taking.read_later.module_path).exists()

    taking.read_later.call(file.pk, "nb")
    file.refresh_from_db()
    taking.begin(file, units=False, elsewhere=False)
    file.refresh_from_db()
    file.cancel(at=timezone.now())
    taking.take_later.call(file.pk)

    file.refresh_from_db()
    assert (file.state, campaign.recipients.count(), bytes(file.content)) == (State.CANCELLED, 0, b"")


def test_undone_it_takes_out_only_those_who_have_not_been_written_to(campaign, tor):
    file = take(campaign, "e-post\nkari@hol.kommune.no\nola@hol.kommune.no\n", tor)
    take(campaign, "e-post\nliv@hol.kommune.no\n", tor)
    Recipient.objects.filter(email="kari@hol.kommune.no").update(sent=1, sent_at=timezone.now())

    assert taking.undo(file, at=timezone.now()) == 1
    assert addresses(campaign) == ["kari@hol.kommune.no", "liv@hol.kommune.no"]


def test_newcomers_in_a_campaign_that_goes_get_the_next_mail_of_the_plan(campaign, tor):
    sending.start(campaign, at=timezone.now())

    take(campaign, "e-post\nkari@hol.kommune.no\n", tor)

    assert campaign.recipients.get().next_at is not None


def test_what_a_list_said_is_forgotten_a_day_later(campaign, tor):
    read = bring(campaign, "e-post\nkari@hol.kommune.no\nola\n", tor)
    taken = take(campaign, "e-post\nliv@hol.kommune.no\nper\n", tor)

    PeopleFile.sweep(at=timezone.now() + timedelta(days=2))

    read.refresh_from_db()
    taken.refresh_from_db()
    assert (read.state, bytes(read.content), read.faults) == (State.CANCELLED, b"", [])
    assert (taken.state, taken.faults) == (State.TAKEN, [])
    assert addresses(campaign) == ["liv@hol.kommune.no"]


def test_a_subdomain_belongs_where_its_domain_does(campaign, tor):
    file = bring(campaign, "e-post\nkari@skole.hol.kommune.no\nola@skole.baerum.kommune.no\n", tor)

    assert (file.counts["people"], file.counts["elsewhere"]) == (1, 1)
    assert file.faults[0]["value"] == "ola@skole.baerum.kommune.no (Bærum)"


def test_fifty_thousand_people_come_in_within_half_a_minute(campaign, tor):
    lines = "".join(
        f"Kari Nes {n};kari.nes{n}@hol.kommune.no;Enhet {n % 40};ansatt;nynorsk\n" for n in range(50_000)
    )
    # The time that this process works, so that what else the machine does is not counted.
    began = time.process_time()
    file = bring(campaign, "navn;e-post;enhet;rolle;språk\n" + lines, tor)
    taking.read_later.call(file.pk, "nb")
    file.refresh_from_db()
    taking.begin(file, units=True, elsewhere=False)
    taking.take_later.call(file.pk)
    took = time.process_time() - began

    assert campaign.recipients.count() == 50_000
    assert len(judging.units_by_name(campaign) or {}) == 40
    assert took < 30
