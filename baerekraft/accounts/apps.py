from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    name = "baerekraft.accounts"
    label = "accounts"
    verbose_name = _("Staff")

    def ready(self) -> None:
        from baerekraft.accounts import memberships, receivers  # noqa: F401
