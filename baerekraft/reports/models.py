from django.db import models


class Morning(models.Model):
    """The numbers of one place through the day before, as they may be shown; never more than that. Kept to be read fast."""

    # «municipality 12», or «county » and its name, which is empty for all of them.
    place = models.CharField(max_length=60)
    as_of = models.DateField()
    numbers = models.JSONField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["place", "as_of"], name="one_morning_a_day")]

    def __str__(self) -> str:
        return f"{self.place} {self.as_of}"
