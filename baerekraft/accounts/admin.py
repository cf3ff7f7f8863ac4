from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount, SocialApp, SocialToken
from django.contrib import admin
from django.http import HttpRequest

from baerekraft.accounts.models import Membership, User

# Secrets that nobody needs to read, addresses we do not use, and providers that come from the environment.
for model in (EmailAddress, Authenticator, SocialAccount, SocialApp, SocialToken):
    admin.site.unregister(model)


class Memberships(admin.TabularInline):
    model = Membership
    extra = 0
    readonly_fields = ("since",)


@admin.register(User)
class UserAdmin(admin.ModelAdmin):
    """Names and roles. Inviting and withdrawing is done in the editor, where mail is sent and sessions end."""

    list_display = ("email", "first_name", "last_name", "is_active", "last_login")
    list_filter = ("is_active", "memberships__role")
    search_fields = ("email", "first_name", "last_name")
    fields = ("email", "first_name", "last_name", "is_active", "last_login")
    readonly_fields = ("email", "is_active", "last_login")
    inlines = (Memberships,)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        return False
