"""The e-mail as it will look, in each language, and one to the coordinator herself. The links in a sample lead nowhere."""

from django.conf import settings
from django.contrib import messages as notes
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from baerekraft.accounts.models import User
from baerekraft.campaigns import letters
from baerekraft.campaigns.models import Campaign, Recipient
from baerekraft.insight import access
from baerekraft.mail import messages
from baerekraft.mail.letter import Letter
from baerekraft.reports.scopes import Scope

# The message as a mail program shows it: no script, nothing fetched but our own pictures, and in our own page only.
MESSAGE = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src 'self' data:; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'self'; sandbox"
)


@require_safe
@access.campaign
def page(request: HttpRequest, scope: Scope, campaign: Campaign) -> HttpResponse:
    language, number, kind = _asked(request, campaign)
    letter = sample(campaign, request.user, language=language, number=number, kind=kind)  # type: ignore[arg-type]
    context = {
        "scope": scope,
        "campaign": campaign,
        "letter": letter,
        "language": language,
        "languages": settings.LANGUAGES,
        "number": number,
        "numbers": range(1, len(campaign.lessons) + 1) if campaign.way == Campaign.Way.LESSONS else [],
        "kind": kind,
    }
    return render(request, "insight/letter.html", context)


@require_safe
@access.campaign
def shown(request: HttpRequest, scope: Scope, campaign: Campaign) -> HttpResponse:
    """The message alone, for the frame in the page."""
    language, number, kind = _asked(request, campaign)
    letter = sample(campaign, request.user, language=language, number=number, kind=kind)  # type: ignore[arg-type]
    if letter is None:
        raise Http404
    answer = HttpResponse(letter.html)
    answer["Content-Security-Policy"], answer["X-Frame-Options"] = MESSAGE, "SAMEORIGIN"
    return answer


@require_POST
@access.campaign
def to_me(request: HttpRequest, scope: Scope, campaign: Campaign) -> HttpResponse:
    language, number, kind = _asked(request, campaign)
    user: User = request.user  # type: ignore[assignment]
    letter = sample(campaign, user, language=language, number=number, kind=kind)
    if letter:
        key = f"campaign-sample-{campaign.pk}-{user.pk}-{timezone.now().timestamp()}"
        numbered = letter.model_copy(update={"message_id": messages.stable_id(key)})
        messages.put(numbered, key=key)
        notes.success(request, _("The e-mail is on its way to %(address)s.") % {"address": user.email})
    here = access.address(scope, "letter", pk=campaign.pk)
    return redirect(f"{here}?mal={language}&nr={number}&slag={kind}")


def sample(campaign: Campaign, user: User, *, language: str, number: int, kind: str) -> Letter | None:
    """What the coordinator would get; None when the lesson is published no more."""
    me = Recipient(pk=0, campaign=campaign, email=user.email, name=user.get_full_name(), language=language)
    if kind == "reminder":
        return letters.written_reminder(me, number, 1)
    if campaign.way == Campaign.Way.INVITATION:
        return letters.written_invitation(me)
    return letters.written_lesson(me, number)


def _asked(request: HttpRequest, campaign: Campaign) -> tuple[str, int, str]:
    """Language, lesson and kind of the e-mail; whatever else an address says is taken as the first."""
    said = request.POST if request.method == "POST" else request.GET
    language = said.get("mal", "")
    if campaign.way == Campaign.Way.LINK:
        raise Http404
    number = int(said["nr"]) if said.get("nr", "").isdecimal() and len(said["nr"]) < 4 else 1
    return (
        language if language in dict(settings.LANGUAGES) else campaign.language,
        min(max(1, number), len(campaign.lessons) or 1),
        "reminder" if said.get("slag") == "reminder" else "mail",
    )
