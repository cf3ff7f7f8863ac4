"""A message as a frozen document: all that is needed to send it, now or tomorrow."""

import email.policy
from email.headerregistry import Address, HeaderRegistry, UnstructuredHeader
from email.message import EmailMessage
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from pydantic import BaseModel, ConfigDict

HEADERS = {
    # No answers from machines (RFC 3834), nor from Outlook's out-of-office assistant.
    "Auto-Submitted": "auto-generated",
    "X-Auto-Response-Suppress": "All",
}


class Whole(UnstructuredHeader):
    """A header that is written as it is. Python would encode a long address, and mail programs do not decode it."""

    def fold(self, *, policy: Any) -> str:
        return f"{self.name}: {self}{policy.linesep}"  # type: ignore[attr-defined]


class Message(EmailMultiAlternatives):
    def message(self, *, policy: Any = email.policy.default) -> EmailMessage:
        registry = HeaderRegistry()
        registry.map_to_type("list-unsubscribe", Whole)  # type: ignore[arg-type]
        return super().message(policy=policy.clone(header_factory=registry))


class Attachment(BaseModel):
    model_config = ConfigDict(frozen=True, ser_json_bytes="base64", val_json_bytes="base64")

    name: str
    content: bytes
    type: str


class Letter(BaseModel):
    model_config = ConfigDict(frozen=True)

    message_id: str
    name: str = ""
    address: str
    subject: str
    text: str
    html: str
    language: str
    attachments: tuple[Attachment, ...] = ()
    headers: dict[str, str] = {}

    def as_email(self) -> EmailMultiAlternatives:
        """As Django sends it. Raises ValueError for an address that is none."""
        return Message(
            subject=self.subject,
            body=self.text,
            # What did not arrive comes back here; Django sends by this address and shows the From below.
            from_email=settings.MAIL_RETURN_PATH or settings.MAIL_FROM,
            to=[str(Address(self.name, addr_spec=self.address)) if self.name else self.address],
            alternatives=[(self.html, "text/html")],
            attachments=[(part.name, part.content, part.type) for part in self.attachments],
            headers={
                **HEADERS,
                **self.headers,
                "From": settings.MAIL_FROM,
                "Message-ID": self.message_id,
                "Content-Language": self.language,
            },
        )
