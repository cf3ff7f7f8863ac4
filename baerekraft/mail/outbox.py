"""Reading the mail that development wrote to files: listing(), found()."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

from django.conf import settings

from baerekraft.mail.folder import NAME

MOST = 200


@dataclass(frozen=True)
class Part:
    """What is not the text: the HTML, or an attached file."""

    number: int
    type: str
    file_name: str
    content: bytes


@dataclass(frozen=True)
class Kept:
    name: str
    message: EmailMessage

    @property
    def subject(self) -> str:
        return str(self.message["Subject"])

    @property
    def to(self) -> str:
        return str(self.message["To"])

    @property
    def sender(self) -> str:
        return str(self.message["From"])

    @property
    def sent(self) -> datetime:
        return self.message["Date"].datetime

    @property
    def text(self) -> str:
        body = self.message.get_body(("plain",))
        return body.get_content() if body else ""

    @property
    def parts(self) -> list[Part]:
        return list(self._parts())

    def _parts(self) -> Iterator[Part]:
        for number, part in enumerate(self.message.walk()):
            content = part.get_payload(decode=True)
            file_name = part.get_filename() or ""
            if isinstance(content, bytes) and (file_name or part.get_content_type() == "text/html"):
                yield Part(number, part.get_content_type(), file_name, content)


def listing() -> list[Kept]:
    """The newest messages first."""
    names = sorted((file.name for file in _folder().glob("*.eml") if NAME.fullmatch(file.name)), reverse=True)
    return [kept for name in names[:MOST] if (kept := found(name))]


def found(name: str) -> Kept | None:
    file = _folder() / name
    if not NAME.fullmatch(name) or not file.is_file():
        return None
    return Kept(name, message_from_bytes(file.read_bytes(), policy=policy.default))


def _folder() -> Path:
    return Path(settings.DATA_DIR) / "mail"
