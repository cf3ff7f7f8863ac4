"""Signing in. The names that begin with account, mfa, socialaccount and openid_connect are those allauth asks for."""

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as webauthn
from django.urls import path

from baerekraft.accounts import views

HERE = "accounts/"

urlpatterns = [
    path("", views.sign_in, name="account_login"),
    path("", views.sign_in, name="account_request_login_code"),
    path(
        "kode/",
        account.ConfirmLoginCodeView.as_view(template_name=f"{HERE}code.html"),
        name="account_confirm_login_code",
    ),
    path("passord/", account.LoginView.as_view(template_name=f"{HERE}password.html"), name="staff_password"),
    path("ut/", account.LogoutView.as_view(template_name=f"{HERE}sign_out.html"), name="account_logout"),
    path("stengt/", views.closed, name="account_inactive"),
    path("sikkerhet/", views.security, name="mfa_index"),
    path("sikkerhet/forst/", views.set_up, name="staff_set_up"),
    path(
        "andre-faktor/",
        mfa.AuthenticateView.as_view(template_name=f"{HERE}second_factor.html"),
        name="mfa_authenticate",
    ),
    path(
        "bekreft/",
        mfa.ReauthenticateView.as_view(template_name=f"{HERE}confirm_code.html"),
        name="mfa_reauthenticate",
    ),
    path(
        "bekreft/nokkel/",
        webauthn.ReauthenticateWebAuthnView.as_view(template_name=f"{HERE}confirm_key.html"),
        name="mfa_reauthenticate_webauthn",
    ),
    path(
        "bekreft/passord/",
        account.ReauthenticateView.as_view(template_name=f"{HERE}confirm_password.html"),
        name="account_reauthenticate",
    ),
    path("app/", views.AddApp.as_view(), name="mfa_activate_totp"),
    path(
        "app/fjern/",
        totp.DeactivateTOTPView.as_view(template_name=f"{HERE}app_remove.html"),
        name="mfa_deactivate_totp",
    ),
    path(
        "reservekoder/",
        recovery.ViewRecoveryCodesView.as_view(template_name=f"{HERE}recovery.html"),
        name="mfa_view_recovery_codes",
    ),
    path(
        "reservekoder/nye/",
        recovery.GenerateRecoveryCodesView.as_view(template_name=f"{HERE}recovery_new.html"),
        name="mfa_generate_recovery_codes",
    ),
    path("nokkel/inn/", webauthn.login_webauthn, name="mfa_login_webauthn"),
    path("nokkel/ny/", views.AddKey.as_view(), name="mfa_add_webauthn"),
    path(
        "nokkel/<int:pk>/fjern/",
        webauthn.RemoveWebAuthnView.as_view(
            template_name=f"{HERE}key_remove.html", success_url="/redaksjon/inn/sikkerhet/"
        ),
        name="mfa_remove_webauthn",
    ),
    path("koblinger/", views.unlink, name="socialaccount_connections"),
    path("avbrutt/", views.cancelled, name="socialaccount_login_cancelled"),
    path("med/<slug:provider_id>/", views.away, name="openid_connect_login"),
    path("med/<slug:provider_id>/tilbake/", views.back, name="openid_connect_callback"),
]
