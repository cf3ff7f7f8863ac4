"""What the links in a campaign's mails carry: who is written to, and a signature that only her seed gives."""

import base64
import secrets
from datetime import UTC, date, datetime, time, timedelta

from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac

from baerekraft.campaigns.models import Recipient
from baerekraft.learners.mailed import TokenRefused

__all__ = ["LIFETIME", "TokenRefused", "new_seed", "of", "recipient"]

LIFETIME = timedelta(days=60)
# A campaign that nobody has said the end of is over for her when she has heard nothing for so long.
SILENCE = timedelta(days=120)
SALT = "campaign-recipient"
LONGEST = 18  # digits


def new_seed() -> str:
    return secrets.token_hex(16)


def of(recipient: Recipient) -> str:
    """Short, for it stands in plain text: the recipient's number and 128 bits of signature."""
    digest = salted_hmac(SALT, f"{recipient.pk}:{recipient.seed}", algorithm="sha256").digest()
    return f"{recipient.pk}-{base64.urlsafe_b64encode(digest[:16]).decode().rstrip('=')}"


def recipient(token: str) -> Recipient:
    """Whom the link was sent to, or TokenRefused: it lasts until sixty days after the campaign."""
    number = token.partition("-")[0]
    rows = Recipient.objects.select_related("campaign__municipality", "campaign__unit", "unit", "learner")
    known = number.isascii() and number.isdigit() and len(number) <= LONGEST
    found = rows.filter(pk=int(number)).first() if known else None
    if found is None or not constant_time_compare(of(found), token):
        raise TokenRefused("wrong")
    if timezone.now() > ends_at(found) + LIFETIME:
        raise TokenRefused("expired")
    return found


def ends_at(recipient: Recipient) -> datetime:
    """When the campaign ended or is going to."""
    campaign = recipient.campaign
    said = campaign.ended_at or (_end_of(campaign.ends_on) if campaign.ends_on else None)
    return said or (recipient.sent_at or recipient.added_at) + SILENCE


def _end_of(day: date) -> datetime:
    return datetime.combine(day + timedelta(days=1), time(), tzinfo=UTC)
