from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path
from django.views.generic import RedirectView
from wagtail.admin import urls as wagtailadmin_urls

from baerekraft.config import health

to_sign_in = RedirectView.as_view(pattern_name="account_login", query_string=True)

urlpatterns = [
    path("redaksjon/inn/", include("baerekraft.accounts.urls")),
    # Nobody signs in, or gets a new password, in the editor's or the operator's own way.
    path("redaksjon/login/", to_sign_in),
    path("redaksjon/password_reset/", to_sign_in),
    path("drift/login/", to_sign_in),
    path("redaksjon/", include("baerekraft.authoring.words.urls")),
    path("redaksjon/", include(wagtailadmin_urls)),
    path("drift/", admin.site.urls),
    path("api/v1/", include("baerekraft.interop.api.urls")),
    path("lti/", include("baerekraft.interop.lti.urls")),
    path("media/", include("baerekraft.media.urls")),
    path("", include("baerekraft.credentials.badges.urls")),
    path("healthz", health.live),
    path("readyz", health.ready),
]
if settings.OUTBOX:
    urlpatterns.append(path("utboks/", include("baerekraft.mail.urls")))
# Bokmål stands without a prefix, the others behind /nn/ and /en/.
urlpatterns += i18n_patterns(
    path("", include("baerekraft.assessments.urls")),
    # Before the player, whose addresses of variants have the same shape as a campaign's way in.
    path("", include("baerekraft.campaigns.urls")),
    path("", include("baerekraft.credentials.urls")),
    path("", include("baerekraft.delivery.urls")),
    path("innsikt/", include("baerekraft.insight.urls")),
    path("", include("baerekraft.player.urls")),
    path("", include("baerekraft.status.urls")),
    prefix_default_language=False,
)
