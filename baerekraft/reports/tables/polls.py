"""What the polls' answers are: polls()."""

from collections import Counter
from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from baerekraft.catalog.courses import PartOnShelf
from baerekraft.catalog.shelf import Entry
from baerekraft.exercises.document import KEYS
from baerekraft.exercises.poll.exercise import Poll
from baerekraft.records.models import Tally
from baerekraft.reports import suppression
from baerekraft.reports.report import Column, Row, Table

Pictures = dict[tuple[int, str], Counter[str]]


def polls(parts: Sequence[PartOnShelf], municipalities: Sequence[int]) -> Table:
    """From the pictures that move only for every fifth answer, of these municipalities together."""
    entries = [entry for part in parts for entry in part.lessons]
    pictures: Pictures = {}
    found = Tally.objects.filter(
        municipality__in=municipalities, lesson__in=[entry.lesson for entry in entries]
    )
    for lesson, exercise, shown in found.values_list("lesson", "exercise", "shown"):
        pictures.setdefault((lesson, exercise), Counter()).update(shown)
    return Table(
        key="polls",
        title=_("Polls"),
        note=_("What they answered, as shares to the nearest 5 %. Shown when at least 20 have answered."),
        columns=(Column(key="share", label=pgettext("column", "Share"), unit="percent"),),
        rows=tuple(row for entry in entries for row in _rows(entry, pictures)),
    )


def _rows(entry: Entry, pictures: Pictures) -> Iterator[Row]:
    for exercise in entry.document.exercises:
        if isinstance(exercise, Poll):
            keys = KEYS[: len(exercise.options)]
            counts = pictures.get((entry.lesson, exercise.id), Counter())
            shares = suppression.shares([counts[key] for key in keys]) or [None] * len(keys)
            for key, option, share in zip(keys, exercise.options, shares, strict=True):
                label = f"{exercise.prompt} – {option}"
                yield Row(key=f"{entry.key}/{exercise.id}/{key}", label=label, cells=(share,))
