"""The doctor: looks at the set-up as an operator would, and says how to mend what is wrong."""

import os
import shutil
import smtplib
import ssl
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core import mail
from django.db import DatabaseError, Error, connection, connections
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from baerekraft.config import health, mail_records
from baerekraft.config import replicas as reading
from baerekraft.config.findings import BROKEN, FINE, LEVELS, WARNING, Finding

__all__ = ["BROKEN", "FINE", "LEVELS", "WARNING", "Finding", "examine"]

GIGABYTE = 1024**3
REPLICA_SECONDS = 3.0  # what a sound replica may need at a busy time


def examine() -> Iterator[Finding]:
    """Every check's findings, in the order an operator would mend them."""
    for check in CHECKS:
        yield from check()


def data_folder() -> Iterator[Finding]:
    folder = settings.DATA_DIR
    if not os.access(folder, os.W_OK):
        yield Finding(
            BROKEN,
            f"{folder} cannot be written",
            "Give it to the user that runs baerekraft, or set DATA_DIR.",
        )
        return
    free = shutil.disk_usage(folder).free
    if free < GIGABYTE:
        yield Finding(
            WARNING,
            f"{folder} has {free // 1024**2} MB left",
            "Make room: answers cannot be kept on a full disk.",
        )
    else:
        yield Finding(FINE, f"data in {folder}, {free // GIGABYTE} GB free")


def secret() -> Iterator[Finding]:
    file = settings.DATA_DIR / "secret-key"
    if len(settings.SECRET_KEY) < 40:
        yield Finding(
            BROKEN,
            "SECRET_KEY is shorter than 40 characters",
            "Unset it, and one is made; or choose a longer one.",
        )
    elif file.exists() and file.stat().st_mode & 0o077:
        yield Finding(WARNING, f"{file} can be read by others", f"chmod 600 {file}")
    else:
        yield Finding(FINE, "secret key")


def database() -> Iterator[Finding]:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError as error:
        yield Finding(
            BROKEN, f"the database does not answer: {error}", "Check DATABASE_URL and that the server runs."
        )
        return
    faults = health.faults()
    for fault in faults:
        what, _colon, mend = fault.partition(": ")
        yield Finding(BROKEN, what, mend)
    if not faults:
        yield Finding(FINE, f"database ({connection.vendor}), migrated, course published")
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            mode = cursor.execute("PRAGMA journal_mode").fetchone()[0]
        if mode != "wal":
            yield Finding(
                WARNING,
                f"SQLite's journal is {mode}",
                "Put DATA_DIR on a local disk; WAL does not work over a network.",
            )


def replicas() -> Iterator[Finding]:
    try:
        place = reading.written() if settings.REPLICAS else ""
    except Error:  # as has been said
        return
    for alias in settings.REPLICAS:
        name = connections[alias].settings_dict["HOST"] or alias
        try:
            yield _replica(alias, name, place)
        except Error as error:
            yield Finding(
                WARNING,
                f"the replica {name} does not answer: {error}",
                "Start it, or take it out of DATABASE_REPLICA_URL. Until then the primary answers for it.",
            )


def _replica(alias: str, name: str, place: str) -> Finding:
    """How far it has come towards this place in the primary's log."""
    end = time.monotonic() + REPLICA_SECONDS
    while not (here := reading.has_come_to(alias, place)) and time.monotonic() < end:
        time.sleep(0.1)
    if here:
        return Finding(FINE, f"the replica {name} has all that the primary has")
    with connections[alias].cursor() as cursor:
        cursor.execute(
            "SELECT pg_is_in_recovery(), extract(epoch FROM now() - pg_last_xact_replay_timestamp()),"
            " pg_wal_lsn_diff(%s::pg_lsn, pg_last_wal_replay_lsn())",
            [place],
        )
        is_replica, seconds, missing = cursor.fetchone()
    if not is_replica:
        return Finding(
            BROKEN,
            f"{name} in DATABASE_REPLICA_URL takes writes, so it is no replica of this database",
            "Give the address of a streaming replica, or unset DATABASE_REPLICA_URL.",
        )
    behind = f"{round(seconds)} seconds" if seconds else "an unknown time"
    return Finding(
        WARNING,
        f"the replica {name} is {behind} behind, and lacks {round(missing / 1024)} kB of what is written",
        f"Look at its log and the network. It is not read while it is more than {reading.SECONDS} seconds behind.",
    )


