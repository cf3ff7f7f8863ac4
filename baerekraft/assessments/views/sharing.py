"""Sharing: links for colleagues, the author's address, the file, and deleting it all."""

from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from baerekraft.assessments import file as files
from baerekraft.assessments import links, sets, starting
from baerekraft.assessments.access import holding
from baerekraft.assessments.models import Assessment, Link
from baerekraft.assessments.views import steps
from baerekraft.assessments.views.opening import checked_email
from baerekraft.learners.entry import clean_name

MOST_LINKS = 50


@require_http_methods(["GET", "HEAD", "POST"])
@holding(Link.Right.EDIT)
def sharing(request: HttpRequest, link: Link) -> HttpResponse:
    if request.method == "POST":
        return make(request, link)
    return page(request, link)


def page(
    request: HttpRequest, link: Link, *, problem: str = "", typed: str = "", status: int = 200
) -> HttpResponse:
    assessment = owned(link)
    standing = assessment.links.filter(ended_at=None, mailed=False).order_by("made_at")
    context = {
        **steps.around(steps.make(request, link)),
        "links": [
            {
                "link": one,
                "address": links.address(one, language=get_language() or "nb"),
                "mine": one.pk == link.pk,
            }
            for one in standing
        ],
        "rights": Link.Right.choices,
        "problem": problem,
        "typed": typed,
    }
    return render(request, "assessments/sharing.html", context, status=status)


def make(request: HttpRequest, link: Link) -> HttpResponse:
    """A link for somebody; it can be ended without touching the others'."""
    right = request.POST.get("right", "")
    if right not in Link.Right.values:
        return page(request, link, problem=_("Choose what the link is to be used for."), status=422)
    if owned(link).links.filter(ended_at=None).count() >= MOST_LINKS:
        return page(request, link, problem=_("There are too many links already. End one first."), status=422)
    name = clean_name(request.POST.get("name", ""))[:120]
    links.make(owned(link), Link.Right(right), at=timezone.now(), name=name)
    return redirect("assessments:sharing", links.secret(link))


@require_POST
@holding(Link.Right.EDIT)
def replacement(request: HttpRequest, link: Link, other: int) -> HttpResponse:
    """Replace a link by a new one, or end it."""
    old = get_object_or_404(owned(link).links.filter(ended_at=None), pk=other)
    now = timezone.now()
    if request.POST.get("act") == "end" and old.pk != link.pk:
        links.end(old, Link.End.REPLACED, at=now)
        return redirect("assessments:sharing", links.secret(link))
    fresh = links.replace(old, at=now)
    return redirect("assessments:sharing", links.secret(fresh if old.pk == link.pk else link))


@require_POST
@holding(Link.Right.EDIT)
def address(request: HttpRequest, link: Link) -> HttpResponse:
    """Give, correct or take away the author's address; a link is mailed to a new one."""
    assessment = owned(link)
    typed = request.POST.get("email", "")
    try:
        email = checked_email(typed)
    except ValidationError as error:
        return page(request, link, problem=error.messages[0], typed=typed, status=422)
    now = timezone.now()
    if email != assessment.email:
        Assessment.objects.filter(pk=assessment.pk).update(email=email, email_proven_at=None)
        # The links that went to the old address prove nothing about the new one.
        assessment.links.filter(mailed=True).update(mailed=False)
        assessment.email, assessment.email_proven_at = email, None
    if email and not starting.mail_link(assessment, at=now):
        return page(
            request,
            link,
            problem=_("Several e-mails have been sent to this address already. Wait an hour."),
            typed=typed,
            status=429,
        )
    return redirect("assessments:sharing", links.secret(link))


@require_GET
@holding(Link.Right.READ)
def file(request: HttpRequest, link: Link) -> HttpResponse:
    """The assessment as a file that can be opened again, here or on another installation."""
    assessment = owned(link)
    # Whoever may only read is shown no comments, here either.
    content = files.write(
        assessment, at=timezone.now(), known=sets.every(assessment.brought_set), comments=link.may_comment
    )
    response = HttpResponse(content, content_type="application/json")
    name = slugify(assessment.title)[:60] or "sjekk"
    response["Content-Disposition"] = f'attachment; filename="baerekraftsjekk-{name}.json"'
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@holding(Link.Right.EDIT)
def deletion(request: HttpRequest, link: Link) -> HttpResponse:
    if request.method == "POST" and request.POST.get("sure") == "on":
        starting.delete(owned(link), at=timezone.now())
        return render(request, "assessments/deleted.html")
    context: dict[str, Any] = {
        **steps.around(steps.make(request, link)),
        "unsure": request.method == "POST",
    }
    return render(request, "assessments/deletion.html", context, status=422 if context["unsure"] else 200)


def owned(link: Link) -> Assessment:
    """The link's assessment; a link that has been opened has one."""
    assert link.assessment is not None  # noqa: S101
    return link.assessment
