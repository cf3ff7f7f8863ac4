"""Handing messages to the mail server, and understanding its no."""

import re
import smtplib
from contextlib import suppress
from enum import Enum, auto
from types import TracebackType
from typing import Self

from django.core.mail import EmailMessage, mailers
from django.core.mail.backends.base import BaseEmailBackend

from baerekraft.mail import statuses

# The server wants something of us, not of the message: an operator can mend it while the message waits.
OURS_TO_MEND = {530, 534, 535, 538}
# «Service not available»: the server hangs up.
GOODBYE = 421
# Servers do not like to be kept for too long.
MESSAGES_A_CONNECTION = 100


class About(Enum):
    """What a no is about."""

    MESSAGE = auto()
    RECIPIENT = auto()
    # Whatever we send, the answer would be the same.
    SERVER = auto()


class MailNotSent(Exception):
    """The mail server did not take the message; `for_good` tells whether trying again is of no use.

    `gone` tells that the address is of no use to anybody.
    """

    def __init__(
        self, reason: str, *, for_good: bool, about: About = About.MESSAGE, gone: bool = False
    ) -> None:
        super().__init__(reason)
        self.for_good, self.about, self.gone = for_good, about, gone


def send(message: EmailMessage) -> None:
    """Return when the server has taken responsibility for the message."""
    with Line() as line:
        line.send(message)


class Line:
    """A connection to the mail server, kept open from message to message and made anew when it has broken."""

    def __init__(self) -> None:
        self._mailer: BaseEmailBackend | None = None
        self.carried = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._hang_up()

    def send(self, message: EmailMessage) -> None:
        """Return when the server has taken responsibility for the message, or raise MailNotSent."""
        mailer = self._connected()
        try:
            mailer.send_messages([message])
        except smtplib.SMTPRecipientsRefused as error:
            code, answer = next(iter(error.recipients.values()))
            raise self._refusal(code, answer, About.RECIPIENT) from None
        except smtplib.SMTPResponseException as error:
            raise self._refusal(error.smtp_code, error.smtp_error, About.MESSAGE) from None
        except OSError as error:  # the connection broke, and smtplib's other errors
            self._hang_up()
            raise MailNotSent(f"{type(error).__name__}: {error}", for_good=False) from None
        except ValueError as error:  # an address or header that cannot be written
            raise MailNotSent(_without_addresses(str(error)), for_good=True) from None
        self.carried += 1

    def _connected(self) -> BaseEmailBackend:
        if self.carried >= MESSAGES_A_CONNECTION:
            self._hang_up()
        if self._mailer is None:
            mailer = mailers.default
            try:
                mailer.open()
            except smtplib.SMTPResponseException as error:  # greeting, log-in, TLS
                reason = _reason(error.smtp_code, error.smtp_error)
                raise _unreachable(mailer, reason) from None
            except OSError as error:  # no connection, certificates
                raise _unreachable(mailer, f"{type(error).__name__}: {error}") from None
            self._mailer = mailer
        return self._mailer

    def _refusal(self, code: int, answer: bytes | str, about: About) -> MailNotSent:
        reason = _reason(code, answer)
        if code == GOODBYE:
            self._hang_up()
        if code in OURS_TO_MEND:
            return MailNotSent(reason, for_good=False, about=About.SERVER)
        gone = about is About.RECIPIENT and code >= 500 and statuses.is_gone(reason, code=code)
        return MailNotSent(reason, for_good=code >= 500, about=about, gone=gone)

    def _hang_up(self) -> None:
        # Django leaves a connection open that failed half-way.
        if self._mailer is not None:
            with suppress(OSError):
                self._mailer.close()
        self._mailer, self.carried = None, 0


def _unreachable(mailer: BaseEmailBackend, reason: str) -> MailNotSent:
    with suppress(OSError):
        mailer.close()
    return MailNotSent(reason, for_good=False, about=About.SERVER)


def _reason(code: int, answer: bytes | str) -> str:
    text = answer.decode(errors="replace") if isinstance(answer, bytes) else answer
    return f"{code} {_without_addresses(text)}"


def _without_addresses(text: str) -> str:
    """Reasons are kept and logged, whose address it was is not."""
    return re.sub(r"\S+@\S+", "…", " ".join(text.split()))[:200]
