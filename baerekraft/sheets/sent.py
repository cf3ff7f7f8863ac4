"""A file of lines that somebody has sent in: read, shown with its faults, and taken in when she says so."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import models

SMALL = 60_000  # bytes that are read while she waits; more is read in the background
LIFETIME = timedelta(days=1)


@dataclass(frozen=True)
class Sum:
    """How many lines have this fault, and what comes of them."""

    what: str
    count: int
    text: str


class SentFile(models.Model):
    """Whatever it holds. `counts` and `faults` are what the dry run found; `done` lines of `total` are taken in.

    Its bytes are emptied when it is taken in, refused, cancelled or a day old.
    """

    class State(models.TextChoices):
        READING = "reading"
        READ = "read"
        TAKING = "taking"
        TAKEN = "taken"
        REFUSED = "refused"
        CANCELLED = "cancelled"

    name = models.CharField(max_length=200)
    content = models.BinaryField()
    state = models.CharField(max_length=10, choices=State, default=State.READING)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    counts = models.JSONField(default=dict)
    faults = models.JSONField(default=list)
    why_refused = models.CharField(max_length=400, blank=True)
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    uploaded_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name

    @property
    def waits(self) -> bool:
        """Whether something is done with it in the background."""
        return self.state in {self.State.READING, self.State.TAKING}

    def become(self, state: str, *, out_of: Iterable[str], **fields: Any) -> bool:
        """Whether it went on to this state; what was cancelled meanwhile stays so, and twice is once."""
        row = type(self)._default_manager.filter(pk=self.pk, state__in=out_of)
        if not row.update(state=state, **fields):
            return False
        for name, value in {**fields, "state": state}.items():
            setattr(self, name, value)
        return True

    def refuse(self, why: str, *, out_of: str) -> None:
        self.become(self.State.REFUSED, out_of=[out_of], why_refused=why[:400], content=b"")

    def cancel(self, *, at: datetime) -> None:
        """Stop where it is. What has been taken in stays."""
        going = [self.State.READING, self.State.READ, self.State.TAKING, self.State.REFUSED]
        self.become(self.State.CANCELLED, out_of=going, content=b"", faults=[], finished_at=at)

    @classmethod
    def sweep(cls, *, at: datetime) -> int:
        """Forget what files said, a day after they came; what was taken in stays. Returns how many."""
        old = cls._default_manager.filter(uploaded_at__lt=at - LIFETIME)
        going = [cls.State.READING, cls.State.READ, cls.State.TAKING]
        old.filter(state__in=going).update(state=cls.State.CANCELLED, finished_at=at)
        return old.exclude(content=b"", faults=[]).update(content=b"", faults=[])


def bare_name(name: str) -> str:
    """A file's name without the folders some browsers send, short enough to keep."""
    return name.replace("\\", "/").rpartition("/")[2].replace("\0", "")[-200:]
