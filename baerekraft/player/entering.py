"""Entering and coming back: name and e-mail, the mailed link, the code, leaving."""

from collections.abc import Container
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.encoding import iri_to_uri
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from baerekraft.catalog import shelf
from baerekraft.learners import entry, inbox, passes, proofs, throttle
from baerekraft.learners.guard import own_pages_only
from baerekraft.learners.models import Learner
from baerekraft.learners.passes import Pass
from baerekraft.learners.proofs import ProofRefused
from baerekraft.learners.tasks import book_proofs
from baerekraft.municipalities import guess
from baerekraft.municipalities.models import Municipality
from baerekraft.player import device, doors, lessons
from baerekraft.player.answering import sent_of
from baerekraft.player.forms import CodeForm, EnterForm
from baerekraft.player.saying import message
from baerekraft.records import progress, responses
from baerekraft.records.models import Response
from baerekraft.records.responses import NotEntered, ResponseRefused

CODES_A_MINUTE = 60  # from one address: hardly anyone types one, and nobody types many
LONGEST_WAY = 300


@require_http_methods(["GET", "HEAD", "POST"])
@own_pages_only
def enter(request: HttpRequest) -> HttpResponse:
    """Begin, or begin again on another device: the answer is the same whether the address is known or not."""
    initial = {
        "email": request.GET.get("e-post", "")[:254],
        "municipality": request.GET.get("kommune", "")[:60],
    }
    form = EnterForm(request.POST or None, initial=initial)
    if request.method != "POST":
        return entrance(request, form)
    if not form.is_valid():
        return entrance(request, form, status=422)
    with transaction.atomic():
        crowded = throttle.exceeded("enter", throttle.address_of(request), limit=settings.ENTRIES_A_MINUTE)
        learner = None if crowded else learner_from(request, form.cleaned_data)
    if learner is None:
        form.add_error(None, crowd())
        response = entrance(request, form, status=429)
        response["Retry-After"] = "60"
        return response
    shared = form.cleaned_data["shared"]
    found = passes.of(request)
    proven = bool(found and found.proven and found.learner == learner.pk)
    headers = {"Location": onwards(request, learner), "Cache-Control": "private, no-store"}
    response = HttpResponse(status=303, headers=headers)
    passes.give(response, learner, proven=proven, shared=shared)
    if request.COOKIES.get(settings.DEVICE_COOKIE):
        device.clear(response)
    return response


def learner_from(request: HttpRequest, data: dict[str, Any]) -> Learner:
    """The learner of this device if she types her own address again, else a new entry with a mail on its way."""
    now = timezone.now()
    learner = passes.learner_of(request)
    if learner and learner.email == data["email"]:
        entry.correct(
            learner,
            name=data["name"],
            email=data["email"],
            municipality=data["municipality"] or learner.municipality,
            unit=learner.unit,
            role=data["role"] or learner.role,
            language=get_language() or settings.LANGUAGE_CODE,
            at=now,
        )
    else:
        learner = arrive(
            data["name"], data["email"], municipality=data["municipality"], role=data["role"], at=now
        )
    bring_along(request, learner)
    return learner


def arrive(
    name: str, email: str, *, at: datetime, municipality: Municipality | None = None, role: str = ""
) -> Learner:
    """Make a new entry, with a mail on its way unless the address has had enough this hour."""
    mailed = inbox.takes_one_more(email, about="proof")
    learner = entry.enter(
        name,
        email,
        at=at,
        municipality=municipality or guess.by_email(email),
        role=role,
        language=get_language() or settings.LANGUAGE_CODE,
        mailed=mailed,
    )
    if mailed:
        book_proofs()
    return learner


def send_proof(learner: Learner) -> bool:
    """Put a mail with a new link and code on its way, and tell whether: an address may have had enough this hour."""
    if inbox.takes_one_more(learner.email, about="proof"):
        proofs.renew(learner)
        Learner.objects.filter(pk=learner.pk).update(proof_sent_at=timezone.now(), proof_mailed_at=None)
        book_proofs()
        return True
    return False


def bring_along(request: HttpRequest, learner: Learner) -> None:
    """Write the answers that this device kept before she entered."""
    by = Pass(learner.pk, proven=True, shared=False, issued=2**33)
    for item in device.read(request):
        try:
            responses.record(sent_of(item), by=by, at=timezone.now())
        except (ResponseRefused, NotEntered, KeyError, ValueError):
            continue


def entrance(request: HttpRequest, form: EnterForm, status: int = 200) -> HttpResponse:
    context = {
        "form": form,
        "kept": len(device.read(request)),
        "learner": passes.learner_of(request),
        "onwards": request.POST.get("til", request.GET.get("til", ""))[:LONGEST_WAY],
    }
    response = render(request, "player/enter.html", context, status=status)
    response["Cache-Control"] = "private, no-store"
    return response


def onwards(request: HttpRequest, learner: Learner) -> str:
    """Where she was going, else the first lesson she has not done."""
    wanted = request.POST.get("til", request.GET.get("til", ""))
    is_new = not (request.COOKIES.get(settings.DEVICE_COOKIE) or passes.of(request))
    return way_to(wanted, done=set() if is_new else progress.of(learner, shelf.spoken()).done)


def way_to(wanted: str, *, done: Container[str] = ()) -> str:
    """The wanted page where it is one of ours, else the first lesson that is not done."""
    if wanted and url_has_allowed_host_and_scheme(wanted, allowed_hosts=None) and wanted.startswith("/"):
        return iri_to_uri(wanted[:LONGEST_WAY])
    ahead = next((lesson for lesson in shelf.spoken().lessons if lesson.key not in done), None)
    return lessons.address(ahead.part, ahead.slug) if ahead else reverse("player:own")


