"""Comments in the editor, by mail through our own queue.

Wagtail mails them while the editor waits, and forgets what did not go. It has no hook for it: its edit view calls one
function, and ours takes that function's place.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.conf import settings
from django.urls import reverse
from wagtail.admin.views.pages import edit
from wagtail.users.models import UserProfile

from baerekraft.mail import messages


def post(people: Iterable[Any], notification: str, about: Mapping[str, Any]) -> bool:
    """Tell each of them, unless she wants no such mail. Told twice it is one mail, and what is deleted is not told."""
    changed = ",".join(sorted(_keys(about)))
    for person in people if changed else ():
        profile = UserProfile.get_for_user(person)
        if person.is_active and person.email and getattr(profile, f"{notification}_notifications"):
            messages.post(
                "authoring/mail/comments.html",
                to=person.email,
                context=_context(about),
                language=profile.get_preferred_language(),
                key=f"comments-{changed}-{person.pk}",
            )
    return True


def _keys(about: Mapping[str, Any]) -> Iterator[str]:
    for what in ("new", "resolved"):
        yield from (f"{what}{comment.pk}" for comment in about[f"{what}_comments"])
    for thread in about["replied_comments"]:
        yield from (f"reply{reply.pk}" for reply in thread["replies"])


def _context(about: Mapping[str, Any]) -> dict[str, Any]:
    page, who = about["page"], about["editor"]
    return {
        "who": who.get_full_name() or who.email,
        "title": page.get_latest_revision_as_object().title,
        "new": [comment.text for comment in about["new_comments"]],
        "resolved": [comment.text for comment in about["resolved_comments"]],
        "replies": [
            (thread["comment"].text, [reply.text for reply in thread["replies"]])
            for thread in about["replied_comments"]
        ],
        "url": settings.BASE_URL + reverse("wagtailadmin_pages:edit", args=[page.pk]),
    }


edit.send_notification = post
