from typing import Any, Self

from django.db import models
from django.db.models import F, Q

from baerekraft.municipalities.models import Municipality
from baerekraft.sdg.texts import Texts


class TextsField(models.JSONField):
    """A text in several languages, which says itself in the reader's."""

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Texts:
        return Texts(**super().from_db_value(value, expression, connection))

    def to_python(self, value: Any) -> Any:
        return Texts(**value) if isinstance(value, dict) else value

    def get_prep_value(self, value: Any) -> Any:
        return super().get_prep_value(value.model_dump() if isinstance(value, Texts) else value)

    def validate(self, value: Any, model_instance: Any) -> None:
        super().validate(value.model_dump() if isinstance(value, Texts) else value, model_instance)

    def value_to_string(self, obj: models.Model) -> Any:
        value = self.value_from_object(obj)
        return value.model_dump() if isinstance(value, Texts) else value


class Indicator(models.Model):
    """What is measured. It belongs to one goal, and to one of its targets where one fits."""

    class Wanted(models.TextChoices):
        UP = "up", "higher is better"
        DOWN = "down", "lower is better"
        NONE = "none", "neither is better"

    class Joining(models.TextChoices):
        """How the figure of a whole is made from those of its parts."""

        SUM = "sum", "the parts are added"
        POPULATION = "population", "a mean weighted by inhabitants"
        NONE = "none", "cannot be made from the parts with what we know"

    slug = models.SlugField(primary_key=True)
    goal = models.PositiveSmallIntegerField()
    target = models.CharField(max_length=5, blank=True)
    name = TextsField()
    unit = TextsField()
    wanted = models.CharField(max_length=4, choices=Wanted)
    decimals = models.PositiveSmallIntegerField(default=0)
    # Outside these a figure is a mistake, not a surprise.
    least = models.DecimalField(max_digits=20, decimal_places=6)
    most = models.DecimalField(max_digits=20, decimal_places=6)
    joining = models.CharField(max_length=10, choices=Joining, default=Joining.NONE)
    note = models.TextField(blank=True)
    place = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["goal", "place", "slug"]
        constraints = [
            models.CheckConstraint(condition=Q(goal__gte=1, goal__lte=17), name="indicator_has_a_goal"),
            models.CheckConstraint(condition=Q(least__lte=F("most")), name="indicator_has_limits"),
        ]

    def __str__(self) -> str:
        return str(self.name)


class ValueQuerySet(models.QuerySet["Value"]):
    def at(self, *, municipality: Municipality | None = None, region: str = "") -> Self:
        """Those for one place: a municipality's line, or a county or the country by name."""
        if (municipality is None) == (region == ""):
            raise TypeError("a place is a municipality or a region, and one of them")
        return self.filter(municipality=municipality, region=region)


class Value(models.Model):
    """What an indicator was in a place and a year, and who says so."""

    class From(models.TextChoices):
        FILE = "file", "the content files"
        SSB = "ssb", "Statistics Norway's service"

    indicator = models.ForeignKey(Indicator, models.CASCADE, related_name="values")
    municipality = models.ForeignKey(
        Municipality, models.CASCADE, null=True, blank=True, related_name="indicator_values"
    )
    region = models.CharField(max_length=40, blank=True)
    year = models.PositiveSmallIntegerField()
    value = models.DecimalField(max_digits=20, decimal_places=6)
    publisher = models.CharField(max_length=120)
    title = models.CharField(max_length=250, blank=True)
    url = models.URLField(max_length=500, blank=True)
    licence = models.CharField(max_length=120, blank=True)
    note = models.TextField(blank=True)
    borders_year = models.PositiveSmallIntegerField(null=True, blank=True)
    loaded_from = models.CharField(max_length=4, choices=From, default=From.FILE)
    # When the publisher last changed the figure, and when we asked. A file tells neither.
    updated_at = models.DateTimeField(null=True, blank=True)
    fetched_at = models.DateTimeField(null=True, blank=True)

    objects = ValueQuerySet.as_manager()

    class Meta:
        ordering = ["indicator", "year", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(municipality=None) ^ Q(region=""), name="value_has_one_place"),
            models.UniqueConstraint(
                fields=["indicator", "municipality", "year"],
                condition=Q(region=""),
                name="one_value_per_municipality_and_year",
            ),
            models.UniqueConstraint(
                fields=["indicator", "region", "year"],
                condition=Q(municipality=None),
                name="one_value_per_region_and_year",
            ),
        ]
        indexes = [
            # The table of all municipalities reads an indicator's newest year from the index alone.
            models.Index(
                fields=["indicator", "year", "municipality", "value"],
                condition=Q(municipality__isnull=False),
                name="values_of_municipalities",
            )
        ]

    def __str__(self) -> str:
        return (
            f"{self.indicator_id} {self.municipality or self.region} {self.year}: {self.value.normalize():f}"
        )
