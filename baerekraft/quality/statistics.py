"""Statistics of questions: how each has worked, from what learners answered at once.

Every night the completions that have come since are added to sums, a chunk in a transaction together with how far it
has come, so that a crash neither loses anybody nor counts her twice. Made again from the facts, the sums are the same.
"""

from django.db import transaction
from django.db.models import Max

from baerekraft.learners.models import Learner
from baerekraft.quality import sums
from baerekraft.quality.models import QuestionStatistic, StatisticsPosition
from baerekraft.records import first_answers
from baerekraft.records.first_answers import Done
from baerekraft.records.models import LessonCompletion

CHUNK = 500


def nightly() -> int:
    """Take in what there was the night before.

    A completion may become visible after one with a higher number, but not a whole day after.
    """
    return take(upto=_note_seen())


def take(*, upto: int) -> int:
    """Add the completions up to this number that have not been added; return how many."""
    count = 0
    while some := _take_some(upto):
        count += some
    return count


@transaction.atomic
def _take_some(upto: int) -> int:
    position = held()
    rows = first_answers.completed(after=position.taken, upto=upto, at_most=CHUNK)
    if not rows:
        return 0
    sums.add(sums.of([done for _pk, done in rows]))
    position.taken = rows[-1][0]
    position.save(update_fields=["taken"])
    return len(rows)


def rebuild() -> int:
    """Make the living sums again, as far as they had come; return the number of completions behind them."""
    return take(upto=_begin_anew())


@transaction.atomic
def _begin_anew() -> int:
    position = held()
    QuestionStatistic.objects.filter(erased=False).delete()
    upto, position.taken = position.taken, 0
    position.save(update_fields=["taken"])
    return upto


@transaction.atomic
def _note_seen() -> int:
    position = held()
    before, position.seen = position.seen, newest()
    position.save(update_fields=["seen"])
    return before


def newest() -> int:
    return LessonCompletion.objects.aggregate(pk=Max("pk"))["pk"] or 0


def held() -> StatisticsPosition:
    """The position, locked: whoever changes the sums holds it."""
    position, _made = StatisticsPosition.objects.select_for_update().get_or_create(pk=1)
    return position


@transaction.atomic
def count(learner: Learner, *, sign: int = 1) -> None:
    """Add what has been taken in of this learner, or take it away."""
    sums.add(_taken(learner), sign=sign)


@transaction.atomic
def move_to_erased(learner: Learner) -> None:
    """Keep what the learner added, as sums that no longer follow from any answer."""
    taken = _taken(learner)
    sums.add(taken, sign=-1)
    sums.add(taken, erased=True)


def _taken(learner: Learner) -> dict[sums.Key, sums.Sums]:
    rows = LessonCompletion.objects.of(learner).filter(pk__lte=held().taken).order_by("pk")
    return sums.of([Done(*row) for row in rows.values_list("enrolment", "lesson", "completed_at")])
