"""Mail that came back: parsed() reads a report, take() finds whose it is, note() tells whoever posted it.

A report is believed when it names our Message-ID, which only a receiver of the message has seen. One that names an address alone
may be anybody's, and counts as a soft one. Five soft ones in thirty days are as good as a hard one.
"""

import hashlib
import logging
from dataclasses import dataclass
from datetime import datetime, timedelta
from email import message_from_bytes
from email.message import Message
from email.utils import parseaddr

from django.db import transaction

from baerekraft.mail import digests, statuses
from baerekraft.mail.models import Outgoing, SoftBounce
from baerekraft.mail.signals import bounced

# What tells about a mail stands first; the mail itself may follow with all it carried.
MOST = 256 * 1024
DEEPEST = 20
LATELY = timedelta(days=30)
SOFT_ONES = 5

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Report:
    """Mail did not arrive: which, to whom, and why (RFC 3464)."""

    message_id: str
    addresses: tuple[str, ...]
    status: str
    mark: str


def take(content: bytes, *, at: datetime) -> bool:
    """Read what came back; tells whether it was a report about our mail. Nothing that anybody writes stops us."""
    try:
        report = parsed(content)
    except (RecursionError, ValueError, LookupError, TypeError, AttributeError) as error:
        logger.warning("A message in the mailbox of reports cannot be read: %s", type(error).__name__)
        return False
    return report is not None and _take(report, at=at)


def parsed(content: bytes) -> Report | None:
    """The report in a message; None where there is none, or the mail is only late."""
    content = content[:MOST]
    if content.lower().count(b"boundary=") > DEEPEST:
        return None
    message = message_from_bytes(content)
    if message.get_content_type() != "multipart/report" or not message.is_multipart():
        return None
    parts = [part for part in message.get_payload() if isinstance(part, Message)]
    failed = next(filter(None, map(_failed, parts)), None)
    if failed is None:
        return None
    return Report(
        message_id=_message_id(message, parts),
        addresses=tuple(
            filter(None, (_address(failed, name) for name in ("Original-Recipient", "Final-Recipient")))
        ),
        status=f"{failed['Status'] or ''} {failed['Diagnostic-Code'] or ''}",
        mark=hashlib.sha256(str(message["Message-ID"] or content).encode("utf-8", "replace")).hexdigest(),
    )


def _failed(part: Message) -> Message | None:
    """The first recipient that the mail has not reached and will not reach."""
    if part.get_content_type() != "message/delivery-status" or not part.is_multipart():
        return None
    groups = [group for group in part.get_payload() if isinstance(group, Message)]
    return next((group for group in groups if str(group["Action"] or "").strip().lower() == "failed"), None)


def _message_id(report: Message, parts: list[Message]) -> str:
    """Of the message that came back, as a message, as its head, or as what the report says it answers."""
    originals = (original["Message-ID"] for part in parts for original in _original(part))
    return str(next(filter(None, originals), report["In-Reply-To"] or "")).strip()


def _original(part: Message) -> list[Message]:
    if part.get_content_type() == "message/rfc822" and part.is_multipart():
        return [whole for whole in part.get_payload() if isinstance(whole, Message)]
    if part.get_content_type() == "text/rfc822-headers":
        head = part.get_payload(decode=True)
        return [message_from_bytes(head)] if isinstance(head, bytes) else []
    return []


def _address(group: Message, field: str) -> str:
    """`rfc822; kari@example.no` is an address."""
    _kind, _semicolon, address = str(group[field] or "").partition(";")
    return parseaddr(address.strip())[1][:320]


def _take(report: Report, *, at: datetime) -> bool:
    ours = Outgoing.objects.exclude(key="")
    outgoing = ours.filter(message_id=report.message_id).first()
    known = outgoing is not None
    if outgoing is None:
        written_to = [digests.of(address) for address in report.addresses]
        lately = ours.filter(digest__in=written_to, sent_at__gte=at - LATELY)
        outgoing = lately.order_by("-sent_at").first()
    if outgoing is None:
        return False
    note(outgoing, report.status, gone=known and statuses.is_gone(report.status), report=report.mark, at=at)
    return True


@transaction.atomic
def note(outgoing: Outgoing, reason: str, *, gone: bool, report: str, at: datetime) -> None:
    """A message did not arrive. Tell those who posted it, once the address is of no use."""
    if not gone:
        SoftBounce.objects.get_or_create(digest=outgoing.digest, report=_mark(report), defaults={"at": at})
        lately = SoftBounce.objects.filter(digest=outgoing.digest, at__gte=at - LATELY).count()
        if lately < SOFT_ONES:
            return
    bounced.send(
        Outgoing,
        key=outgoing.key,
        message_id=outgoing.message_id,
        address=outgoing.address,
        reason=" ".join(reason.split())[:200],
        permanent=True,
    )


def _mark(report: str) -> str:
    return hashlib.sha256(report.encode()).hexdigest()


def forget(*, at: datetime) -> None:
    SoftBounce.objects.filter(at__lt=at - LATELY).delete()
