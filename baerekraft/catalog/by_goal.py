"""From a goal or a conflict to the lesson of the course that explains it."""

from dataclasses import dataclass

from baerekraft.catalog import shelf
from baerekraft.design import languages

Place = tuple[str, str]

GOOD_LIVES: Place = ("del-2", "livskvalitet-velferd-og-like-muligheter")
ECONOMY: Place = ("del-2", "baerekraftig-og-rettferdig-okonomisk-system")
LAND_AND_FOOD: Place = ("del-2", "baerekraftig-arealbruk-matproduksjon-og-ernaering")
CLIMATE: Place = ("del-2", "redusert-klimagassutslipp-og-energiomlegging")
TOWN: Place = ("del-2", "helhetlig-by-og-stedsutvikling")
NATURE: Place = ("del-2", "miljo-okosystem-og-biologisk-mangfold")
CONFLICTS: Place = ("del-2", "malkonflikter-i-baerekraftsarbeidet")

LESSONS: dict[int, Place] = {
    1: GOOD_LIVES,
    2: LAND_AND_FOOD,
    3: GOOD_LIVES,
    4: GOOD_LIVES,
    5: ("del-3", "lederrollen-og-baerekraftsmalene-nr-3-4-5-og-10"),
    6: NATURE,
    7: CLIMATE,
    8: ECONOMY,
    9: ("del-1", "hva-er-okonomisk-baerekraft"),
    10: GOOD_LIVES,
    11: TOWN,
    12: ECONOMY,
    13: CLIMATE,
    14: NATURE,
    15: NATURE,
    16: ("del-3", "lederrollen-og-baerekraftsmalene-nr-9-16-og-17"),
    17: ("del-1", "hvorfor-er-samarbeid-sa-viktig"),
}


@dataclass(frozen=True)
class Lesson:
    title: str
    url: str


def of_goal(number: int, language: str) -> Lesson | None:
    """None where the lesson is not published."""
    return _at(LESSONS[number], language) if number in LESSONS else None


def of_conflicts(language: str) -> Lesson | None:
    return _at(CONFLICTS, language)


def _at(place: Place, language: str) -> Lesson | None:
    entry = shelf.now(language).lesson(*place)
    return Lesson(entry.title, languages.link(language, "player:lesson", *place)) if entry else None
