from django.conf import settings
from django.contrib import admin
from django.urls import include, path
from wagtail.admin import urls as wagtailadmin_urls

from baerekraft.config import health

urlpatterns = [
    path("", include("baerekraft.player.urls")),
    path("", include("baerekraft.credentials.urls")),
    path("redaksjon/", include(wagtailadmin_urls)),
    path("drift/", admin.site.urls),
    path("healthz", health.live),
    path("readyz", health.ready),
]
if settings.OUTBOX:
    urlpatterns.append(path("utboks/", include("baerekraft.mail.urls")))
