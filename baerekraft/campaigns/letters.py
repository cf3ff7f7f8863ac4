"""The mails of a campaign: lesson(), invitation(), reminder().

Most of a mail is the same for everybody it goes to, so it is rendered once with marks where the personal bits belong,
and each recipient's copy only has the marks filled in.
"""

import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.template import Context, Engine
from django.template.loader import get_template
from django.utils import translation
from django.utils.html import escape

from baerekraft.campaigns import reading, tokens
from baerekraft.campaigns.lesson_text import Reader, seen
from baerekraft.campaigns.models import Campaign, Recipient
from baerekraft.catalog import shelf
from baerekraft.catalog.shelf import Entry, Shelf
from baerekraft.design import languages
from baerekraft.learners import inbox
from baerekraft.mail import messages
from baerekraft.mail.letter import Letter
from baerekraft.mail.models import Outgoing

# Nothing an author or a coordinator writes can be one of these.
TOKEN, NAME = f"token{secrets.token_hex(12)}", f"name{secrets.token_hex(12)}"
MOST = 200


@dataclass(frozen=True)
class Form:
    """A mail with marks in the places of the recipient's token and name."""

    subject: str
    text: str
    html: str
    headers: Mapping[str, str]


_forms: dict[tuple[Any, ...], Form] = {}
_made_from: Shelf | None = None


def lesson(recipient: Recipient, number: int) -> Outgoing | None:
    """Post the campaign's lesson with this number; None when it is no longer published, and nothing is sent."""
    letter = written_lesson(recipient, number)
    return _post(letter, recipient, f"lesson-{number}") if letter else None


def invitation(recipient: Recipient) -> Outgoing:
    """Post the invitation to the campaign's lessons."""
    return _post(written_invitation(recipient), recipient, "invitation-1")


def reminder(recipient: Recipient, number: int, count: int) -> Outgoing | None:
    """Post the reminder with this count of a lesson, or of the invitation; None when there is nothing to be reminded of."""
    letter = written_reminder(recipient, number, count)
    return _post(letter, recipient, f"reminder-{number * 100 + count}") if letter else None


def written_lesson(recipient: Recipient, number: int) -> Letter | None:
    entry = reading.entry(recipient, number)
    if entry is None:
        return None
    greeting = greeting_of(recipient)
    name = "" if greeting else called(recipient.name)
    about = {"greeting": greeting, "number": number, "name": NAME if name else ""}
    return _filled(_formed("lesson", recipient, number, about, entry), recipient, name)


def written_invitation(recipient: Recipient) -> Letter:
    greeting = greeting_of(recipient)
    name = "" if greeting else called(recipient.name)
    about = {"greeting": greeting, "name": NAME if name else ""}
    return _filled(_formed("invitation", recipient, 1, about, *reading.entries(recipient)), recipient, name)


def written_reminder(recipient: Recipient, number: int, count: int) -> Letter | None:
    entry = reading.entry(recipient, max(1, number))
    if entry is None:
        return None
    name = called(recipient.name)
    about = {
        "greeting": "",
        "name": NAME if name else "",
        "invited": recipient.campaign.way == Campaign.Way.INVITATION,
        "last": count >= recipient.campaign.reminders,
    }
    return _filled(_formed("reminder", recipient, max(1, number), about, entry), recipient, name)


def greeting_of(recipient: Recipient) -> str:
    """The coordinator's own words to those who read this language."""
    return str(recipient.campaign.greetings.get(reading.language_of(recipient), "")).strip()


def called(name: str) -> str:
    """What to call her: a first name, also where a list has «Nordmann, Kari»; nothing that could be a stranger's message."""
    last, comma, first = name.partition(",")
    return inbox.greeting(((first if comma else last).split() or [""])[0])


def contact_of(campaign: Campaign) -> str:
    """Whom to ask, and how: «Siri Berg, 67 50 00 00, siri@…»."""
    said = (campaign.contact_name, campaign.contact_phone, campaign.contact_email)
    return ", ".join(filter(None, said))


