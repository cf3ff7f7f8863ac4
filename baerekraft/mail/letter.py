"""A message as a frozen document: all that is needed to send it, now or tomorrow."""

from email.headerregistry import Address

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from pydantic import BaseModel, ConfigDict

HEADERS = {
    # No answers from machines (RFC 3834), nor from Outlook's out-of-office assistant.
    "Auto-Submitted": "auto-generated",
    "X-Auto-Response-Suppress": "All",
}


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

    def as_email(self) -> EmailMultiAlternatives:
        """As Django sends it. Raises ValueError for an address that is none."""
        return EmailMultiAlternatives(
            subject=self.subject,
            body=self.text,
            from_email=settings.MAIL_FROM,
            to=[str(Address(self.name, addr_spec=self.address)) if self.name else self.address],
            alternatives=[(self.html, "text/html")],
            attachments=[(part.name, part.content, part.type) for part in self.attachments],
            headers={**HEADERS, "Message-ID": self.message_id, "Content-Language": self.language},
        )
