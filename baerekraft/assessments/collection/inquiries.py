"""What somebody looks for in the collection, as it stands in an address and as the database is asked."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from django.db.models import Q, QuerySet

from baerekraft.assessments.collection import finding
from baerekraft.assessments.document import LONGEST_LINE, Kind
from baerekraft.assessments.models import Publication
from baerekraft.sdg import goals

LONGEST_WORDS = 100
# Among the municipalities, where the examples have their place.
EXAMPLES = "eksempel"
AFFECTED = ("positive", "negative", "both", "unknown")
# Whoever asks for harm asks for what does both, too.
EFFECTS: Mapping[str, tuple[str, ...]] = {
    "positive": ("positive", "both"),
    "negative": ("negative", "both"),
    "unknown": ("unknown",),
}


@dataclass(frozen=True)
class Asked:
    """What somebody looks for. Nothing that is asked for is empty, None or 0; `effect` is of the goal."""

    words: str = ""
    municipality: str = ""
    kind: str = ""
    goal: int = 0
    effect: str = ""
    conflict: tuple[int, int] | None = None

    def __bool__(self) -> bool:
        return self != Asked()

    @property
    def filters(self) -> int:
        """How many, the words apart."""
        return sum(map(bool, (self.municipality, self.kind, self.goal, self.conflict)))

    @property
    def query(self) -> str:
        """As it stands in an address."""
        gains, harmed = self.conflict or (0, 0)
        told = {
            "q": self.words,
            "kommune": self.municipality,
            "type": self.kind,
            "mal": self.goal,
            "virkning": self.effect,
            "konflikt": f"{gains}-{harmed}" if self.conflict else "",
        }
        return urlencode({name: value for name, value in told.items() if value})


def read(query: Mapping[str, str]) -> Asked:
    """From an address. What no filter of ours could ask is left out."""
    kind, goal = query.get("type", ""), _goal(query.get("mal", ""))
    effect, municipality = query.get("virkning", ""), _line(query.get("kommune", ""), LONGEST_LINE)
    return Asked(
        words=_line(query.get("q", ""), LONGEST_WORDS),
        municipality=municipality,
        kind=kind if kind in set(Kind) else "",
        goal=goal,
        effect=effect if goal and effect in EFFECTS else "",
        conflict=_pair(query.get("konflikt", "")),
    )


def matching(asked: Asked) -> QuerySet[Publication]:
    found = Publication.objects.standing().filter(finding.condition(asked.words))
    if asked.municipality:
        found = found.filter(_in_municipality(asked.municipality))
    if asked.kind:
        found = found.filter(kind=asked.kind)
    if asked.goal:
        found = found.filter(goals__goal=asked.goal, goals__effect__in=effects_meant(asked))
    if asked.conflict:
        gains, harmed = asked.conflict
        found = found.filter(conflicts__gains=gains, conflicts__harmed=harmed)
    return found


def _in_municipality(value: str) -> Q:
    """By its slug; by its name where it is none of those we know, or no longer is."""
    if value == EXAMPLES:
        return Q(example=True)
    return Q(municipality__slug=value) | Q(example=False, municipality=None, municipality_name=value)


def effects_meant(asked: Asked) -> tuple[str, ...]:
    return EFFECTS.get(asked.effect, AFFECTED)


def _line(text: str, longest: int) -> str:
    """Without what a database will not look for."""
    return " ".join("".join(c if c.isprintable() else " " for c in text[: 4 * longest]).split())[:longest]


def _goal(text: str) -> int:
    return (
        int(text)
        if text.isascii() and text.isdigit() and len(text) <= 2 and int(text) in goals.NUMBERS
        else 0
    )


def _pair(text: str) -> tuple[int, int] | None:
    gains, _hyphen, harmed = text.partition("-")
    pair = _goal(gains), _goal(harmed)
    return pair if all(pair) else None
