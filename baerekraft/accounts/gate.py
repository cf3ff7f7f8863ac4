"""The gate in front of staff pages: who is signed in too weakly, or has no business there, is led elsewhere."""

from collections.abc import Callable
from urllib.parse import urlencode

from allauth.account.adapter import get_adapter
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from baerekraft.accounts import memberships, refusing, strength
from baerekraft.accounts.models import User

EDITOR, OPERATION, SIGN_IN = "/redaksjon/", "/drift/", "/redaksjon/inn/"
# What signing out needs, and pages' own script texts.
ALWAYS = ("/redaksjon/logout/", "/redaksjon/login/", "/redaksjon/jsi18n/", "/redaksjon/sprite/")

Answer = Callable[[HttpRequest], HttpResponse]


def middleware(get_response: Answer) -> Answer:
    def respond(request: HttpRequest) -> HttpResponse:
        if request.path.startswith((EDITOR, OPERATION)) and not request.path.startswith((SIGN_IN, *ALWAYS)):
            return stopped(request) or get_response(request)
        return get_response(request)

    return respond


def stopped(request: HttpRequest) -> HttpResponse | None:
    """The page to meet instead, or None. Whoever is not signed in is asked to by the pages themselves."""
    user = request.user
    if not isinstance(user, User):
        return None
    operation = request.path.startswith(OPERATION)
    if not (user.is_staff if operation else user.has_perm("wagtailadmin.access_admin")):
        # Coordinators work in Innsikt, and the editor's front door leads there.
        if request.path == EDITOR and memberships.coordinates(user):
            return redirect("insight:home")
        return refusing.page(request, refusing.NO_ROLE)
    return too_weak(request, user)


def too_weak(request: HttpRequest, user: User) -> HttpResponse | None:
    """Where an administrator shows her second factor first, or None."""
    if not strength.needed(user) or strength.shown(request, user):
        return None
    if not strength.can_be_shown(user):
        return redirect("staff_set_up")
    there = get_adapter(request).get_reauthentication_methods(user)[0]["url"]
    back = request.get_full_path() if request.method == "GET" else memberships.front_door(user)
    return redirect(f"{there}?{urlencode({REDIRECT_FIELD_NAME: back})}")
