"""Where administrators meet the doors: Settings › Connections in the editor. Each door adds its own addresses."""

from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from baerekraft.interop import staff
from baerekraft.interop.lti import staff as lti
from baerekraft.interop.tokens import staff as tokens
from baerekraft.interop.webhooks import staff as webhooks
from baerekraft.interop.xapi import staff as xapi


class ForAdministrators(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return bool(request.user.is_superuser)


@hooks.register("register_admin_urls")
def addresses() -> list[URLPattern]:
    return [
        path("koblinger/", staff.connections, name="connections"),
        *lti.addresses(),
        path("koblinger/nokler/", tokens.keys, name="tokens"),
        path("koblinger/nokler/<int:pk>/tilbakekalling/", tokens.revocation, name="token-revocation"),
        *webhooks.ADDRESSES,
        *xapi.ADDRESSES,
    ]


@hooks.register("register_settings_menu_item")
def menu_item() -> MenuItem:
    return ForAdministrators(
        _("Connections"), reverse("connections"), name="connections", icon_name="link", order=650
    )
