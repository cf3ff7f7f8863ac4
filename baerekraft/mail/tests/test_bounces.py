"""Mail that comes back: real forms of report, odd ones and forged ones."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from baerekraft.mail import bounces, deliveries, messages, statuses
from baerekraft.mail.messages import MailNotSent
from baerekraft.mail.models import Outgoing, SoftBounce
from baerekraft.mail.signals import bounced

pytestmark = pytest.mark.django_db

FOLDER = Path(__file__).parent / "bounces"
NOON = datetime(2026, 9, 8, 12, tzinfo=UTC)
DAY = timedelta(days=1)
KARI = "kari@baerum.example.no"


@pytest.fixture
def news():
    """What the room above is told."""
    told: list[dict] = []

    def listen(sender, **about):
        told.append(about)

    bounced.connect(listen)
    yield told
    bounced.disconnect(listen)


def sent(postbox, key: str = "campaign-7-lesson-1") -> Outgoing:
    outgoing = messages.post(
        "mail/trial.html", to=KARI, context={"name": "Kari"}, language="en", key=key, bulk=True
    )
    deliveries.attempt(outgoing.pk, at=NOON)
    outgoing.refresh_from_db()
    assert outgoing.sent_at
    return outgoing


def report(name: str, message_id: str) -> bytes:
    return (FOLDER / f"{name}.eml").read_bytes().replace(b"MESSAGE-ID", message_id.encode())


@pytest.mark.parametrize("server", ["postfix", "microsoft365", "gmail"])
def test_an_address_that_does_not_exist_is_told_at_once(postbox, news, server):
    outgoing = sent(postbox)

    assert bounces.take(report(server, outgoing.message_id), at=NOON)

    [one] = news
    assert (one["key"], one["permanent"]) == ("campaign-7-lesson-1", True)
    assert one["message_id"] == outgoing.message_id


def test_nothing_of_karis_address_is_kept_to_know_it_by(postbox):
    outgoing = sent(postbox)

    assert (outgoing.address, outgoing.letter, outgoing.domain) == ("", "", "")
    assert "kari" not in f"{outgoing.key} {outgoing.digest} {outgoing.message_id}"


def test_a_full_mailbox_is_given_five_chances_in_a_month(postbox, news):
    for number in range(1, 6):
        outgoing = sent(postbox, f"campaign-7-lesson-{number}")
        content = report("full", outgoing.message_id).replace(b"4X1YzQ2Zl3z9s@", b"%d@" % number)
        assert bounces.take(content, at=NOON + number * DAY)
        assert bounces.take(content, at=NOON + number * DAY)
        assert bool(news) == (number == 5)

    assert news[0]["permanent"]
    assert SoftBounce.objects.count() == 5


def test_soft_ones_are_forgotten_after_a_month(postbox, news):
    for number in range(1, 9):
        outgoing = sent(postbox, f"campaign-7-lesson-{number}")
        content = report("full", outgoing.message_id).replace(b"4X1YzQ2Zl3z9s@", b"%d@" % number)
        bounces.take(content, at=NOON + number * 10 * DAY)
    bounces.forget(at=NOON + 80 * DAY)

    assert news == []
    assert SoftBounce.objects.count() == 4


def test_mail_that_is_only_late_is_none_of_these(postbox, news):
    assert not bounces.take(report("late", sent(postbox).message_id), at=NOON)
    assert not bounces.take(report("absent", sent(postbox).message_id), at=NOON)
    assert news == []
    assert not SoftBounce.objects.exists()


def test_a_report_without_the_mail_counts_as_a_soft_one(postbox, news):
    outgoing = sent(postbox)

    assert bounces.take(report("without-the-mail", ""), at=NOON)

    assert news == []
    assert SoftBounce.objects.get().digest == outgoing.digest


def test_a_stranger_cannot_silence_kari(postbox, news):
    """Whoever has not seen the mail cannot guess its Message-ID, and an address alone proves nothing."""
    sent(postbox)
    forged = report("postfix", "<0123456789abcdef0123456789abcdef@kurs.example.no>")

    for _again in range(20):
        bounces.take(forged, at=NOON)

    assert news == []
    assert SoftBounce.objects.count() == 1


def test_a_report_about_an_address_that_we_never_wrote_to_is_nothing(postbox, news):
    forged = report("without-the-mail", "").replace(b"kari@baerum", b"ola@halden")
    sent(postbox)

    assert not bounces.take(forged, at=NOON)
    assert not SoftBounce.objects.exists()


@pytest.mark.parametrize(
    "hostile",
    [
        b"",
        b"\x00\xff" * 1000,
        b"Content-Type: multipart/report; boundary=x\n\n" + b"--x\nContent-Type: message/rfc822\n\n" * 5000,
        b"".join(b"Content-Type: multipart/mixed; boundary=%d\n\n--%d\n" % (n, n) for n in range(3000)),
        b"Content-Type: multipart/report; boundary=x; charset=\xff\n\n--x\n"
        b"Content-Type: message/delivery-status\n\n\n\nAction: failed\nFinal-Recipient: \xff\xfe;;;<<>>@@\n--x--",
        b"Content-Type: multipart/report; boundary=x\n\n--x\nContent-Type: message/delivery-status; charset=no-such\n"
        b"Content-Transfer-Encoding: base64\n\n!!!!\n--x\nContent-Type: text/rfc822-headers; charset=klingon\n\nhei\n--x--",
        b"Content-Type: multipart/report; boundary=x\n\n--x\n" + b"A" * 5_000_000,
    ],
)
def test_whatever_anybody_writes_is_read_to_its_end(hostile, news):
    assert not bounces.take(hostile, at=NOON)
    assert news == []


def test_a_huge_report_is_understood_by_its_beginning(postbox, news):
    content = report("microsoft365", sent(postbox).message_id)

    assert bounces.take(content.replace(b"Hei, Kari.", b"Hei, Kari.\n" * 500_000), at=NOON)
    assert len(news) == 1


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        ("550 5.1.1 <kari@baerum.example.no> unknown", 1),
        ("550 No such user", 1),
        ("550 5.7.1 Blocked by policy", 0),
        ("552 5.2.2 Mailbox full", 0),
        ("554 5.7.1 Relay access denied", 0),
    ],
)
def test_a_no_from_the_server_itself_is_told_only_when_it_is_about_the_address(postbox, news, answer, told):
    postbox.refuse_recipients = answer
    outgoing = messages.post(
        "mail/trial.html", to=KARI, context={}, language="en", key="campaign-7-lesson-1", bulk=True
    )
    with pytest.raises(MailNotSent):
        deliveries.attempt(outgoing.pk, at=NOON)

    assert len(news) == told
    assert SoftBounce.objects.count() == 1 - told


@pytest.mark.parametrize(
    ("text", "gone"),
    [
        ("5.1.10 RESOLVER.ADR.RecipientNotFound", True),
        ("5.4.1 Recipient address rejected: Access denied", True),
        ("5.2.1 Mailbox disabled", True),
        ("5.7.606 Access denied, banned sending IP", False),
        ("4.4.7 Message expired", False),
        ("", False),
    ],
)
def test_statuses(text, gone):
    assert statuses.is_gone(text) is gone


def test_erasing_kari_forgets_that_anything_was_sent(postbox):
    sent(postbox)

    deliveries.withdraw("Kari@baerum.example.no")

    assert not Outgoing.objects.exists()
