"""Siri looks after webhooks and record stores in the editor; nobody else may see them."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from baerekraft.accounts.models import Role
from baerekraft.accounts.tests.factories import make_staff, sign_in
from baerekraft.interop import sealing
from baerekraft.interop.tests.peers import Answer, peer
from baerekraft.interop.webhooks import delivering
from baerekraft.interop.webhooks import staff as webhooks_staff
from baerekraft.interop.webhooks.models import Delivery, Webhook
from baerekraft.interop.xapi import staff as stores_staff
from baerekraft.interop.xapi.models import Lrs
from baerekraft.learners.tests.factories import make_learner
from baerekraft.records.tests.factories import make_part_done

pytestmark = pytest.mark.django_db
WEBHOOKS, STORES = "/redaksjon/koblinger/webhooks/", "/redaksjon/koblinger/lrs/"
HR = {"name": "HR i Bærum", "url": "https://hr.example.no/hook", "kinds": ["part.completed"]}
STORE = {"name": "Lageret", "endpoint": "https://lrs.example.no/xapi", "key": "k", "secret": "s3cr3t"}


@pytest.fixture
def siri() -> Client:
    return sign_in(Client(), make_staff("Siri", Role.ADMINISTRATOR))


def page(response: Any) -> str:
    assert response.status_code == 200
    return str(response.content.decode())


def test_siri_adds_a_webhook_and_sees_its_secret_once(siri: Client):
    response = siri.post(WEBHOOKS, HR)

    [secret] = re.findall(r"whsec_[A-Za-z0-9+/=]+", page(response))
    assert "no-store" in response["Cache-Control"]
    webhook = Webhook.objects.get()
    assert sealing.unseal(webhook.sealed_secret) == secret
    for address in (WEBHOOKS, reverse("webhook", args=[webhook.pk])):
        again = page(siri.get(address))
        assert "HR i Bærum" in again
        assert "whsec_" not in again


@pytest.mark.parametrize(
    "wrong",
    [
        {"url": "https://127.0.0.1/"},
        {"url": "http://hr.example.no/"},
        {"url": "hr.example.no"},
        {"url": ""},
        {"url": "https://hr.example.no/" + "a" * 2_000},
        {"name": ""},
        {"name": "a" * 81},
        {"kinds": []},
        {"kinds": ["everything"]},
        {"kinds": ["ping"]},
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_added(siri: Client, wrong: dict[str, Any]):
    assert "whsec_" not in page(siri.post(WEBHOOKS, HR | wrong))
    assert not Webhook.objects.exists()


def test_the_same_address_twice_is_said(siri: Client):
    siri.post(WEBHOOKS, HR)

    assert "whsec_" not in page(siri.post(WEBHOOKS, HR))
    assert Webhook.objects.count() == 1


def test_siri_tries_it_sees_what_was_answered_and_sends_it_again(siri: Client, settings: Any):
    settings.OUTGOING_PRIVATE = True
    with peer(lambda _sent: Answer(500, b"<script>alert(1)</script>")) as hr:
        siri.post(WEBHOOKS, HR | {"url": f"{hr.url}/hook"})
        here = reverse("webhook", args=[Webhook.objects.get().pk])
        siri.post(f"{here}proving/")
        delivering.deliver(at=timezone.now())

        shown = page(siri.get(here))
        assert "500" in shown
        assert "<script>alert" not in shown
        assert "&lt;script&gt;alert" in shown

        Delivery.objects.update(given_up_at=timezone.now(), next_at=None)
        hr.judge = lambda _sent: Answer(204)
        siri.post(f"{here}{Delivery.objects.get().pk}/")
        delivering.deliver(at=timezone.now())

    row = Delivery.objects.get()
    assert row.delivered_at
    assert row.given_up_at is None
    page(siri.get(here))


def test_siri_pauses_takes_up_renews_and_removes(siri: Client):
    siri.post(WEBHOOKS, HR)
    webhook = Webhook.objects.get()
    here = reverse("webhook", args=[webhook.pk])
    make_part_done(make_learner("Kari"))

    siri.post(f"{here}pause/")
    webhook.refresh_from_db()
    assert webhook.paused_at
    page(siri.get(here))
    siri.post(f"{here}gjenopptaking/")
    assert Webhook.objects.get().paused_at is None
    assert "whsec_" in page(siri.post(f"{here}hemmelighet/"))
    assert Webhook.objects.get().sealed_secret != webhook.sealed_secret
    siri.post(f"{here}tilbakekalling/")
    assert not Webhook.objects.exists()
    assert not Delivery.objects.exists()


def test_a_delivery_of_another_webhook_is_not_sent_by_this_ones_page(siri: Client):
    siri.post(WEBHOOKS, HR)
    siri.post(WEBHOOKS, HR | {"url": "https://annen.example.no/"})
    make_part_done(make_learner("Kari"))
    one, other = Webhook.objects.order_by("pk")
    theirs = other.deliveries.get()
    Delivery.objects.update(next_at=None)

    assert siri.post(reverse("webhook_replay", args=[one.pk, theirs.pk])).status_code == 404
    theirs.refresh_from_db()
    assert theirs.next_at is None


def test_siri_adds_a_record_store_and_its_secret_is_never_shown(siri: Client):
    siri.post(STORES, STORE | {"endpoint": "https://lrs.example.no/xapi/statements/"})

    lrs = Lrs.objects.get()
    assert lrs.endpoint == "https://lrs.example.no/xapi"
    assert lrs.cursor, "from now on"
    assert "s3cr3t" not in lrs.sealed_secret
    assert "s3cr3t" not in page(siri.get(STORES))


@pytest.mark.parametrize(
    "wrong",
    [{"endpoint": "https://10.0.0.1/"}, {"endpoint": "lrs"}, {"key": ""}, {"secret": ""}, {"name": ""}],
)
def test_a_record_store_that_cannot_be_is_not_added(siri: Client, wrong: dict[str, Any]):
    said = page(siri.post(STORES, STORE | wrong))

    assert "s3cr3t" not in said
    assert not Lrs.objects.exists()


def test_siri_pauses_takes_up_begins_again_and_removes_a_store(siri: Client):
    siri.post(STORES, STORE)
    lrs = Lrs.objects.get()

    siri.post(reverse("record_store_pause", args=[lrs.pk]))
    assert Lrs.objects.get().paused_at
    page(siri.get(STORES))
    siri.post(reverse("record_store_resumption", args=[lrs.pk]))
    assert Lrs.objects.get().paused_at is None
    siri.post(reverse("record_store_beginning", args=[lrs.pk]))
    assert Lrs.objects.get().cursor == ""
    Lrs.objects.update(trouble="503 <b>", resting_until=timezone.now() + timedelta(hours=1), refused=3)
    assert "503 &lt;b&gt;" in page(siri.get(STORES))
    siri.post(reverse("record_store_withdrawal", args=[lrs.pk]))
    assert not Lrs.objects.exists()


def addresses() -> list[str]:
    """Every page and button of both doors, for rows that are there."""
    webhook = Webhook.objects.create(
        name="HR",
        url="https://hr.example.no/",
        kinds=[],
        sealed_secret=sealing.seal("x"),
        made_at=timezone.now(),
    )
    now = timezone.now()
    delivery = webhook.deliveries.create(kind="ping", data={}, happened_at=now, tried_since=now)
    lrs = Lrs.objects.create(
        name="L", endpoint="https://l.example.no/", key="k", sealed_secret="", made_at=timezone.now()
    )
    values = {"pk": webhook.pk, "delivery": delivery.pk}
    found = []
    for pattern in (*webhooks_staff.ADDRESSES, *stores_staff.ADDRESSES):
        own = values | ({"pk": lrs.pk} if "lrs" in str(pattern.pattern) else {})
        wanted = pattern.pattern.converters
        found.append(reverse(pattern.name, kwargs={name: own[name] for name in wanted}))
    assert len(found) == 13
    return found


@pytest.mark.parametrize("role", [Role.EDITOR, None])
def test_nobody_but_an_administrator_sees_or_does_anything(role: Role | None):
    client = sign_in(Client(), make_staff("Ola", role)) if role else Client()
    places = addresses()
    before = (list(Webhook.objects.values()), list(Lrs.objects.values()), list(Delivery.objects.values()))

    for address in places:
        for response in (client.get(address), client.post(address, HR | STORE)):
            assert response.status_code in {302, 403, 405}
            assert "hr.example.no" not in response.content.decode()

    assert before == (
        list(Webhook.objects.values()),
        list(Lrs.objects.values()),
        list(Delivery.objects.values()),
    )


def test_looking_changes_nothing(siri: Client):
    places = addresses()
    before = (list(Webhook.objects.values()), list(Lrs.objects.values()), list(Delivery.objects.values()))

    assert {siri.get(address).status_code for address in places} == {200, 405}

    assert before == (
        list(Webhook.objects.values()),
        list(Lrs.objects.values()),
        list(Delivery.objects.values()),
    )
