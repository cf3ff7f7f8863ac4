"""What campaigns do when something happens in lower rooms."""

import re
from typing import Any

from django.dispatch import receiver
from django.utils import timezone

from baerekraft.campaigns import ending, refusing
from baerekraft.campaigns.models import Campaign, Recipient, Refusal
from baerekraft.mail.signals import bounced
from baerekraft.municipalities.models import Municipality, Succession
from baerekraft.municipalities.signals import succeeded

KEY = re.compile(r"campaign-(\d+)-")


@receiver(bounced)
def give_up(sender: Any, key: str, permanent: bool, **kwargs: Any) -> None:
    """An address that is of no use is written to by nobody."""
    ours = KEY.match(key)
    recipient = Recipient.objects.filter(pk=int(ours[1])).first() if ours and permanent else None
    if recipient:
        now = timezone.now()
        refusing.refuse(recipient.email, None, Refusal.Reason.BOUNCED, at=now)
        hers = Recipient.objects.filter(email=recipient.email)
        hers.filter(bounced_at=None).update(bounced_at=now)
        ending.take_back(list(hers.values_list("pk", flat=True)), at=now)


@receiver(succeeded)
def follow(sender: Any, predecessor: Municipality, successor: Municipality, kind: str, **kwargs: Any) -> None:
    """After a merger campaigns and refusals are the new municipality's. After a split both honour the refusals."""
    known = Refusal.objects.filter(municipality=successor).values("digest")
    lacking = Refusal.objects.filter(municipality=predecessor).exclude(digest__in=known)
    if kind == Succession.Kind.MERGER:
        Campaign.objects.filter(municipality=predecessor).update(municipality=successor)
        lacking.update(municipality=successor)
        Refusal.objects.filter(municipality=predecessor).delete()
    else:
        Refusal.objects.bulk_create(
            Refusal(digest=row.digest, municipality=successor, reason=row.reason, at=row.at)
            for row in lacking.iterator()
        )