def address() -> Iterator[Finding]:
    host = urlsplit(settings.BASE_URL).hostname
    if host not in settings.ALLOWED_HOSTS and "*" not in settings.ALLOWED_HOSTS:
        yield Finding(BROKEN, f"ALLOWED_HOSTS lacks {host}", f"Add {host} to ALLOWED_HOSTS.")
    if settings.DEVELOPMENT:
        yield Finding(
            WARNING, "DEVELOPMENT is on", "Unset it in production: mail becomes readable at /utboks/."
        )
    elif not settings.HTTPS:
        yield Finding(
            WARNING,
            f"BASE_URL is {settings.BASE_URL}",
            "Use https in production; mailed links carry a secret.",
        )
    else:
        yield Finding(FINE, f"address {settings.BASE_URL}")
    if "*" in settings.ALLOWED_HOSTS:
        yield Finding(WARNING, "ALLOWED_HOSTS is *", "Name the hosts.")


def post() -> Iterator[Finding]:
    if not settings.EMAIL_URL or settings.EMAIL_URL.startswith("file:"):
        level = FINE if settings.DEVELOPMENT else BROKEN
        yield Finding(
            level,
            f"mail is written to files ({settings.EMAIL_URL or settings.DATA_DIR / 'mail'})",
            "Set EMAIL_URL to your SMTP server." if level == BROKEN else "",
        )
        return
    try:
        sender = mail.mailers.default
        sender.open()
        sender.close()
    except (OSError, smtplib.SMTPException, ssl.SSLError) as error:
        yield Finding(
            BROKEN,
            f"the mail server does not answer: {error}",
            "Check EMAIL_URL: host, port, user, password, TLS.",
        )
    else:
        yield Finding(FINE, f"mail through {urlsplit(settings.EMAIL_URL).hostname}")


def returned_mail() -> Iterator[Finding]:
    if settings.MAIL_BOUNCES:
        yield Finding(FINE, f"returned mail is read from {urlsplit(settings.MAIL_BOUNCES).scheme}")
    elif settings.EMAIL_URL.startswith("smtp"):
        yield Finding(
            WARNING,
            "MAIL_BOUNCES is not set",
            "Set it to the mailbox of MAIL_RETURN_PATH; addresses that do not work are then left alone.",
        )


def work() -> Iterator[Finding]:
    try:
        late = (
            DBTaskResult.objects.ready()
            .filter(enqueued_at__lt=timezone.now() - timedelta(minutes=10))
            .count()
        )
        failed = DBTaskResult.objects.failed().count()
    except DatabaseError:
        return
    if late:
        yield Finding(
            WARNING,
            f"{late} tasks have waited more than ten minutes",
            "Is the worker running? Start baerekraft worker.",
        )
    if failed:
        yield Finding(
            WARNING, f"{failed} tasks have failed in the last fourteen days", "Look at the worker's log."
        )
    if not late and not failed:
        yield Finding(FINE, "background work")


def staff() -> Iterator[Finding]:
    try:
        if not get_user_model().objects.filter(is_superuser=True, is_active=True).exists():
            yield Finding(WARNING, "there is no member of staff yet", "baerekraft createsuperuser")
    except DatabaseError:
        return


def proxy() -> Iterator[Finding]:
    if settings.HTTPS and not settings.TRUST_PROXY:
        yield Finding(
            WARNING,
            "TRUST_PROXY is off",
            "Stand behind nginx or another proxy that takes in a whole request before it sends it on, and set TRUST_PROXY=1; "
            "one slow sender would else keep everybody waiting.",
        )


def contact() -> Iterator[Finding]:
    if not settings.CONTACT:
        yield Finding(
            WARNING,
            "CONTACT is not set",
            "Set it to an e-mail address; privacy and accessibility pages show it.",
        )


CHECKS: tuple[Callable[[], Iterator[Finding]], ...] = (
    data_folder,
    secret,
    database,
    replicas,
    address,
    post,
    mail_records.examine,
    returned_mail,
    work,
    staff,
    proxy,
    contact,
)
