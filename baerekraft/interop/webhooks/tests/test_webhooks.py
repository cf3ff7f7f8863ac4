"""The HR system of Bærum is told what happens here, and can trust what it is told."""

import base64
import hmac
import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from baerekraft.assessments import finalising
from baerekraft.assessments.collection import publishing
from baerekraft.assessments.models import Assessment
from baerekraft.assessments.tests.factories import goals, make_assessment
from baerekraft.catalog import shelf
from baerekraft.interop import outgoing, pseudonyms, sealing
from baerekraft.interop.tests.peers import Answer, Peer, Sent, peer
from baerekraft.interop.webhooks import delivering, keeping, tasks, telling
from baerekraft.interop.webhooks.delivering import PATIENCE
from baerekraft.interop.webhooks.keeping import NotAdded
from baerekraft.interop.webhooks.models import CHOSEN, Delivery, DeliveryQuerySet, Webhook
from baerekraft.learners import erasure, own_data, proofs
from baerekraft.learners.tests.factories import make_learner
from baerekraft.records.models import PartCompletion
from baerekraft.records.tests.factories import make_part_done

pytestmark = pytest.mark.django_db
DOCUMENTATION = Path(__file__).parents[4] / "docs" / "webhooks.md"


@pytest.fixture(autouse=True)
def open_house(settings: Any) -> None:
    """The other systems of these tests are on this machine."""
    settings.OUTGOING_PRIVATE = True


def add(target: Peer | str, **more: Any) -> tuple[Webhook, str]:
    url = target if isinstance(target, str) else f"{target.url}/hook"
    kinds = more.pop("kinds", [kind.value for kind in CHOSEN])
    return keeping.add(url, name="HR", kinds=kinds, at=timezone.now(), **more)


def told(target: Peer, kind: str) -> list[dict[str, Any]]:
    return [sent.json["data"] for sent in target.sent if sent.json["type"] == kind]


def deliver(**later: int) -> None:
    delivering.deliver(at=timezone.now() + timedelta(**later))


def make_report(**more: Any) -> tuple[Assessment, Any]:
    assessment = make_assessment(
        goals({11: "positive"}, reason="Kortere vei"),
        case__title="Fortetting ved stasjonen",
        case__kind="plan",
        case__municipality="baerum",
        **more,
    )
    return assessment, finalising.finish(assessment, by="Kari", at=timezone.now())


# --- What is told -------------------------------------------------------------------------------------------


def test_kari_completes_part_one_and_hr_is_told_that_somebody_has():
    kari = make_learner("Kari", municipality="Bærum", proven=True)
    with peer() as hr:
        webhook, _secret = add(hr)
        make_part_done(kari)
        assert hr.sent == [], "the answer does not wait for it"
        deliver()

    certificate = kari.certificates.get()
    today = timezone.localdate().isoformat()
    name = pseudonyms.of(kari.pk, at=f"webhook-{webhook.pk}")
    assert told(hr, "part.completed") == [
        {"learner": name, "part": "del-1", "course": shelf.now().courses[0].slug, "day": today}
    ]
    assert told(hr, "certificate.issued") == [
        {"code": certificate.code, "part": "del-1", "language": "nb", "day": today}
    ]
    everything = b"".join(sent.body for sent in hr.sent).decode()
    for hers in ("Kari", "kari@", "Bærum", "baerum", str(kari.pk), kari.pk.hex):
        assert hers not in everything


def test_what_is_told_is_written_with_the_fact_or_not_at_all():
    kari = make_learner("Kari")
    add("http://127.0.0.1:1/hook")

    with transaction.atomic():
        make_part_done(kari)
        assert Delivery.objects.exists()
        transaction.set_rollback(True)

    assert not PartCompletion.objects.exists()
    assert not Delivery.objects.exists()


def test_a_round_is_booked_with_it():
    add("http://127.0.0.1:1/hook")
    make_part_done(make_learner("Kari"))

    assert DBTaskResult.objects.filter(task_path=tasks.deliver.module_path).count() == 1


