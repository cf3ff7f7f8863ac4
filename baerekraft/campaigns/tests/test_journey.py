"""Kari gets a lesson from Bærum by mail, over a real mail server, and goes on from there."""

import html as markup
import re
from datetime import timedelta
from email.message import EmailMessage

import pytest
from django.test import Client
from django.utils import timezone

from baerekraft.campaigns import sending
from baerekraft.campaigns.models import Recipient
from baerekraft.campaigns.tests.factories import make_campaign, make_recipient
from baerekraft.catalog import shelf
from baerekraft.mail import deliveries
from baerekraft.mail.models import Outgoing
from baerekraft.mail.tests.postbox import Postbox
from baerekraft.records.models import Response

pytestmark = pytest.mark.django_db


def posted(postbox: Postbox) -> EmailMessage:
    """What is due goes out, through the queue."""
    for outgoing in Outgoing.objects.waiting():
        deliveries.attempt(outgoing.pk, at=timezone.now())
    return postbox.letters()[-1]


def link_in(letter: EmailMessage, pattern: str) -> str:
    body = letter.get_body(("plain",))
    assert body
    found = re.search(rf"https?://[^/]+(/i-posten/[\w-]+/{pattern})", body.get_content())
    assert found
    return found[1]


def test_kari_answers_from_her_mail_reads_on_and_takes_the_next_now(postbox):
    kari = make_recipient(make_campaign())
    kari.campaign.recipients.update(next_at=timezone.now())
    device = Client(headers={"Sec-Fetch-Site": "same-origin"})

    assert sending.post_due(at=timezone.now()) == 1
    letter = posted(postbox)
    assert letter["To"] == kari.email
    assert shelf.now().lessons[0].title in letter["Subject"]
    stop = letter["List-Unsubscribe"]
    assert re.fullmatch(r"<https?://\S+/stopp/>", stop)

    tapped = link_in(letter, r"1/\?valg=a")
    page = markup.unescape(device.get(tapped).content.decode())
    hidden = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', page))
    answered = device.post(tapped.partition("?")[0], {**hidden, "choice": "a"})
    page = markup.unescape(device.get(answered["Location"]).content.decode())
    assert "Fortsett i leksjonen" in page

    lesson = shelf.now().lessons[0]
    state = device.get(f"/min-side/tilstand/?lesson={lesson.key}").json()
    assert list(state["answers"]) == [Response.objects.get().exercise]

    # Two taps within a minute are one, so she reads first.
    Recipient.objects.update(sent_at=timezone.now() - timedelta(minutes=5))
    device.post(link_in(letter, r"(?=\s)"), {"action": "next"})
    assert shelf.now().lessons[1].title in posted(postbox)["Subject"]
