"""The page for whoever does not get in: what happened, and whom to ask."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

NOT_INVITED = _(
    "You are signed in where you work, but nobody has invited you here yet. Ask for an invitation to the address you sign in with."
)
NOT_CONFIRMED = _(
    "Your e-mail address is not confirmed where you signed in, so we cannot know that it is yours. Sign in with a code by e-mail instead."
)
NOT_LINKED = _(
    "We were given no e-mail address from where you signed in, so we do not know who you are. Sign in with a code by e-mail first, and link this way of signing in from “Sign-in and security”."
)
NO_ROLE = _("You are signed in, but have no role that opens this page.")
CLOSED = _("Your access has been withdrawn.")
BROKEN = _("Signing in did not succeed. Nothing has been opened. Please try again.")
UNREACHABLE = _(
    "The service you sign in with does not answer. Try again later, or sign in with a code by e-mail."
)


def page(request: HttpRequest, reason: Promise, *, status: int = 403) -> HttpResponse:
    context = {"reason": reason, "contact": settings.CONTACT}
    return render(request, "accounts/refused.html", context, status=status)
