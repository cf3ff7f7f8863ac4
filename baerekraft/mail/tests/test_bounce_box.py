"""Reading the mailbox of what came back: a folder, and IMAP over a real connection."""

from datetime import UTC, datetime

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command
from django_tasks_db.models import DBTaskResult

from baerekraft.mail import bounce_box, deliveries, messages, tasks
from baerekraft.mail.models import Outgoing
from baerekraft.mail.tests import imap as mailboxes
from baerekraft.mail.tests.test_bounces import news, report  # noqa: F401

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 9, 8, 12, tzinfo=UTC)


@pytest.fixture
def outgoing(postbox) -> Outgoing:
    posted = messages.post(
        "mail/trial.html",
        to="kari@baerum.example.no",
        context={},
        language="en",
        key="campaign-7-lesson-1",
        bulk=True,
    )
    deliveries.attempt(posted.pk, at=NOON)
    return posted


@pytest.fixture
def mailbox():
    with mailboxes.opened() as box:
        yield box


def test_reports_in_an_imap_mailbox_are_read_once_and_left_alone(mailbox, outgoing, news):  # noqa: F811
    mailbox.deliver(b"Subject: Spam\r\n\r\nHei")
    mailbox.deliver(report("postfix", outgoing.message_id))

    assert bounce_box.read(mailbox.url, at=NOON) == 1
    assert bounce_box.read(mailbox.url, at=NOON) == 0
    mailbox.deliver(report("gmail", outgoing.message_id))
    assert bounce_box.read(mailbox.url, at=NOON) == 1

    assert len(news) == 2
    assert not any(word in str(mailbox.asked) for word in ("STORE", "EXPUNGE", "SELECT", "COPY", "MOVE"))
    assert str(mailbox.asked).count("FETCH") == 3


def test_a_mailbox_that_was_made_anew_is_read_from_the_start(mailbox, outgoing, news):  # noqa: F811
    mailbox.deliver(report("postfix", outgoing.message_id))
    bounce_box.read(mailbox.url, at=NOON)
    mailbox.validity = 2

    assert bounce_box.read(mailbox.url, at=NOON) == 1


def test_a_wrong_password_is_told(mailbox, settings):
    settings.MAIL_BOUNCES = mailbox.url.replace("hemme", "feil")

    with pytest.raises(CommandError, match="who are you"):
        call_command("read_bounces")


def test_a_folder_is_read_and_put_with_what_has_been_read(tmp_path, settings, outgoing, news, capsys):  # noqa: F811
    for name in ("new", "cur", "tmp"):
        (tmp_path / name).mkdir()
    (tmp_path / "new" / "1788850807.M1.mail").write_bytes(report("microsoft365", outgoing.message_id))
    (tmp_path / "new" / "1788850808.M2.mail").write_bytes(b"\xff" * 2_000_000)
    settings.MAIL_BOUNCES = f"maildir://{tmp_path}"

    call_command("read_bounces")
    call_command("read_bounces")

    assert capsys.readouterr().out.splitlines() == ["1 reports about our mail", "0 reports about our mail"]
    assert len(news) == 1
    assert sorted(file.name for file in (tmp_path / "cur").iterdir()) == [
        "1788850807.M1.mail:2,S",
        "1788850808.M2.mail:2,S",
    ]


@pytest.mark.parametrize("url", ["pop3://host/", "maildir:", "imaps:///INBOX"])
def test_another_kind_of_mailbox_is_told(url):
    with pytest.raises(ImproperlyConfigured, match="MAIL_BOUNCES"):
        bounce_box.read(url, at=NOON)


def test_the_worker_reads_it_every_ten_minutes_where_it_is_set(mailbox, settings):
    DBTaskResult.objects.all().delete()
    tasks.resume()
    tasks.read_bounces.call()
    assert not DBTaskResult.objects.exists()

    settings.MAIL_BOUNCES = mailbox.url
    tasks.resume()
    tasks.read_bounces.call()

    assert DBTaskResult.objects.filter(task_path=tasks.read_bounces.module_path).count() == 1
