"""What allauth asks us: no sign-up, our own mail and texts, and who may enter by a provider."""

import base64
import hashlib
import secrets
import time
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialApp, SocialLogin
from allauth.socialaccount.providers.base import AuthProcess
from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings
from django.contrib import messages as notes
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from requests import RequestException

from baerekraft.accounts import coding, memberships, refusing, strength
from baerekraft.accounts.models import User

RECENTLY = 5 * 60
# allauth's own notes are many and in its own words; these are the ones we say, in ours.
SAID = {
    "mfa/messages/totp_activated.txt": _("The authenticator app is set up."),
    "mfa/messages/totp_deactivated.txt": _("The authenticator app is removed."),
    "mfa/messages/webauthn_added.txt": _("The passkey is saved."),
    "mfa/messages/webauthn_removed.txt": _("The passkey is removed."),
    "mfa/messages/recovery_codes_generated.txt": _("You have new recovery codes."),
    "socialaccount/messages/account_connected.txt": _("You can now sign in this way too."),
    "socialaccount/messages/account_connected_other.txt": _(
        "This way of signing in already belongs to somebody else."
    ),
    "socialaccount/messages/account_disconnected.txt": _("You can no longer sign in this way."),
}


class AccountAdapter(DefaultAccountAdapter):
    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "incorrect_code": _(
            "That is not the code. Look in the newest e-mail or in your authenticator app, and try again."
        ),
        "incorrect_password": _("That is not the password. Try again."),
        "email_password_mismatch": _("The e-mail address and the password do not belong together."),
        "too_many_login_attempts": _("Too many tries. Wait a few minutes and try again."),
        "rate_limited": _("Too many tries. Wait a few minutes and try again."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        return memberships.front_door(request.user)

    def respond_user_inactive(self, request: HttpRequest, user: Any) -> HttpResponse:
        return refusing.page(request, refusing.CLOSED)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """The code, and nothing else, goes by mail."""
        if template_prefix == "account/email/login_code":
            coding.post(email, context["code"])

    def add_message(
        self,
        request: HttpRequest,
        level: int,
        message_template: str | None = None,
        message_context: dict[str, Any] | None = None,
        extra_tags: str = "",
        message: str | None = None,
    ) -> None:
        if text := message or SAID.get(message_template or ""):
            notes.add_message(request, level, str(text), extra_tags=extra_tags)

    def reauthenticate(self, user: Any, password: str) -> bool:
        """By the user's own address; allauth looks in a table of addresses that we do not use."""
        found = self.authenticate(self.request, email=user.email, password=password)
        return found is not None and found.pk == user.pk

    def is_reauthentication_required(self, *, app: str = "") -> bool:
        """Not again within five minutes; whoever has a second factor must have shown that one."""
        user = self.request.user
        records = get_authentication_records(self.request, user)
        if strength.can_be_shown(user):
            records = [record for record in records if record["method"] == "mfa"]
        return not any(time.time() - record["at"] < RECENTLY for record in records)

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, Any]]:
        """Whoever has a second factor shows that one; the password alone does not open it. The key comes first."""
        methods = super().get_reauthentication_methods(user)
        strong = [method for method in methods if method["id"].startswith("mfa_")]
        return sorted(strong or methods, key=lambda method: not method["id"].endswith("webauthn"))


class SocialAdapter(DefaultSocialAccountAdapter):
    def list_apps(self, request: HttpRequest, provider: Any = None, client_id: Any = None) -> list[SocialApp]:
        """Only what the operator has set in the environment; never a row in the database."""
        apps = super().list_apps(request, provider=provider, client_id=client_id)
        return [app for app in apps if app.pk is None]

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        return False

    def get_connect_redirect_url(self, request: HttpRequest, socialaccount: Any) -> str:
        return reverse("mfa_index")

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Link an invited person by her confirmed address the first time; refuse everybody else."""
        if sociallogin.is_existing or sociallogin.state.get("process") == AuthProcess.CONNECT:
            return
        confirmed = [address.email for address in sociallogin.email_addresses if address.verified]
        user = User.objects.filter(email__in=map(str.lower, confirmed), is_active=True).first()
        if user is None:
            unknown = refusing.NOT_CONFIRMED if sociallogin.email_addresses else refusing.NOT_LINKED
            reason = refusing.NOT_INVITED if confirmed else unknown
            raise ImmediateHttpResponse(refusing.page(request, reason))
        sociallogin.connect(request, user)

    def on_authentication_error(
        self,
        request: HttpRequest,
        provider: Any,
        error: Any = None,
        exception: Any = None,
        extra_context: Any = None,
    ) -> None:
        away = isinstance(exception, RequestException)
        reason = refusing.UNREACHABLE if away else refusing.BROKEN
        raise ImmediateHttpResponse(refusing.page(request, reason, status=503 if away else 403))


class MFAAdapter(DefaultMFAAdapter):
    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": AccountAdapter.error_messages["incorrect_code"],
    }

    def get_totp_issuer(self) -> str:
        return settings.ISSUER

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        return {**super().get_public_key_credential_rp_entity(), "name": settings.ISSUER}

    def generate_authenticator_name(self, user: Any, type: Any) -> str:
        number = Authenticator.objects.filter(user_id=user.pk, type=type).count() + 1
        return str(_("My passkey") if number == 1 else _("My passkey %(number)s") % {"number": number})

    # Whoever reads a backup of the database still cannot make anybody's codes.
    def encrypt(self, text: str) -> str:
        return _box().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        try:
            return _box().decrypt(encrypted_text.encode()).decode()
        except InvalidToken:  # SECRET_KEY has changed: no code is right any more
            return base64.b32encode(secrets.token_bytes(20)).decode()


def _box() -> Fernet:
    key = hashlib.sha256(f"authenticator{settings.SECRET_KEY}".encode()).digest()
    return Fernet(base64.urlsafe_b64encode(key))
