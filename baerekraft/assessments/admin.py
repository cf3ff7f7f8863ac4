from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from baerekraft.assessments.collection import publishing
from baerekraft.assessments.models import OwnSet, Publication


class ReadOnly(admin.ModelAdmin):
    """Staff may look; what is there has come from elsewhere."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Publication)
class PublicationAdmin(ReadOnly):
    """Staff find what was published and can withdraw it; nothing else about it changes."""

    list_display = ["title", "municipality_name", "kind", "example", "published_at", "withdrawn_at"]
    list_filter = ["example", "withdrawn_at", "kind"]
    search_fields = ["title", "slug", "municipality_name"]
    fields = readonly_fields = (
        "slug",
        "title",
        "kind",
        "municipality_name",
        "language",
        "example",
        "published_at",
        "withdrawn_at",
        "barred_at",
    )
    actions = ["withdraw"]

    @admin.action(description=_("Withdraw the selected assessments"), permissions=["change"])
    def withdraw(self, request: HttpRequest, queryset: QuerySet[Publication]) -> None:
        for publication in queryset.filter(withdrawn_at=None):
            publishing.bar(publication, at=timezone.now())
            self.log_change(request, publication, "withdrawn")
        self.message_user(request, _("The assessments have been withdrawn."), messages.SUCCESS)


@admin.register(OwnSet)
class OwnSetAdmin(ReadOnly):
    """Which sets of targets have been taken in. They come by `baerekraft targets import`."""

    list_display = ["identity", "title", "taken_in_at"]
    fields = ["identity", "title", "fingerprint", "taken_in_at"]

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
