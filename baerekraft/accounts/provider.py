"""OpenID Connect, stricter than allauth's own: signature, nonce and level are always checked, and little is kept."""

import secrets
from typing import Any

import jwt
from allauth.account.models import EmailAddress
from allauth.socialaccount.internal import jwtkit
from allauth.socialaccount.models import SocialApp, SocialLogin, SocialToken
from allauth.socialaccount.providers.base import AuthProcess
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.http import HttpRequest, HttpResponse

ALGORITHMS = {"RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512"}


class StaffAdapter(OpenIDConnectOAuth2Adapter):
    """One answer from a provider. `nonce` is what we asked it with."""

    nonce = ""

    def complete_login(
        self, request: HttpRequest, app: SocialApp, token: SocialToken, **kwargs: Any
    ) -> SocialLogin:
        try:
            claims = self._decode_id_token(app, kwargs["response"]["id_token"])
        except (KeyError, TypeError, ValueError, jwt.PyJWTError) as error:
            raise OAuth2Error("not a readable id_token") from error
        if not self.nonce or claims.get("nonce") != self.nonce:
            raise OAuth2Error("the id_token answers another question")
        levels = app.settings["levels"]
        if levels and claims.get("acr") not in levels:
            raise OAuth2Error("the level of assurance is too low")
        if "email" not in claims and "email" in app.settings["scope"]:
            claims = self._with_userinfo(claims, token)
        return self.get_provider().sociallogin_from_response(request, claims)

    def _decode_id_token(self, app: SocialApp, id_token: str) -> dict[str, Any]:
        """allauth trusts the connection and skips the signature; we check it always."""
        if jwt.get_unverified_header(id_token).get("alg") not in ALGORITHMS:
            raise OAuth2Error("an algorithm that proves nothing")
        return jwtkit.verify_and_decode(
            credential=id_token,
            keys_url=self.openid_config["jwks_uri"],
            issuer=app.settings["issuer"],
            audience=app.client_id,
            lookup_kid=jwtkit.lookup_kid_jwk,
        )

    def _with_userinfo(self, claims: dict[str, Any], token: SocialToken) -> dict[str, Any]:
        more = self._fetch_user_info(token.token)
        if more.get("sub") != claims["sub"]:
            raise OAuth2Error("userinfo is about somebody else")
        return {**more, **claims}


class StaffProvider(OpenIDConnectProvider):
    oauth2_adapter_class = StaffAdapter
    pkce_enabled_default = True

    def redirect(
        self, request: HttpRequest, process: str, next_url: Any = None, data: Any = None, **kwargs: Any
    ) -> HttpResponse:
        nonce = secrets.token_urlsafe(24)
        params = {**self.get_auth_params(), "nonce": nonce}
        return super().redirect(
            request,
            AuthProcess.CONNECT if process == AuthProcess.CONNECT else AuthProcess.LOGIN,
            next_url,
            data,
            **{**kwargs, "auth_params": params, "nonce": nonce},
        )

    # What is asked of the provider is the operator's choice, not that of whoever wrote the link.
    def get_auth_params_from_request(self, request: HttpRequest, action: str) -> dict[str, str]:
        return self.get_auth_params()

    def get_scope_from_request(self, request: HttpRequest) -> list[str]:
        return self.get_scope()

    def extract_extra_data(self, data: dict[str, Any]) -> dict[str, Any]:
        """Nothing. ID-porten sends the national identity number, which we have no use for."""
        return {}

    def extract_email_addresses(self, data: dict[str, Any]) -> list[EmailAddress]:
        """Confirmed if the provider says so, or the operator says that it gives out no others."""
        trusted = self.app.settings["trust_email"]
        address = data.get("email") or (trusted and data.get("preferred_username"))
        if not isinstance(address, str) or "@" not in address:
            return []
        confirmed = trusted or data.get("email_verified") in (True, "true")
        return [EmailAddress(email=address.lower(), verified=confirmed, primary=True)]


provider_classes = [StaffProvider]
