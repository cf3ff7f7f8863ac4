"""Keeping addresses: add(), renew_secret(), pause(), take_up()."""

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext as _

from baerekraft.interop import outgoing, sealing
from baerekraft.interop.webhooks import signing, tasks
from baerekraft.interop.webhooks.models import Webhook


class NotAdded(Exception):
    """There is one already; the text says so."""


def add(url: str, *, name: str, kinds: Sequence[str], at: datetime) -> tuple[Webhook, str]:
    """The webhook and its secret, which is told now and never again. Raises NotAdded, outgoing.Refused."""
    outgoing.check(url)
    if Webhook.objects.filter(url=url).exists():
        raise NotAdded(_("There is already a webhook to this address."))
    secret = signing.new_secret()
    webhook = Webhook.objects.create(
        name=name, url=url, kinds=list(kinds), sealed_secret=sealing.seal(secret), made_at=at
    )
    return webhook, secret


def renew_secret(webhook: Webhook) -> str:
    """The old one signs nothing from now on, what waits included."""
    secret = signing.new_secret()
    webhook.sealed_secret = sealing.seal(secret)
    webhook.save(update_fields=["sealed_secret"])
    return secret


def pause(webhook: Webhook, *, at: datetime) -> None:
    """What happens meanwhile is kept for it."""
    Webhook.objects.filter(pk=webhook.pk, paused_at=None).update(paused_at=at)


def take_up(webhook: Webhook, *, at: datetime) -> None:
    """Call it again, at once; what waited has its whole time anew."""
    Webhook.objects.filter(pk=webhook.pk).update(paused_at=None, silences=0, resting_until=None)
    webhook.deliveries.filter(next_at__isnull=False).update(next_at=at, tried_since=at, tries=0)
    tasks.book(at=at)