def test_two_systems_know_kari_by_different_names():
    with peer() as hr, peer() as other:
        add(hr)
        add(other)
        make_part_done(make_learner("Kari"))
        deliver()

    assert told(hr, "part.completed")[0]["learner"] != told(other, "part.completed")[0]["learner"]


def test_a_system_is_told_only_what_it_asked_for():
    with peer() as hr:
        add(hr, kinds=["certificate.issued"])
        make_part_done(make_learner("Kari"))
        make_report()
        deliver()

    assert {sent.json["type"] for sent in hr.sent} == {"certificate.issued"}


def test_a_final_check_that_is_nobody_elses_is_told_without_its_words():
    with peer() as archive:
        add(archive)
        make_report()
        deliver()

    assert told(archive, "assessment.finalised") == [
        {
            "kind": "plan",
            "municipality": "baerum",
            "version": 1,
            "language": "nb",
            "day": timezone.localdate().isoformat(),
        }
    ]
    assert b"Fortetting" not in b"".join(sent.body for sent in archive.sent)


def test_a_check_that_its_author_shows_is_told_with_its_public_address():
    now = timezone.now()
    assessment, report = make_report()
    Assessment.objects.filter(pk=assessment.pk).update(email_proven_at=now)
    shown = publishing.publish(report, names=False, at=now)
    with peer() as archive:
        add(archive)
        finalising.reopen(assessment, at=now)
        finalising.finish(assessment, by="Kari", at=now)
        deliver()
        publishing.withdraw(shown, at=now)
        finalising.reopen(assessment, at=now)
        finalising.finish(assessment, by="Kari", at=now)
        deliver()

    first, second = told(archive, "assessment.finalised")
    assert first["published"] == {"title": "Fortetting ved stasjonen", "id": shown.slug}
    assert "published" not in second, "withdrawn, it is nobody else's again"


# --- That it is ours ----------------------------------------------------------------------------------------


def is_ours(sent: Sent, secret: str) -> bool:
    """By the letter of Standard Webhooks, written without our own module."""
    key = base64.b64decode(secret.removeprefix("whsec_"))
    signed = f"{sent.headers['webhook-id']}.{sent.headers['webhook-timestamp']}.".encode() + sent.body
    expected = base64.b64encode(hmac.new(key, signed, "sha256").digest()).decode()
    return sent.headers["webhook-signature"] == f"v1,{expected}"


def test_a_message_is_signed_and_says_who_it_is_and_when():
    with peer() as hr:
        _webhook, secret = add(hr)
        make_part_done(make_learner("Kari"))
        deliver()

    assert len(base64.b64decode(secret.removeprefix("whsec_"))) == 32
    for sent in hr.sent:
        assert is_ours(sent, secret)
        assert not is_ours(sent, "whsec_" + base64.b64encode(b"0" * 32).decode())
        assert abs(int(sent.headers["webhook-timestamp"]) - timezone.now().timestamp()) < 60
        assert sent.headers["Content-Type"] == "application/json"
    assert len({sent.headers["webhook-id"] for sent in hr.sent}) == len(hr.sent) == 2


def test_the_example_in_the_documentation_tells_true_from_false():
    code = next(
        block
        for block in re.findall(r"```python\n(.*?)```", DOCUMENTATION.read_text(), re.DOTALL)
        if "webhook-signature" in block
    )
    example: dict[str, Any] = {}
    exec(code, example)
    with peer() as hr:
        _webhook, secret = add(hr)
        make_part_done(make_learner("Kari"))
        deliver()
    sent = hr.sent[0]

    assert example["read"](sent.headers, sent.body, secret) == sent.json
    old = {**sent.headers, "webhook-timestamp": str(int(sent.headers["webhook-timestamp"]) - 600)}
    unsigned = {**sent.headers, "webhook-signature": "v1,AAAA v0,x"}
    for headers, body in [(old, sent.body), (unsigned, sent.body), (sent.headers, sent.body + b" ")]:
        with pytest.raises(ValueError, match="not from"):
            example["read"](headers, body, secret)
    two = {**sent.headers, "webhook-signature": f"v1,AAAA {sent.headers['webhook-signature']}"}
    assert example["read"](two, sent.body, secret)


