from typing import Any

from allauth.account.views import RequestLoginCodeView
from allauth.mfa.base.views import IndexView
from allauth.mfa.totp.views import ActivateTOTPView
from allauth.mfa.webauthn.views import AddWebAuthnView
from allauth.socialaccount import adapter as social
from allauth.socialaccount.internal.flows.connect import disconnect
from allauth.socialaccount.models import SocialAccount, SocialApp
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView, OAuth2LoginView
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST
from requests import RequestException

from baerekraft.accounts import coding, memberships, refusing, strength
from baerekraft.accounts.models import Membership
from baerekraft.accounts.provider import StaffAdapter


class SignIn(RequestLoginCodeView):
    """An address for a code, a passkey, or where you work: the same answer for every address."""

    template_name = "accounts/sign_in.html"

    def form_valid(self, form: Any) -> HttpResponse:
        if form._user is None:
            coding.pretend(form.cleaned_data["email"])
        return super().form_valid(form)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        providers = social.get_adapter().list_providers(self.request)
        return {**super().get_context_data(**kwargs), "providers": providers, "next": self.get_next_url()}


class Security(IndexView):
    """One's own ways of signing in."""

    template_name = "accounts/security.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        links = {link.provider: link for link in SocialAccount.objects.filter(user=self.request.user)}
        return {
            **super().get_context_data(**kwargs),
            "providers": [
                (provider, links.get(provider.sub_id))
                for provider in social.get_adapter().list_providers(self.request)
            ],
            "memberships": Membership.objects.of(self.request.user).select_related("municipality", "unit"),
            "coordinates": memberships.coordinates(self.request.user),
            "must_be_strong": strength.needed(self.request.user),
        }


class SetUp:
    """Before allauth's view that adds an authenticator."""

    def form_valid(self, form: Any) -> HttpResponse:
        response: HttpResponse = super().form_valid(form)  # type: ignore[misc]
        strength.just_set_up(self.request)  # type: ignore[attr-defined]
        return response


class AddApp(SetUp, ActivateTOTPView):
    template_name = "accounts/app_add.html"


class AddKey(SetUp, AddWebAuthnView):
    template_name = "accounts/key_add.html"


class Callback(OAuth2CallbackView):
    def _get_state(self, request: HttpRequest, provider: Any) -> Any:
        """What we remember of the question goes to whoever reads the answer."""
        state, response = super()._get_state(request, provider)
        self.adapter.nonce = (state or {}).get("nonce", "")
        return state, response


sign_in = SignIn.as_view()
security = never_cache(Security.as_view())


@login_required
def set_up(request: HttpRequest) -> HttpResponse:
    """An administrator's first page: no further without a passkey or an authenticator app."""
    if strength.can_be_shown(request.user):
        return redirect(memberships.front_door(request.user))
    return render(request, "accounts/set_up.html")


def closed(request: HttpRequest) -> HttpResponse:
    return refusing.page(request, refusing.CLOSED)


def cancelled(request: HttpRequest) -> HttpResponse:
    return redirect("account_login")


@require_POST
def away(request: HttpRequest, provider_id: str) -> HttpResponse:
    """To the provider."""
    try:
        return OAuth2LoginView.adapter_view(StaffAdapter(request, provider_id))(request)
    except SocialApp.DoesNotExist:
        raise Http404 from None
    except RequestException:
        return refusing.page(request, refusing.UNREACHABLE, status=503)


def back(request: HttpRequest, provider_id: str) -> HttpResponse:
    """From the provider."""
    try:
        return Callback.adapter_view(StaffAdapter(request, provider_id))(request)
    except SocialApp.DoesNotExist:
        raise Http404 from None


@login_required
@require_POST
def unlink(request: HttpRequest) -> HttpResponse:
    link = get_object_or_404(SocialAccount, user=request.user, pk=request.POST.get("link") or 0)
    disconnect(request, link)
    return redirect("mfa_index")