@require_http_methods(["GET", "HEAD", "POST"])
@own_pages_only
@never_cache
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """The mailed link. Looking changes nothing, so that a mail scanner may look; a button proves the address."""
    try:
        found = proofs.by_token(token)
    except ProofRefused as refusal:
        return refused(request, refusal)
    if request.method == "POST" and request.POST.get("action") == "no":
        return not_me(request, found)
    if request.method == "POST" and request.POST.get("action") == "yes":
        return let_in(request, found)
    context = {
        "entry": {
            "name": found.name or (found.joined.name if found.joined else ""),
            "started_at": found.created_at,
            "answers": Response.objects.of(found).count(),
        },
        "own_device": bool((mine := passes.of(request)) and mine.learner == found.pk),
        "token": token,
    }
    return unlinked(render(request, "player/confirm.html", context))


def let_in(request: HttpRequest, found: Learner) -> HttpResponse:
    learner = proofs.prove(found, at=timezone.now())
    mine = passes.of(request)
    shared = request.POST.get("shared") == "on" or bool(mine and mine.learner == found.pk and mine.shared)
    response = HttpResponse(status=303, headers={"Location": reverse("player:own")})
    passes.give(response, learner, proven=True, shared=shared)
    return response


def not_me(request: HttpRequest, found: Learner) -> HttpResponse:
    title = _("Thank you for telling us")
    text = _("Your address has been removed. You will get no more e-mails about this.")
    if found.proven_at or found.joined_id:
        text = _(
            "The address has already been confirmed. To remove it, go to My page and erase everything there."
        )
    else:
        proofs.disown(found)
    return unlinked(message(request, title, text))


def refused(request: HttpRequest, refusal: ProofRefused) -> HttpResponse:
    title = _("This link can no longer be used")
    text = _(
        "It is too old, or has been replaced by a newer e-mail. Give your name and e-mail to get a new one."
    )
    if refusal.reason == "wrong":
        title = _("The link is incomplete")
        text = _(
            "The last part may have been cut off. Copy the whole address from the e-mail, or ask for a new one."
        )
    action = (reverse("player:enter"), _("Get a new link"))
    return unlinked(
        message(request, title, text, action=action, status=410 if refusal.reason == "expired" else 404)
    )


def unlinked(response: HttpResponse) -> HttpResponse:
    """Keep the secret in the address from travelling on to other sites."""
    response["Referrer-Policy"] = "same-origin"
    response["X-Robots-Tag"] = "noindex"
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@own_pages_only
@never_cache
def code(request: HttpRequest) -> HttpResponse:
    """Type the code on the device where she entered."""
    mine, waiting = passes.of(request), passes.entered_as(request)
    if mine is None or waiting is None or not waiting.email:
        return redirect("player:enter")
    form = CodeForm(request.POST or None)
    context = {"form": form, "email": address_to_show(waiting)}
    if request.method != "POST" or not form.is_valid():
        return render(request, "player/code.html", context, status=422 if form.errors else 200)
    if throttle.exceeded("code", throttle.address_of(request), limit=CODES_A_MINUTE):
        form.add_error(None, crowd())
        response = render(request, "player/code.html", context, status=429)
        response["Retry-After"] = "60"
        return response
    try:
        proofs.check_code(waiting, form.cleaned_data["code"], at=timezone.now())
    except ProofRefused as refusal:
        form.add_error("code", REFUSALS[refusal.reason]())
        return render(request, "player/code.html", context, status=429 if refusal.reason == "locked" else 422)
    learner = proofs.prove(waiting, at=timezone.now())
    response = HttpResponse(status=303, headers={"Location": reverse("player:own")})
    passes.give(response, learner, proven=True, shared=mine.shared)
    return response


def address_to_show(waiting: Learner) -> str:
    """What she typed, so that she sees a slip; of one that was proven elsewhere, enough for her alone to know it by."""
    name, at, domain = waiting.email.partition("@")
    return f"{name[:1]}…{at}{domain}" if waiting.proven_at else waiting.email


def crowd() -> str:
    return _("A lot of people are joining right now. Wait a minute, then press the button again.")


REFUSALS = {
    "wrong": lambda: _("This is not the code in the latest e-mail. Please check it again."),
    "expired": lambda: _("The code has expired. Ask for a new e-mail below."),
    "locked": lambda: _("That was five wrong codes. Ask for a new e-mail below, and use the code in it."),
}


@require_POST
@own_pages_only
def resend(request: HttpRequest) -> HttpResponse:
    """A new mail with a new link and code; the earlier ones stop working."""
    waiting = passes.entered_as(request)
    sent = False
    if waiting and waiting.email and not waiting.joined_id:
        with transaction.atomic():
            sent = send_proof(waiting)
    return redirect(reverse("player:code") + ("?sendt=1" if sent else "?sendt=0"))


@require_POST
@own_pages_only
def leave(request: HttpRequest) -> HttpResponse:
    """«Not you?»: this device forgets, and if she asks, every other device too."""
    learner = passes.learner_of(request)
    if learner and request.POST.get("everywhere") == "on":
        Learner.objects.filter(pk=learner.pk).update(signed_out_at=timezone.now())
    response = render(request, "player/left.html", {"everywhere": request.POST.get("everywhere") == "on"})
    passes.take_back(response)
    device.clear(response)
    doors.forget(response)
    return response
