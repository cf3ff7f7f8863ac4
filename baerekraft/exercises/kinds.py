"""The exercise kinds: one line each."""

from typing import Annotated

from pydantic import Field, TypeAdapter

from baerekraft.exercises.dilemma.exercise import Dilemma
from baerekraft.exercises.estimate.exercise import Estimate
from baerekraft.exercises.fact_or_myth.exercise import FactOrMyth
from baerekraft.exercises.flashcards.exercise import Flashcards
from baerekraft.exercises.matching.exercise import Matching
from baerekraft.exercises.multiple_choice.exercise import MultipleChoice
from baerekraft.exercises.ordering.exercise import Ordering
from baerekraft.exercises.pledge.exercise import Pledge
from baerekraft.exercises.poll.exercise import Poll
from baerekraft.exercises.reflection.exercise import Reflection
from baerekraft.exercises.single_choice.exercise import SingleChoice
from baerekraft.exercises.sorting.exercise import Sorting

KINDS = (
    SingleChoice,
    MultipleChoice,
    FactOrMyth,
    Ordering,
    Matching,
    Sorting,
    Estimate,
    Dilemma,
    Flashcards,
    Reflection,
    Poll,
    Pledge,
)

AnyExercise = Annotated[
    SingleChoice
    | MultipleChoice
    | FactOrMyth
    | Ordering
    | Matching
    | Sorting
    | Estimate
    | Dilemma
    | Flashcards
    | Reflection
    | Poll
    | Pledge,
    Field(discriminator="kind"),
]

BY_NAME = {kind.model_fields["kind"].default: kind for kind in KINDS}

adapter: TypeAdapter[AnyExercise] = TypeAdapter(AnyExercise)
