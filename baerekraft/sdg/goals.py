"""The UN's seventeen goals.

`name` is the goal as the UN words it (bokmål as in Norway's official use), `short` as it is said in a sentence.

`dimension` follows the "wedding cake" of Stockholm Resilience Centre (Johan Rockström and Pavan Sukhdev, 2016):
the biosphere (6, 13, 14, 15) carries society (1, 2, 3, 4, 5, 7, 11, 16), which carries the economy (8, 9, 10, 12),
and cooperation (17) goes through them all. The UN itself does not group the goals.

The colours are ours, not the UN's. `colour` is for the light scheme and holds white text, `colour_dark` is for the
dark scheme and holds black text; a goal is always told by number and name too.
"""

from functools import cache
from typing import Annotated, Literal

from django.utils.functional import lazy
from pydantic import Field, StringConstraints, ValidationError

from baerekraft.sdg import tables
from baerekraft.sdg.texts import Frozen, Texts

Colour = Annotated[str, StringConstraints(pattern=r"^#[0-9a-f]{6}$")]
Dimension = Literal["environment", "social", "economic", "cooperation"]

NUMBERS = range(1, 18)


class Goal(Frozen):
    number: Annotated[int, Field(ge=1, le=17)]
    dimension: Dimension
    colour: Colour
    colour_dark: Colour
    name: Texts
    short: Texts


@cache
def every() -> tuple[Goal, ...]:
    """All seventeen in order, read at first use."""
    path = tables.DATA / "goals.csv"
    goals = tuple(_goal(row) for row in tables.by_key(path, "number").values())
    if [goal.number for goal in goals] != list(NUMBERS):
        raise tables.BadTable(path, len(goals) + 1, "the goals are not 1 to 17 in order")
    return goals


def get(number: int) -> Goal:
    """Raises KeyError where there is no such goal."""
    if number not in NUMBERS:
        raise KeyError(number)
    return every()[number - 1]


def _goal(row: tables.Row) -> Goal:
    try:
        return Goal(
            number=row.integer("number"),
            dimension=row["dimension"],  # type: ignore[arg-type]
            colour=row["colour"],
            colour_dark=row["colour_dark"],
            name=row.texts("name"),
            short=row.texts("short"),
        )
    except ValidationError as error:
        raise row.error(error) from error


def _short(number: int) -> str:
    return str(get(number).short)


# For a menu made when the process starts: the file is read and the language chosen when somebody looks at it.
short_name = lazy(_short, str)