def test_the_secret_lies_in_no_table_as_it_is():
    webhook, secret = add("http://127.0.0.1:1/hook")

    assert secret not in webhook.sealed_secret
    assert sealing.unseal(webhook.sealed_secret) == secret


def test_a_changed_key_of_the_installation_pauses_instead_of_signing_wrongly(settings: Any):
    with peer() as hr:
        webhook, _secret = add(hr)
        make_part_done(make_learner("Kari"))
        settings.SECRET_KEY = "another one altogether"
        deliver()
        assert hr.sent == []
        webhook.refresh_from_db()
        assert webhook.paused_at

        secret = keeping.renew_secret(webhook)
        keeping.take_up(webhook, at=timezone.now())
        deliver()
    assert len(hr.sent) == 2
    assert all(is_ours(sent, secret) for sent in hr.sent)


# --- When it does not arrive --------------------------------------------------------------------------------


def test_what_fails_is_tried_again_with_the_same_id_until_it_arrives():
    with peer(lambda _sent: Answer(500, b"<h1>Oi</h1>" * 100)) as hr:
        add(hr, kinds=["part.completed"])
        make_part_done(make_learner("Kari"))
        deliver()
        row = Delivery.objects.get()
        assert (row.status, row.tries, row.delivered_at) == (500, 1, None)
        assert row.answer == ("<h1>Oi</h1>" * 100)[:200]
        deliver()
        assert len(hr.sent) == 1, "not at once"

        hr.judge = lambda _sent: Answer(204)
        deliver(minutes=1)

    row.refresh_from_db()
    assert row.delivered_at
    assert row.next_at is None
    assert len({sent.headers["webhook-id"] for sent in hr.sent}) == 1
    assert hr.sent[0].body == hr.sent[1].body


def test_after_three_days_it_is_given_up_and_shown_and_staff_can_send_it_again():
    with peer(lambda _sent: Answer(500)) as hr:
        add(hr, kinds=["part.completed"])
        make_part_done(make_learner("Kari"))
        for hour in range(0, 100):
            deliver(hours=hour)
        tries = len(hr.sent)
        row = Delivery.objects.get()
        assert row.given_up_at
        assert row.next_at is None
        assert 8 <= tries <= 20

        hr.judge = lambda _sent: Answer()
        delivering.again(row, at=timezone.now())
        deliver()

    row.refresh_from_db()
    assert row.delivered_at
    assert row.given_up_at is None
    assert hr.sent[0].headers["webhook-id"] == hr.sent[-1].headers["webhook-id"]


def never(target: Peer) -> Any:
    """Takes the message and says nothing."""

    def judge(_sent: Sent) -> Answer:
        target.gone.wait()
        return Answer()

    return judge


