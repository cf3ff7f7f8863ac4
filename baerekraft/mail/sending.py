"""Handing a message to the mail server, and understanding its no."""

import re
import smtplib
from contextlib import closing

from django.core.mail import EmailMessage, mailers

# The server wants something of us, not of the message: an operator can mend it while the message waits.
OURS_TO_MEND = {530, 534, 535, 538}


class MailNotSent(Exception):
    """The mail server did not take the message; `for_good` tells whether trying again is of no use."""

    def __init__(self, reason: str, *, for_good: bool) -> None:
        super().__init__(reason)
        self.for_good = for_good


def send(message: EmailMessage) -> None:
    """Return when the server has taken responsibility for the message."""
    try:
        # Django leaves a connection open that failed half-way.
        with closing(mailers.default) as mailer:
            mailer.send_messages([message])
    except smtplib.SMTPRecipientsRefused as error:
        code, answer = next(iter(error.recipients.values()))
        raise MailNotSent(_reason(code, answer), for_good=code >= 500) from None
    except (smtplib.SMTPDataError, smtplib.SMTPSenderRefused) as error:
        for_good = error.smtp_code >= 500 and error.smtp_code not in OURS_TO_MEND
        raise MailNotSent(_reason(error.smtp_code, error.smtp_error), for_good=for_good) from None
    except smtplib.SMTPResponseException as error:  # greeting, log-in, TLS: not about this message
        raise MailNotSent(_reason(error.smtp_code, error.smtp_error), for_good=False) from None
    except OSError as error:  # no connection, certificates, and smtplib's other errors
        raise MailNotSent(f"{type(error).__name__}: {error}", for_good=False) from None
    except ValueError as error:  # an address or header that cannot be written
        raise MailNotSent(_without_addresses(str(error)), for_good=True) from None


def _reason(code: int, answer: bytes | str) -> str:
    text = answer.decode(errors="replace") if isinstance(answer, bytes) else answer
    return f"{code} {_without_addresses(text)}"


def _without_addresses(text: str) -> str:
    """Reasons are kept and logged, whose address it was is not."""
    return re.sub(r"\S+@\S+", "…", " ".join(text.split()))[:200]
