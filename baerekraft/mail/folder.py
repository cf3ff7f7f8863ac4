"""Mail as files: what development and the outbox use."""

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.core.mail import EmailMessage, InvalidMailer
from django.core.mail.backends.base import BaseEmailBackend
from django.utils import timezone

NAME = re.compile(r"\d{8}T\d{12}-[\w-]+\.eml")


class EmailBackend(BaseEmailBackend):
    """Writes each message to an .eml file, which every mail program opens; the names sort by time."""

    def __init__(self, *, folder: str | None = None, **options: Any) -> None:
        super().__init__(**options)
        if not folder:
            raise InvalidMailer("OPTIONS must define 'folder'.", alias=options.get("alias"))
        self.folder = Path(folder)

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        self.folder.mkdir(parents=True, exist_ok=True)
        for message in email_messages:
            self._write(message)
        return len(email_messages)

    def _write(self, message: EmailMessage) -> None:
        built = message.message()
        mark = re.sub(r"[^\w-]", "", str(built["Message-ID"]).partition("@")[0])[-40:]
        file = self.folder / f"{timezone.now():%Y%m%dT%H%M%S%f}-{mark}.eml"
        # Whoever looks into the folder sees whole messages only.
        unfinished = file.with_suffix(".part")
        unfinished.write_bytes(built.as_bytes())
        unfinished.replace(file)
