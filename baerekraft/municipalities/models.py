from typing import Self

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower

# The last three letters of the alphabet, in places that every computer sorts last and in this order.
LAST_LETTERS = str.maketrans("æøå", "\ue000\ue001\ue002")


class MunicipalityQuerySet(models.QuerySet["Municipality"]):
    def with_code(self, code: str) -> Self:
        """The municipality that lives on today from `code`, whenever the code was in use."""
        return self.filter(codes__code=code)

    def in_county(self, county: str, year: int) -> Self:
        return self.filter(codes__in=MunicipalityCode.objects.in_year(year).filter(county=county)).distinct()

    def living(self) -> Self:
        """Those there are now: one that has become a part of another has no code in use."""
        return self.filter(codes__last_year=None, codes__isnull=False)

    def alphabetical(self) -> list["Municipality"]:
        """In Norwegian order: Øvre Eiker, Ål, Ås. Databases disagree about it, so it is done here."""
        return sorted(self, key=lambda municipality: municipality.name.lower().translate(LAST_LETTERS))


class Municipality(models.Model):
    """A municipality as a line through time. The id comes from the data file and never changes."""

    id = models.PositiveSmallIntegerField(primary_key=True)
    slug = models.SlugField(unique=True)
    name = models.CharField(max_length=60)
    name_sami = models.CharField(max_length=60, blank=True)
    population = models.PositiveIntegerField()
    population_on = models.DateField()

    objects = MunicipalityQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "municipalities"

    def __str__(self) -> str:
        return self.name

    @property
    def code(self) -> str:
        return self.codes.get(last_year=None).code

    @property
    def county(self) -> str:
        return self.codes.get(last_year=None).county

    def codes_in(self, year: int) -> list[str]:
        """The code in `year`; several where municipalities have merged since."""
        return list(self.codes.in_year(year).values_list("code", flat=True))

    def counties_in(self, year: int) -> list[str]:
        return sorted(set(self.codes.in_year(year).values_list("county", flat=True)))


class MunicipalityCodeQuerySet(models.QuerySet["MunicipalityCode"]):
    def in_year(self, year: int) -> Self:
        return self.filter(
            Q(first_year=None) | Q(first_year__lte=year), Q(last_year=None) | Q(last_year__gte=year)
        )


class MunicipalityCode(models.Model):
    """The code, name and county that a municipality, or one that is now a part of it, had for some years.

    No first year: since before the product's figures begin. No last year: still in use.
    """

    # Codes of dissolved municipalities stay: old records still point at them.
    code = models.CharField(max_length=4, unique=True)
    municipality = models.ForeignKey(Municipality, models.CASCADE, related_name="codes")
    name = models.CharField(max_length=60)
    county = models.CharField(max_length=40)
    first_year = models.PositiveSmallIntegerField(null=True)
    last_year = models.PositiveSmallIntegerField(null=True)

    objects = MunicipalityCodeQuerySet.as_manager()

    class Meta:
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(
                condition=Q(first_year__lte=F("last_year")), name="code_ends_after_it_begins"
            ),
            models.UniqueConstraint(
                fields=["municipality"], condition=Q(last_year=None), name="one_code_in_use_per_municipality"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


class UnitQuerySet(models.QuerySet["Unit"]):
    def open(self) -> Self:
        return self.filter(closed_at=None)

    def alphabetical(self) -> list["Unit"]:
        return sorted(self, key=lambda unit: unit.name.lower().translate(LAST_LETTERS))


class Unit(models.Model):
    """A part of a municipality as an employer, such as a school or a department. Closed ones stay: records point at them."""

    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="units")
    name = models.CharField(max_length=80)
    closed_at = models.DateTimeField(null=True, blank=True)

    objects = UnitQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "municipality", Lower("name"), name="one_unit_of_a_name_in_a_municipality"
            )
        ]

    def __str__(self) -> str:
        return self.name


class Succession(models.Model):
    """What became of a municipality whose border moved, from the data file; `applied_at` when rows have followed."""

    class Kind(models.TextChoices):
        MERGER = "merger", "the predecessor is now a part of the successor"
        SPLIT = "split", "the successor was a part of the predecessor, which goes on"

    predecessor = models.ForeignKey(Municipality, models.PROTECT, related_name="+")
    successor = models.ForeignKey(Municipality, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=6, choices=Kind)
    on = models.DateField()
    applied_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["predecessor", "successor", "on"], name="a_border_moves_once")
        ]

    def __str__(self) -> str:
        return f"{self.predecessor} {self.kind} {self.successor} {self.on}"


class MailDomain(models.Model):
    """Whose a mail domain is."""

    class Basis(models.TextChoices):
        KNOWN = "known", "seen in use"
        RULE = "rule", "made from the name, not seen"

    domain = models.CharField(max_length=120, unique=True)
    municipality = models.ForeignKey(Municipality, models.CASCADE, related_name="mail_domains")
    basis = models.CharField(max_length=5, choices=Basis)

    def __str__(self) -> str:
        return self.domain
