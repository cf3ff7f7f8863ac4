"""The mailbox that returned mail comes to: read(). A folder of messages, or IMAP, in which nothing is changed."""

import hashlib
import imaplib
import logging
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path
from urllib.parse import SplitResult, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured
from django.db import transaction

from baerekraft.mail import bounces
from baerekraft.mail.models import Mailbox

TIMEOUT = 20
PORTS = {"imap": 143, "imaps": 993}
# What one reading takes; the next one goes on from there.
AT_MOST = 2_000
# How far back the first reading goes.
FIRST = timedelta(days=7)

logger = logging.getLogger(__name__)


def read(url: str, *, at: datetime) -> int:
    """Read what is new in the mailbox at `url`; returns how many reports were about our mail.

    maildir:///folder                     as mail servers on this machine write it
    imaps://user:password@host/INBOX      and imap:// for a server on the same machine or network
    """
    asked = urlsplit(url)
    if asked.scheme == "maildir" and asked.path:
        return _read_folder(Path(unquote(asked.path)), at=at)
    if asked.scheme in {"imap", "imaps"} and asked.hostname:
        return _read_imap(asked, at=at)
    raise ImproperlyConfigured(
        "MAIL_BOUNCES must be like maildir:///folder or imaps://user:password@host/INBOX."
    )


def _read_folder(folder: Path, *, at: datetime) -> int:
    """Read what is in `new`, and put it with what has been read."""
    ours = 0
    for file in sorted((folder / "new").iterdir())[:AT_MOST]:
        if file.is_symlink() or not file.is_file():
            continue
        with file.open("rb") as opened:
            ours += bounces.take(opened.read(bounces.MOST), at=at)
        file.rename(folder / "cur" / f"{file.name.partition(':')[0]}:2,S")
    return ours


def _read_imap(asked: SplitResult, *, at: datetime) -> int:
    with closing(_Imap(asked)) as imap:
        mailbox, _new = Mailbox.objects.get_or_create(
            name=imap.name, defaults={"validity": imap.validity, "uid": 0}
        )
        if mailbox.validity != imap.validity:
            mailbox.validity, mailbox.uid = imap.validity, 0
        return sum(
            _take(mailbox, uid, imap.content(uid), at=at) for uid in imap.after(mailbox.uid, at)[:AT_MOST]
        )


@transaction.atomic
def _take(mailbox: Mailbox, uid: int, content: bytes, *, at: datetime) -> bool:
    """What it tells us and how far we have come are one fact."""
    ours = bounces.take(content, at=at)
    mailbox.uid = uid
    mailbox.save(update_fields=["validity", "uid"])
    return ours


class _Imap:
    """A mailbox that is looked at, and left as it was."""

    def __init__(self, asked: SplitResult) -> None:
        self.name = hashlib.sha256(f"{asked.username}@{asked.hostname}{asked.path}".encode()).hexdigest()
        kind = imaplib.IMAP4_SSL if asked.scheme == "imaps" else imaplib.IMAP4
        self._server = kind(str(asked.hostname), asked.port or PORTS[asked.scheme], timeout=TIMEOUT)
        try:
            self._server.login(unquote(asked.username or ""), unquote(asked.password or ""))
            folder = unquote(asked.path.strip("/")) or "INBOX"
            answer, told = self._server.select(f'"{folder}"', readonly=True)
            if answer != "OK":
                raise OSError(f"there is no mailbox {folder}: {told[0]!r}")
            self.validity = int(self._server.response("UIDVALIDITY")[1][0] or 0)
        except BaseException:
            self.close()
            raise

    def after(self, uid: int, at: datetime) -> list[int]:
        """What has come since, the oldest first."""
        since = (at - FIRST).strftime("%d-%b-%Y")
        wanted = f"UID {uid + 1}:*" if uid else f"SINCE {since}"
        _answer, [found] = self._server.uid("SEARCH", wanted)
        # «*» is the last message, also when it is older than what we ask for.
        return sorted(number for number in map(int, (found or b"").split()) if number > uid)

    def content(self, uid: int) -> bytes:
        _answer, parts = self._server.uid("FETCH", str(uid), f"(BODY.PEEK[]<0.{bounces.MOST}>)")
        return next((part[1] for part in parts if isinstance(part, tuple)), b"")

    def close(self) -> None:
        try:
            self._server.logout()
        except (OSError, imaplib.IMAP4.error):
            logger.info("The mailbox of reports was closed without a goodbye")
