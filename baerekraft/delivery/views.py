from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from baerekraft.catalog.models import Part
from baerekraft.delivery import questions, reviews, tokens
from baerekraft.delivery.models import Plan, Review
from baerekraft.delivery.reviews import NoSuchChoice, NotOffered
from baerekraft.learners import mailed
from baerekraft.learners.guard import learners_only, own_pages_only
from baerekraft.learners.mailed import TokenRefused
from baerekraft.learners.models import Learner


@require_POST
@own_pages_only
@learners_only
def begin(request: HttpRequest, learner: Learner, part: str) -> HttpResponse:
    """The learner says yes on her own page."""
    try:
        reviews.begin(learner, part=get_object_or_404(Part, slug=part), at=timezone.now())
    except NotOffered:
        raise Http404 from None
    return to_own_page(part)


@require_POST
@own_pages_only
@learners_only
def end(request: HttpRequest, learner: Learner, part: str) -> HttpResponse:
    """The learner says stop on her own page."""
    for plan in Plan.objects.of(learner).going().filter(part=get_object_or_404(Part, slug=part)):
        reviews.stop(plan, at=timezone.now())
    return to_own_page(part)


def to_own_page(part: str) -> HttpResponse:
    return HttpResponse(status=303, headers={"Location": f"{reverse('player:own')}#repetisjon-{part}"})


def refused(request: HttpRequest, refusal: TokenRefused) -> HttpResponse:
    if refusal.reason == "expired":
        text = _(
            "A link in an e-mail works for 60 days. On My page you can see which questions you get, and stop them."
        )
        return say(request, _("This link is too old"), text, status=410)
    text = _("Open it from the e-mail again, or copy the whole address. Part of it may be missing.")
    return say(request, _("This link does not work"), text, status=404)


@mailed.page(refused=refused)
def question(request: HttpRequest, token: str) -> HttpResponse:
    """One question, a button for each option. Scanners open it, so only a post answers."""
    review = tokens.review(token)
    if request.method != "POST":
        return answered(request, review) if review.answered_at else asked(request, review)
    try:
        reviews.answer(review, choice=request.POST.get("choice", ""), at=timezone.now())
    except NoSuchChoice:
        return asked(request, review, unclear=True)
    return HttpResponse(status=303, headers={"Location": request.path})


def asked(request: HttpRequest, review: Review, *, unclear: bool = False) -> HttpResponse:
    if questions.home(review, language=get_language() or "nb") is None:
        text = _("It is being worked on, or has been replaced. You do not need to do anything.")
        return say(request, _("This question has been withdrawn"), text, status=410)
    context = {**shown(review), "unclear": unclear}
    return render(request, "delivery/question.html", context, status=422 if unclear else 200)


def answered(request: HttpRequest, review: Review) -> HttpResponse:
    context: dict[str, Any] = shown(review)
    context["chosen"] = context["question"].choice(review.choice)
    context["lesson"] = questions.home(review, language=get_language() or "nb")
    next_on = reviews.next_on(review.plan)
    context["next_on"] = next_on and max(next_on, timezone.localdate())
    context["done"] = reviews.is_done(review.plan)
    return render(request, "delivery/answered.html", context)


def shown(review: Review) -> dict[str, Any]:
    return {
        "review": review,
        "question": questions.asked(review),
        "total": reviews.total(),
        "language": review.published.language,
        "stop_url": reverse("delivery:stop", args=[tokens.to_stop(review.plan)]),
    }


@mailed.page(refused=refused)
def stop(request: HttpRequest, token: str) -> HttpResponse:
    """Stop the questions: by the page's button, or by the mail program's own (RFC 8058)."""
    plan = tokens.plan(token)
    one_click = request.POST.get("List-Unsubscribe") == "One-Click"
    if request.method == "POST" and (one_click or request.POST.get("action") == "stop"):
        reviews.stop(plan, at=timezone.now())
        return (
            HttpResponse(status=200)
            if one_click
            else HttpResponse(status=303, headers={"Location": request.path})
        )
    if request.POST.get("action") == "keep":
        return say(request, _("The questions will continue"), _("Nothing has been changed."))
    if plan.ended_at:
        text = _("You will get no more questions about this part by e-mail.")
        return say(request, _("The questions have stopped"), text)
    return render(request, "delivery/stop.html")


def say(request: HttpRequest, title: str, text: str, *, status: int = 200) -> HttpResponse:
    context = {
        "title": title,
        "text": text,
        "action_url": reverse("player:own"),
        "action_label": _("Go to My page"),
    }
    return render(request, "design/message.html", context, status=status)