def _formed(template: str, recipient: Recipient, number: int, about: dict[str, Any], *entries: Entry) -> Form:
    """The mail as everybody gets it, rendered once for what it is made of."""
    campaign, language = recipient.campaign, reading.language_of(recipient)
    made_of = (
        template,
        language,
        number,
        *about.values(),
        *(entry.published for entry in entries),
        *(campaign.pk, campaign.way, campaign.named, len(campaign.lessons)),
        *(contact_of(campaign), campaign.municipality.name, settings.BASE_URL),
    )
    _sweep()
    form = _forms.get(made_of)
    if form is None:
        with translation.override(language):
            context = {**_around(campaign, number, language), **about, **_about(entries, language)}
            form = _forms[made_of] = _rendered(template, context)
    return form


def _sweep() -> None:
    """Forget what was rendered from an earlier edition, and all of it when it grows too much."""
    global _made_from
    if _made_from is not shelf.now() or len(_forms) >= MOST:
        _made_from = shelf.now()
        _forms.clear()


def _around(campaign: Campaign, number: int, language: str) -> dict[str, Any]:
    """What every mail says: who sends it, where its links lead."""

    def link(name: str, *args: object) -> str:
        return settings.BASE_URL + languages.link(language, f"campaigns:{name}", TOKEN, *args)

    door = link("lesson", number)
    return {
        "campaign": campaign,
        "municipality": campaign.municipality,
        "contact": contact_of(campaign),
        "number": number,
        "total": len(campaign.lessons),
        "language": language,
        "site": messages.site(),
        "base_url": settings.BASE_URL,
        "host": urlsplit(settings.BASE_URL).netloc,
        "pace_url": link("pace"),
        "stop_url": link("stop"),
        "answer_url": link("answer", number),
        "door_url": door,
        "door_seen": seen(door).partition("/")[0],
    }


def _about(entries: tuple[Entry, ...], language: str) -> dict[str, Any]:
    if not entries:
        return {"entries": (), "entry": None}
    reader = Reader(entries[0].document, language)
    return {
        "entries": entries,
        "entry": entries[0],
        "lesson": entries[0].document,
        "hook": reader.hook(),
        "hook_text": reader.marks(entries[0].document.hook),
        "pieces": list(reader.pieces()),
        "tap": reader.tap,
    }


def _rendered(name: str, context: dict[str, Any]) -> Form:
    template = f"campaigns/mail/{name}.html"
    subject = " ".join(_plain(f"{template}#subject", context).split())
    text = _plain(f"{template}#text", context) + "\n" + _plain("campaigns/mail/base.html#text_foot", context)
    content = get_template(f"{template}#html").render(context)
    html = get_template("campaigns/mail/base.html").render(
        {**context, "subject": subject, "content": content}
    )
    return Form(subject, tidy(text), html, _headers(context))


def _plain(template: str, context: dict[str, Any]) -> str:
    return Engine.get_default().get_template(template).render(Context(context, autoescape=False))


def _headers(context: dict[str, Any]) -> dict[str, str]:
    """RFC 8058: the mail program's own button stops the mails. RFC 2919: a name to sort them by."""
    host = urlsplit(settings.BASE_URL).hostname or "localhost"
    return {
        "List-Unsubscribe": f"<{context['stop_url']}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        "List-Id": f"<campaign-{context['campaign'].pk}.{host}>",
    }


def tidy(text: str) -> str:
    """No white space around lines, at most one empty line between them."""
    lines = "\n".join(line.strip() for line in text.splitlines())
    return re.sub(r"\n{3,}", "\n\n", lines).strip() + "\n"


def _filled(form: Form, recipient: Recipient, name: str) -> Letter:
    """One recipient's copy; it gets its own number when it is posted."""
    token = tokens.of(recipient)
    return Letter(
        message_id="",
        address=recipient.email,
        subject=form.subject[:200],
        text=form.text.replace(TOKEN, token).replace(NAME, name),
        html=form.html.replace(TOKEN, token).replace(NAME, escape(name)),
        language=reading.language_of(recipient),
        headers={field: value.replace(TOKEN, token) for field, value in form.headers.items()},
    )


def _post(letter: Letter, recipient: Recipient, key: str) -> Outgoing:
    key = f"campaign-{recipient.pk}-{key}"
    return messages.put(letter.model_copy(update={"message_id": messages.stable_id(key)}), key=key)
