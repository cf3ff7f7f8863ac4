"""From one template to a message: compose() it, send() it now, or post() it to be delivered with patience.

Posted in bulk it waits for its turn at the receiving domain (decision 32); hasten() lets it go at once after all.

A template is one file with three partials. The text and the subject are plain text: nothing is escaped in them.

    {% load i18n %}
    {% partialdef subject %}{% translate "Your link" %}{% endpartialdef %}
    {% partialdef text %}{% translate "Open this link:" %} {{ url }}{% endpartialdef %}
    {% partialdef html %}
      <p>{% translate "Open this link:" %}</p>
      {% translate "Continue the course" as label %}{% include "mail/base.html#button" with url=url label=label only %}
    {% endpartialdef %}
"""

import re
import secrets
from collections.abc import Iterable, Mapping
from datetime import datetime
from email.utils import parseaddr
from types import MappingProxyType
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.template import Context, Engine
from django.template.loader import get_template
from django.utils import timezone, translation
from django.utils.crypto import salted_hmac

from baerekraft.mail import booking, digests, sending, tasks
from baerekraft.mail.letter import Attachment, Letter
from baerekraft.mail.models import Outgoing
from baerekraft.mail.sending import MailNotSent

__all__ = ["MailNotSent", "compose", "hasten", "post", "put", "send", "stable_id"]

# An address, or a name and an address.
Recipient = str | tuple[str, str]
# File name, content, media type.
File = tuple[str, bytes, str]
NO_HEADERS: Mapping[str, str] = MappingProxyType({})


def send(
    template: str,
    to: Recipient,
    context: Mapping[str, Any],
    *,
    language: str,
    attachments: Iterable[File] = (),
    message_id: str | None = None,
) -> None:
    """Send at once, or raise MailNotSent."""
    sending.send(
        compose(
            template, to, context, language=language, attachments=attachments, message_id=message_id
        ).as_email()
    )


def post(
    template: str,
    *,
    to: Recipient,
    context: Mapping[str, Any],
    language: str,
    key: str,
    attachments: Iterable[File] = (),
    headers: Mapping[str, str] = NO_HEADERS,
    bulk: bool = False,
) -> Outgoing:
    """Put the message in the queue; the same key again is the same message, and changes nothing.

    `bulk`: it waits for its turn at the receiving domain, and its key is kept, to know whose it was if it comes back.
    """
    identity = stable_id(key)
    known = Outgoing.objects.filter(message_id=identity).first()
    if known:
        return known
    letter = compose(
        template,
        to,
        context,
        language=language,
        attachments=attachments,
        message_id=identity,
        headers=headers,
    )
    return _queue(letter, key=key if bulk else "", at=timezone.now())


def put(letter: Letter, *, key: str) -> Outgoing:
    """Put a letter that is already written in the queue of mail in turns: its Message-ID again is the same message.

    Raises MailNotSent when there is no such address.
    """
    _check(letter.address)
    known = Outgoing.objects.filter(message_id=letter.message_id).first()
    return known or _queue(letter, key=key, at=timezone.now())


@transaction.atomic
def _queue(letter: Letter, *, key: str, at: datetime) -> Outgoing:
    address = letter.address.lower()
    content = {"address": address, "letter": letter.model_dump_json(), "posted_at": at, "due_at": at}
    if key:
        domain = address.rpartition("@")[2]
        content |= {"key": key, "domain": domain, "digest": digests.of(address)}
    outgoing, is_new = Outgoing.objects.get_or_create(message_id=letter.message_id, defaults=content)
    if is_new and key:
        booking.book(tasks.deliver_in_turn, at=at)
    elif is_new:
        tasks.deliver.enqueue(outgoing.pk)
    return outgoing


@transaction.atomic
def hasten(outgoing: Outgoing) -> None:
    """Let a message out of the line: somebody waits for it."""
    if Outgoing.objects.in_turn().filter(pk=outgoing.pk).update(domain="", due_at=timezone.now()):
        tasks.deliver.enqueue(outgoing.pk)


def compose(
    template: str,
    to: Recipient,
    context: Mapping[str, Any],
    *,
    language: str,
    attachments: Iterable[File] = (),
    message_id: str | None = None,
    headers: Mapping[str, str] = NO_HEADERS,
) -> Letter:
    """Render the template in the language. Raises MailNotSent when there is no such address."""
    name, address = ("", to) if isinstance(to, str) else to
    _check(address)
    with translation.override(language):
        around = {**context, "language": language, "site": site(), "base_url": settings.BASE_URL}
        subject = _one_line(_plain(f"{template}#subject", around))
        text = _tidy(
            _plain(f"{template}#text", around) + "\n\n" + _plain("mail/base.html#text_footer", around)
        )
        inner = get_template(f"{template}#html").render(around)
        html = get_template("mail/base.html").render({**around, "subject": subject, "content": inner})
    return Letter(
        message_id=message_id or _random_id(),
        name=_one_line(name)[:100],
        address=address,
        subject=subject[:200],
        text=text,
        html=html,
        language=language,
        attachments=tuple(
            Attachment(name=_one_line(file_name), content=content, type=media_type)
            for file_name, content, media_type in attachments
        ),
        headers={field: _one_line(value) for field, value in headers.items()},
    )


def _check(address: str) -> None:
    try:
        validate_email(address)
    except ValidationError:
        raise MailNotSent("not an e-mail address", for_good=True) from None


def stable_id(key: str) -> str:
    """The Message-ID of a key: a receiver that gets a message twice sees that it is one.

    Nobody can guess it: whoever reports that a message did not arrive has seen it.
    """
    return f"<{salted_hmac('mail.message', key, algorithm='sha256').hexdigest()[:32]}@{_host()}>"


def _random_id() -> str:
    return f"<{secrets.token_hex(16)}@{_host()}>"


def _host() -> str:
    return urlsplit(settings.BASE_URL).hostname or "localhost"


def site() -> str:
    """What the sender is called."""
    return parseaddr(settings.MAIL_FROM)[0] or _host()


def _plain(template: str, context: Mapping[str, Any]) -> str:
    return Engine.get_default().get_template(template).render(Context(context, autoescape=False))


def _one_line(text: str) -> str:
    """No line break, and nothing else that cannot be seen: these end up in headers."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


def _tidy(text: str) -> str:
    """Let templates indent: no white space around lines, at most one empty line between them."""
    lines = "\n".join(line.strip() for line in text.splitlines())
    return re.sub(r"\n{3,}", "\n\n", lines).strip() + "\n"
