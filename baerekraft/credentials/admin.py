from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from baerekraft.credentials import certificates
from baerekraft.credentials.models import Certificate


@admin.register(Certificate)
class CertificateAdmin(admin.ModelAdmin):
    """Staff look a certificate up by its code and can revoke it; nothing else about it changes."""

    list_display = ["code", "part_title", "issued_at", "revoked_at"]
    search_fields = ["=code"]
    fields = ["code", "name", "part_title", "issued_at", "revoked_at", "revoked_reason"]
    readonly_fields = ["code", "name", "part_title", "issued_at", "revoked_at"]
    actions = ["revoke"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    @admin.action(description=_("Withdraw the selected certificates"))
    def revoke(self, request: HttpRequest, queryset: QuerySet[Certificate]) -> None:
        for certificate in queryset.filter(revoked_at=None):
            certificates.revoke(
                certificate,
                reason=certificate.revoked_reason or str(_("Withdrawn by staff")),
                at=timezone.now(),
            )
            self.log_change(request, certificate, "revoked")
        self.message_user(request, _("The certificates have been withdrawn."), messages.SUCCESS)
