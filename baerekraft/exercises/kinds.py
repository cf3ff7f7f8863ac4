"""The exercise kinds: one line each."""

from typing import Annotated

from pydantic import Field, TypeAdapter

from baerekraft.exercises.estimate.exercise import Estimate
from baerekraft.exercises.fact_or_myth.exercise import FactOrMyth
from baerekraft.exercises.multiple_choice.exercise import MultipleChoice
from baerekraft.exercises.pledge.exercise import Pledge
from baerekraft.exercises.reflection.exercise import Reflection
from baerekraft.exercises.single_choice.exercise import SingleChoice
from baerekraft.exercises.sorting.exercise import Sorting

AnyExercise = Annotated[
    SingleChoice | MultipleChoice | FactOrMyth | Sorting | Estimate | Reflection | Pledge,
    Field(discriminator="kind"),
]

KINDS = (
    SingleChoice,
    MultipleChoice,
    FactOrMyth,
    Sorting,
    Estimate,
    Reflection,
    Pledge,
)

BY_NAME = {kind.model_fields["kind"].default: kind for kind in KINDS}

adapter: TypeAdapter[AnyExercise] = TypeAdapter(AnyExercise)
