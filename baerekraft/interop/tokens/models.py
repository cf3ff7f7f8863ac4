from datetime import date
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from baerekraft.municipalities.models import Municipality


class TokenQuerySet(models.QuerySet["Token"]):
    def living(self, on: date) -> Self:
        """Neither revoked nor past their last day."""
        return self.filter(Q(expires_on=None) | Q(expires_on__gte=on), revoked_at=None)


class Token(models.Model):
    """What another system may fetch here. The token itself is not kept, only its digest and how it begins."""

    class Scope(models.TextChoices):
        PACKAGES = "packages", _("Fetch the course as a package")
        FIGURES = "figures", _("Read a place's figures")
        ASSESSMENTS = "assessments", _("Read a place's published sustainability checks")

    name = models.CharField(_("name"), max_length=80)
    scopes = models.JSONField(_("rights"), default=list)
    # Whose figures and checks: a municipality's, a county's, or without either all that the installation serves.
    municipality = models.ForeignKey(
        Municipality,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("municipality"),
    )
    county = models.CharField(_("county"), max_length=40, blank=True)
    digest = models.CharField(max_length=64, unique=True, editable=False)
    beginning = models.CharField(max_length=12, editable=False)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    made_at = models.DateTimeField()
    expires_on = models.DateField(_("last day"), null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    # The day is enough to see which ones nobody needs any more.
    used_on = models.DateField(null=True, blank=True)

    objects = TokenQuerySet.as_manager()

    class Meta:
        ordering = ["revoked_at", "name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["name"], condition=Q(revoked_at=None), name="one_living_token_of_a_name"
            ),
            models.CheckConstraint(
                condition=Q(municipality=None) | Q(county=""), name="a_token_has_one_place_at_most"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def rights(self) -> list[str]:
        """The scopes in words, in the order that they are offered."""
        return [str(scope.label) for scope in self.Scope if scope.value in self.scopes]

    @property
    def place(self) -> str:
        """The municipality or the county, or nothing."""
        return str(self.municipality or self.county)