def test_one_that_never_answers_does_not_hold_the_others(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(delivering, "SECONDS", 0.5)
    with peer() as dead, peer() as hr:
        dead.judge = never(dead)
        silent, _secret = add(dead)
        add(hr)
        for name in ("Kari", "Ola", "Amina"):
            make_part_done(make_learner(name))

        deliver()

        assert len(hr.sent) == 6
        assert len(dead.sent) == 1, "one try, and then it rests"
        silent.refresh_from_db()
        assert silent.resting_until
        deliver()
        assert len(dead.sent) == 1
        deliver(minutes=2)
        assert len(dead.sent) == 2
    first = silent.resting_until
    silent.refresh_from_db()
    assert silent.resting_until > first, "longer each time"


def test_one_that_has_been_silent_for_three_days_is_not_told_old_news():
    with peer() as gone:
        add(gone, kinds=["part.completed"])
    make_part_done(make_learner("Kari"))
    make_part_done(make_learner("Ola"))
    Delivery.objects.update(tried_since=timezone.now() - PATIENCE)

    deliver()

    assert Delivery.objects.exclude(given_up_at=None).count() == 2
    assert {row.status for row in Delivery.objects.all()} == {None}


@pytest.mark.parametrize("status", [429, 502, 503, 504])
def test_one_that_says_not_now_is_left_alone_for_a_while(status: int):
    with peer(lambda _sent: Answer(status)) as hr:
        add(hr)
        make_part_done(make_learner("Kari"))
        deliver()
        deliver()

    assert len(hr.sent) == 1


def test_one_that_says_gone_is_not_called_any_more():
    with peer(lambda _sent: Answer(410)) as hr:
        webhook, _secret = add(hr, kinds=["part.completed"])
        make_part_done(make_learner("Kari"))
        deliver()
        deliver(days=1)

    webhook.refresh_from_db()
    assert webhook.paused_at
    assert len(hr.sent) == 1


def test_a_message_that_is_refused_does_not_hold_the_next():
    with peer(lambda sent: Answer(400 if sent.json["type"] == "part.completed" else 200)) as hr:
        add(hr)
        make_part_done(make_learner("Kari"))
        deliver()

    assert {sent.json["type"] for sent in hr.sent} == {"part.completed", "certificate.issued"}
    assert Delivery.objects.exclude(delivered_at=None).count() == 1


def test_a_redirect_is_not_followed_into_the_house():
    with peer() as house, peer() as hr:
        hr.judge = lambda _sent: Answer(307, headers={"Location": house.url})
        add(hr, kinds=["part.completed"])
        make_part_done(make_learner("Kari"))
        deliver()

    assert house.sent == []
    assert Delivery.objects.get().status == 307


def test_a_huge_answer_is_not_read():
    with peer(lambda _sent: Answer(200, b"\x00x" * 5_000_000)) as hr:
        add(hr, kinds=["part.completed"])
        make_part_done(make_learner("Kari"))
        deliver()

    row = Delivery.objects.get()
    assert row.delivered_at
    assert row.answer == "x" * 200


@pytest.mark.parametrize("url", ["https://127.0.0.1/", "http://example.no/", "https://10.0.0.1:8000/", "x"])
def test_nobody_adds_an_address_inside_the_house(settings: Any, url: str):
    settings.OUTGOING_PRIVATE = False

    with pytest.raises(outgoing.Refused):
        add(url)
    assert not Webhook.objects.exists()


HOSTILE = {
    "no address at all": "https://[v1.x]/",
    "a name that is none": "https://\u2665\ufe0f.example.no/",
    "nothing": "",
}


@pytest.mark.parametrize("url", HOSTILE.values(), ids=HOSTILE.keys())
def test_an_address_that_cannot_be_read_does_not_hold_the_others(url: str):
    with peer() as hr, peer() as last:
        bad, _secret = add("http://127.0.0.1:1/hook", kinds=["part.completed"])
        add(hr, kinds=["part.completed"])
        add(last, kinds=["part.completed"])
        Webhook.objects.filter(pk=bad.pk).update(url=url)
        make_part_done(make_learner("Kari"))
        deliver()

    assert len(hr.sent) == len(last.sent) == 1
    assert Delivery.objects.get(webhook=bad).answer


def test_a_fault_that_nobody_thought_of_does_not_hold_the_others(monkeypatch: pytest.MonkeyPatch):
    real = delivering.beginning

    def beginning(answer: Any) -> str:
        if answer.status_code == 299:
            raise RuntimeError("half\x00way")
        return real(answer)

    monkeypatch.setattr(delivering, "beginning", beginning)
    with peer(lambda _sent: Answer(299)) as odd, peer() as hr:
        bad, _secret = add(odd, kinds=["part.completed"])
        add(hr, kinds=["part.completed"])
        make_part_done(make_learner("Kari"))
        deliver()

    assert len(hr.sent) == 1
    assert Delivery.objects.get(webhook=bad).answer == "halfway"


def test_what_is_erased_while_a_round_begins_does_not_hold_the_others(monkeypatch: pytest.MonkeyPatch):
    with peer() as hr, peer() as last:
        emptied, _secret = add(hr, kinds=["part.completed"])
        add(last, kinds=["part.completed"])
        make_part_done(make_learner("Kari"))
        due = DeliveryQuerySet.due
        monkeypatch.setattr(DeliveryQuerySet, "due", lambda rows, at: due(rows, at).exclude(webhook=emptied))
        deliver()

    assert hr.sent == []
    assert len(last.sent) == 1


def test_an_address_that_came_to_lead_inside_is_not_called(settings: Any):
    with peer() as house:
        add(house, kinds=["part.completed"])
        make_part_done(make_learner("Kari"))
        settings.OUTGOING_PRIVATE = False
        deliver()

    assert house.sent == []
    assert Delivery.objects.get().answer


def test_two_webhooks_to_one_address_are_one_too_many():
    add("http://127.0.0.1:1/hook")

    with pytest.raises(NotAdded):
        add("http://127.0.0.1:1/hook")


# --- Pausing, and time --------------------------------------------------------------------------------------


def test_what_happens_in_a_pause_is_told_after_it():
    with peer() as hr:
        webhook, _secret = add(hr, kinds=["part.completed"])
        keeping.pause(webhook, at=timezone.now())
        make_part_done(make_learner("Kari"))
        deliver(days=5)
        assert hr.sent == []

        keeping.take_up(webhook, at=timezone.now())
        deliver()

    assert len(hr.sent) == 1


def test_a_test_message_goes_to_the_one_it_is_for():
    with peer() as hr, peer() as other:
        webhook, _secret = add(hr)
        add(other)
        telling.ping(webhook, at=timezone.now())
        deliver()

    assert [sent.json["type"] for sent in hr.sent] == ["ping"]
    assert other.sent == []


def test_after_thirty_days_nobody_can_see_what_was_told():
    add("http://127.0.0.1:1/hook")
    make_part_done(make_learner("Kari"))
    old, new = Delivery.objects.all()
    Delivery.objects.filter(pk=old.pk).update(tried_since=timezone.now() - timedelta(days=31))

    delivering.forget(at=timezone.now())

    assert list(Delivery.objects.all()) == [new]


def test_the_next_round_is_when_somebody_may_be_told():
    assert delivering.next_round() is None
    webhook, _secret = add("http://127.0.0.1:1/hook")
    make_part_done(make_learner("Kari"))
    due = min(Delivery.objects.values_list("next_at", flat=True))
    assert delivering.next_round() == due

    rest = timezone.now() + timedelta(hours=1)
    Webhook.objects.update(resting_until=rest)
    assert delivering.next_round() == rest
    keeping.pause(webhook, at=timezone.now())
    assert delivering.next_round() is None


# --- People -------------------------------------------------------------------------------------------------


def test_kari_is_erased_and_nothing_more_is_told_of_her():
    kari = make_learner("Kari")
    with peer() as hr:
        add(hr)
        make_part_done(kari)
        make_part_done(make_learner("Ola"))
        erasure.erase(kari)
        deliver()

    assert len(told(hr, "part.completed")) == 1
    assert Delivery.objects.count() == 2


def test_kari_can_see_what_was_told_of_her():
    kari = make_learner("Kari")
    add("http://127.0.0.1:1/hook")
    make_part_done(kari)

    told_of_her = own_data.section(kari, "webhook_deliveries")

    assert sorted(row["kind"] for row in told_of_her) == ["certificate.issued", "part.completed"]
    assert {row["to"] for row in told_of_her} == {"HR"}
    assert own_data.section(make_learner("Ola"), "webhook_deliveries") == []


def test_what_was_told_follows_kari_to_her_earlier_entry():
    add("http://127.0.0.1:1/hook")
    earlier = make_learner("Kari", proven=True)
    entry = make_learner("Kari", email=earlier.email)
    make_part_done(entry)

    proofs.prove(entry, at=timezone.now())

    assert {row.learner_id for row in Delivery.objects.all()} == {earlier.pk}
