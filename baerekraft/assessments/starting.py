"""A new assessment, and the mail with the way back to it."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from baerekraft.assessments import counting, links, saving
from baerekraft.assessments.collection import publishing
from baerekraft.assessments.links import NoSuchLink
from baerekraft.assessments.models import Assessment, Comment, Link, Publication
from baerekraft.learners import inbox
from baerekraft.learners.models import Learner
from baerekraft.mail import messages


@transaction.atomic
def start(
    sent: Mapping[str, str],
    *,
    author: str = "",
    email: str = "",
    learner: Learner | None = None,
    language: str,
    lesson: str = "",
    brought_set: dict[str, Any] | None = None,
    at: datetime,
) -> Link:
    """Returns the author's own link. Her address counts as proven where she has entered here and proven it."""
    proven = bool(learner and learner.proven_at and learner.email == email)
    assessment = Assessment.objects.create(
        author=author,
        email=email,
        email_proven_at=at if proven else None,
        language=language,
        lesson=lesson,
        brought_set=brought_set or {},
        created_at=at,
        changed_at=at,
    )
    assessment = saving.save(assessment, sent, base=0, by=author, at=at).assessment
    if email:
        mail_link(assessment, at=at)
    return links.make(assessment, Link.Right.EDIT, name=author, at=at)


def bring_comments(
    link: Link, comments: Iterable[Mapping[str, Any]], left_out: Iterable[str], *, at: datetime
) -> None:
    """What came along with a file; what could not be taken stands as a comment, until somebody has seen to it."""
    rows = [Comment(assessment=link.assessment, **comment) for comment in comments]
    if left_out:
        told = "\n".join((_("Not everything in the file could be taken:"), *left_out))[:4000]
        rows.append(Comment(assessment=link.assessment, step="case", name=_("The file"), text=told, at=at))
    Comment.objects.bulk_create(rows)


def mail_link(assessment: Assessment, *, at: datetime) -> bool:
    """Mail the author a way in of her own; whether it went. A stranger's words never go to an unproven address."""
    if not takes_one_more(assessment):
        return False
    for old in assessment.links.filter(mailed=True, ended_at=None):
        links.end(old, Link.End.REPLACED, at=at)
    link = links.make(assessment, Link.Right.EDIT, name=assessment.author, mailed=True, at=at)
    messages.post(
        "assessments/mail/link.html",
        to=assessment.email,
        context={
            "title": assessment.title if assessment.email_proven_at else "",
            "url": links.address(link, language=assessment.language),
        },
        language=assessment.language,
        key=f"assessment-link-{link.pk}",
    )
    return True


def takes_one_more(assessment: Assessment) -> bool:
    """Whether one more mail that somebody asks for may go to the author.

    Counted by assessment where she has proven the address, so that no stranger uses up what she may get.
    """
    about = f"assessment {assessment.pk}" if assessment.email_proven_at else "assessment"
    return inbox.takes_one_more(assessment.email, about=about)


def own_link(assessment: Assessment, *, at: datetime) -> Link:
    """The author's way in for a mail that comes by itself: the one she was mailed last, so that it goes on working."""
    standing = assessment.links.filter(mailed=True, ended_at=None).order_by("-made_at", "-pk").first()
    if standing and _opens(standing):
        return standing
    return links.make(assessment, Link.Right.EDIT, name=assessment.author, mailed=True, at=at)


def _opens(link: Link) -> bool:
    """Not one that was made before the installation got another key."""
    try:
        return links.open(links.secret(link)) == link
    except NoSuchLink:
        return False


def prove(link: Link, *, at: datetime) -> None:
    """Whoever writes through the mailed link reads the author's mail."""
    if link.mailed and link.assessment and not link.assessment.email_proven_at:
        # Not another address, that somebody has given meanwhile.
        held = Assessment.objects.filter(pk=link.assessment.pk, email=link.assessment.email)
        if held.update(email_proven_at=at):
            link.assessment.email_proven_at = at


@transaction.atomic
def delete(assessment: Assessment, *, reason: Link.End = Link.End.DELETED, at: datetime) -> None:
    """Everything goes but the links' digests, which tell why they no longer work; final reports too, with their names.

    What was published loses its tie. It is withdrawn when somebody deletes, for nobody could withdraw it afterwards,
    and stays when time runs out: its author has let it be.
    """
    for publication in Publication.objects.filter(report__assessment=assessment):
        if reason != Link.End.EXPIRED:
            publishing.withdraw(publication, at=at)
        Publication.objects.filter(pk=publication.pk).update(report=None)
    counting.move_to_erased(assessment)
    links.end_all(assessment, reason, at=at)
    Link.objects.filter(assessment=assessment).update(name="", seed="")
    assessment.reports.all().delete()
    assessment.delete()
