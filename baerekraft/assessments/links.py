"""Secret links: 160 bits that nobody can guess, made from a seed and the installation's key, so that no row holds one."""

import base64
import hashlib
import hmac
import secrets
from datetime import datetime

from django.conf import settings
from django.urls import reverse

from baerekraft.assessments.models import Assessment, Link
from baerekraft.design import languages

SECRET = r"[a-z2-7]{32}"  # noqa: S105 (the shape of one, not one)


class NoSuchLink(Exception):
    """Nobody was ever given this."""


class LinkEnded(Exception):
    """The link worked once; `link` tells when and why it ended."""

    def __init__(self, link: Link) -> None:
        super().__init__(link.ended_by)
        self.link = link


def make(
    assessment: Assessment, right: Link.Right, *, at: datetime, name: str = "", mailed: bool = False
) -> Link:
    seed = secrets.token_hex(16)
    return Link.objects.create(
        assessment=assessment,
        right=right,
        name=name,
        mailed=mailed,
        seed=seed,
        digest=_digest(_secret(seed)),
        made_at=at,
    )


def open(secret: str) -> Link:
    """Raises NoSuchLink or LinkEnded."""
    rows = Link.objects.select_related("assessment__final", "assessment__municipality")
    link = rows.filter(digest=_digest(secret)).first()
    if link is None:
        raise NoSuchLink
    if link.ended_at or link.assessment is None:
        raise LinkEnded(link)
    return link


def replace(link: Link, *, at: datetime) -> Link:
    """The old secret stops working at once; the same person gets a new one."""
    if link.assessment is None:
        raise LinkEnded(link)
    end(link, Link.End.REPLACED, at=at)
    return make(link.assessment, Link.Right(link.right), at=at, name=link.name, mailed=link.mailed)


def end(link: Link, reason: Link.End, *, at: datetime) -> None:
    Link.objects.filter(pk=link.pk, ended_at=None).update(ended_at=at, ended_by=reason)


def end_all(assessment: Assessment, reason: Link.End, *, at: datetime) -> None:
    assessment.links.filter(ended_at=None).update(ended_at=at, ended_by=reason)


def secret(link: Link) -> str:
    return _secret(link.seed)


def address(link: Link, *, language: str = "", step: str = "") -> str:
    """The whole address, for a mail or to copy."""
    name, args = (
        ("assessments:step", (secret(link), step)) if step else ("assessments:overview", (secret(link),))
    )
    path = languages.link(language, name, *args) if language else reverse(name, args=args)
    return settings.BASE_URL + path


def _secret(seed: str) -> str:
    made = hmac.digest(settings.SECRET_KEY.encode(), f"assessment link {seed}".encode(), "sha256")
    return base64.b32encode(made[:20]).decode().lower()


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
