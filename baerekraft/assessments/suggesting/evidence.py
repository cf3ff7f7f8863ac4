"""What a word says about the goals and targets: from the keyword lists, the targets' own texts and the goals' names."""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property

from baerekraft.assessments.suggesting import keywords, words
from baerekraft.sdg import goals, un
from baerekraft.sdg.texts import Texts

FAMILIES = {"nb": "no", "nn": "no", "en": "en"}
LANGUAGES = {"no": ("nb", "nn"), "en": ("en",)}

KEYWORD = 1.0
GOAL_KEYWORD = 0.6
GOAL_NAME = 0.35
TARGET_TEXT = 0.3
PHRASE = 1.4  # two words say more than one
# How much a Norwegian municipality can do about the target.
PRIOR = {"high": 1.0, "medium": 0.9, "low": 0.55}
LONGEST_PHRASE = 5

Stems = tuple[str, ...]


@dataclass(frozen=True)
class Evidence:
    """For a language family: a term's weight for each number, and the words that Norwegian compounds are made of."""

    family: str
    weights: dict[Stems, dict[str, float]]
    parts: dict[str, str]

    @cached_property
    def openings(self) -> frozenset[str]:
        """The stems that a phrase can begin with."""
        return frozenset(term[0] for term in self.weights if len(term) > 1)

    def of(self, term: Stems) -> dict[str, float]:
        return self.weights.get(term, {})


def goal(number: str) -> int:
    return int(number.partition(".")[0])


def by_goal(scores: dict[str, float]) -> dict[int, float]:
    """Each goal's best."""
    found: dict[int, float] = {}
    for number, score in scores.items():
        found[goal(number)] = max(found.get(goal(number), 0.0), score)
    return found


@cache
def family(language: str) -> str:
    """Bokmål and nynorsk are read together: who writes one often pastes the other."""
    return FAMILIES.get(language.partition("-")[0], "no")


@cache
def gathered(family: str) -> Evidence:
    """Read at first use."""
    raw: dict[Stems, dict[str, float]] = {}
    parts: dict[str, str] = dict.fromkeys(words.empty_stems(family), "")
    for number, phrase, weight in _said(family):
        stems = words.stems(phrase, family)
        if family == "no" and weight >= GOAL_KEYWORD and len(stems) == 1:
            parts[words.folded(phrase)] = stems[0]
            if len(stems[0]) >= len(phrase) - 2:  # a stemmer that has cut more has left another word
                parts[stems[0]] = stems[0]
        terms = (
            [stems[:LONGEST_PHRASE]]
            if weight >= GOAL_KEYWORD
            else [(token.stem,) for token in words.tokens(phrase, family) if not token.empty]
        )
        for term in terms:
            at = raw.setdefault(term, {})
            at[number] = max(at.get(number, 0.0), weight)
    return Evidence(family, {term: _weighed(term, at) for term, at in raw.items() if term}, parts)


def _said(family: str) -> Iterator[tuple[str, str, float]]:
    """Everything that is said about every number, with how much it counts."""
    for language in LANGUAGES[family]:
        for number, phrases in keywords.of(language).items():
            for phrase in phrases:
                yield number, phrase, KEYWORD if "." in number else GOAL_KEYWORD
        for target in un.target_set().targets:
            yield target.number, _text(target.text, language), TARGET_TEXT * PRIOR[target.relevance or "low"]
        for each in goals.every():
            yield str(each.number), _text(each.name, language), GOAL_NAME


def _text(texts: Texts, language: str) -> str:
    return str(getattr(texts, language))


def _weighed(term: Stems, at: dict[str, float]) -> dict[str, float]:
    """A word that stands under many goals says little; a keyword counts against that more than a text's word does."""
    spread = sum(max(at[number] for number in at if goal(number) == one) for one in {goal(n) for n in at})
    rarity = math.log(1 + 17 / max(1.0, spread))
    longer = PHRASE if len(term) > 1 else 1.0
    prior = {target.number: PRIOR[target.relevance or "low"] for target in un.target_set().targets}
    return {number: weight * rarity * longer * prior.get(number, 1.0) for number, weight in at.items()}
