"""How surely somebody has signed in: administrators need more than a code by e-mail."""

from typing import Any

from allauth.account.internal.flows.login import get_authentication_records, record_authentication
from allauth.mfa.models import Authenticator
from allauth.socialaccount import app_settings as social
from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.http import HttpRequest

from baerekraft.accounts.models import User

SECOND_FACTORS = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]


def needed(user: User) -> bool:
    """Administrators only: they open everything, for others too."""
    return user.is_superuser or user.is_staff


def can_be_shown(user: User | AnonymousUser) -> bool:
    """Whether she has a passkey or an authenticator app to show."""
    return Authenticator.objects.filter(user_id=user.pk, type__in=SECOND_FACTORS).exists()


def shown(request: HttpRequest, user: AbstractBaseUser | AnonymousUser) -> bool:
    """Whether this session has seen a second factor or passkey, or a provider that is trusted to have asked for one."""
    if not isinstance(user, User):
        return False
    return any(_is_strong(record) for record in get_authentication_records(request, user))


def _is_strong(record: dict[str, Any]) -> bool:
    if record["method"] == "mfa":
        return True
    return record["method"] == "socialaccount" and record.get("provider") in trusted_providers()


def trusted_providers() -> set[str]:
    apps = social.PROVIDERS.get("openid_connect", {}).get("APPS", [])
    return {app["provider_id"] for app in apps if app["settings"]["strong"]}


def just_set_up(request: HttpRequest) -> None:
    """Whoever has just set one up has shown it too: a code was typed, or a key touched."""
    newest = Authenticator.objects.filter(user=request.user, type__in=SECOND_FACTORS).latest("pk")
    record_authentication(request, request.user, "mfa", id=newest.pk, type=newest.type)
