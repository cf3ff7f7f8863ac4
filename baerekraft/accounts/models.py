from typing import Any, ClassVar, Self

from django.contrib.auth.models import AbstractUser, UserManager
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from baerekraft.municipalities.models import Municipality, Unit


class StaffManager(UserManager["User"]):
    """Makes users by e-mail address; there is no user name."""

    def _create_user_object(
        self, username: str, email: str | None, password: str | None, **fields: Any
    ) -> "User":
        user = self.model(email=self.normalize_email(email or username).lower(), **fields)
        user.set_password(password)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":  # type: ignore[override]
        return super().create_superuser(username=email, email=email, password=password, **fields)

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":  # type: ignore[override]
        return super().create_user(username=email, email=email, password=password, **fields)


class User(AbstractUser):  # type: ignore[django-manager-missing]
    """One of the staff, known by e-mail address."""

    username = None  # type: ignore[assignment]
    email = models.EmailField(_("e-mail"), unique=True)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    objects: ClassVar[StaffManager] = StaffManager()


class Role(models.TextChoices):
    EDITOR = "editor", _("Editor")
    APPROVER = "approver", _("Approver")
    TRANSLATOR = "translator", _("Translator")
    MUNICIPAL_EDITOR = "municipal-editor", _("Municipal editor")
    COORDINATOR = "coordinator", _("Coordinator")
    COUNTY = "county", _("County coordinator")
    ADMINISTRATOR = "administrator", _("Administrator")

    @property
    def is_local(self) -> bool:
        """Whether it is held for one municipality."""
        return self in {Role.MUNICIPAL_EDITOR, Role.COORDINATOR}


class MembershipQuerySet(models.QuerySet["Membership"]):
    def of(self, user: User) -> Self:
        return self.filter(user=user)


class Membership(models.Model):
    """What one of the staff may be, and where. Groups and rights follow from it."""

    user = models.ForeignKey(User, models.CASCADE, related_name="memberships", verbose_name=_("user"))
    role = models.CharField(_("role"), max_length=20, choices=Role)
    municipality = models.ForeignKey(
        Municipality, models.PROTECT, null=True, blank=True, verbose_name=_("municipality")
    )
    # A coordinator of one unit only; of the whole municipality without.
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, verbose_name=_("unit"))
    # A county coordinator's county; all that the installation serves without.
    county = models.CharField(_("county"), max_length=40, blank=True)
    since = models.DateTimeField(_("since"), auto_now_add=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        constraints = [
            models.UniqueConstraint(
                fields=["user", "role", "municipality"],
                condition=Q(unit=None),
                name="a_local_role_is_held_once",
            ),
            models.UniqueConstraint(
                fields=["user", "role", "unit"], condition=Q(unit__isnull=False), name="a_unit_is_held_once"
            ),
            models.UniqueConstraint(
                fields=["user", "role", "county"], condition=Q(municipality=None), name="a_role_is_held_once"
            ),
            models.CheckConstraint(
                condition=Q(unit=None) | Q(role=Role.COORDINATOR), name="only_a_coordinator_has_a_unit"
            ),
            models.CheckConstraint(
                condition=Q(county="") | Q(role=Role.COUNTY), name="only_a_county_coordinator_has_a_county"
            ),
            models.CheckConstraint(
                condition=Q(role__in=[role for role in Role if role.is_local], municipality__isnull=False)
                | ~Q(role__in=[role for role in Role if role.is_local]) & Q(municipality=None),
                name="a_local_role_has_a_municipality",
                violation_error_message=_(
                    "A municipal editor or a coordinator needs a municipality; the other roles have none."
                ),
            ),
        ]

    def __str__(self) -> str:
        label = str(Role(self.role).label)
        places = [str(place) for place in (self.municipality, self.unit, self.county) if place]
        return f"{label} ({', '.join(places)})" if places else label


class Remembered(models.Model):
    """Django's cache as a table, so that every process counts the same tries. Its columns are Django's."""

    cache_key = models.CharField(max_length=255, primary_key=True)
    value = models.TextField()
    expires = models.DateTimeField(db_index=True)

    class Meta:
        db_table = "accounts_cache"

    def __str__(self) -> str:
        return self.cache_key
