"""Where a variant stands beside the county's lesson: what waits for an answer, and what keeps it from being published."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.db import models

from baerekraft.adaptation import citing, telling
from baerekraft.adaptation.layer import Question

if TYPE_CHECKING:
    from baerekraft.adaptation.pages import LocalLessonPage


class Standing(models.Model):
    """Beside the page and not in it: a page's own fields go back in time with its history."""

    variant = models.OneToOneField(
        "adaptation.LocalLessonPage", models.CASCADE, related_name="standing", primary_key=True
    )
    asked = models.JSONField(default=list)
    fault = models.TextField(blank=True)

    def __str__(self) -> str:
        return f"{self.variant_id}: {len(self.asked)} {self.fault}"

    @property
    def waits(self) -> bool:
        return bool(self.asked or self.fault)


def write(variant: "LocalLessonPage", questions: Sequence[Question], *, fault: str = "") -> None:
    """Keep how it stands, and tell the municipality's editors of what they have not been told."""
    row, _ = Standing.objects.get_or_create(variant=variant)
    asked = [key(question) for question in questions]
    news = [one for one in asked if one not in row.asked] + [fault] * (fault not in ("", row.fault))
    row.asked, row.fault = asked, fault
    row.save()
    if news:
        telling.tell.enqueue(variant.pk, "|".join(news))


def clear(variant: "LocalLessonPage") -> None:
    Standing.objects.filter(variant=variant).delete()


def key(question: Question) -> str:
    """The same question again has the same key; the county's next change of the block is another."""
    now = citing.fingerprint(question.now) if question.now else ""
    return f"{question.change.id}:{now}"
