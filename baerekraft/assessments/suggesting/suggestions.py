"""Suggested targets for a case: its words are looked up, and each target is told with the words that led to it.

Everything happens here and now: the text is neither kept nor sent anywhere.
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass

from baerekraft.assessments.suggesting import embedding, evidence, words
from baerekraft.assessments.suggesting.evidence import Evidence, Stems
from baerekraft.assessments.suggesting.words import Token

LONGEST = 5000  # letters that are read; a description is seldom a tenth of that
PART = 0.6  # what a compound's part counts, against the word alone
AGAIN = 0.3  # what saying it again adds
COMPANY = 0.25  # what the goal's other words add to a target
FAINT = 0.25  # of the best one's score; what is fainter is not suggested
OF_ONE_GOAL = 3


@dataclass(frozen=True)
class Suggestion:
    """`number` is a target's, or a goal's where only the goal is clear; `words` stand so in the text, in order."""

    number: str
    goal: int
    score: float
    words: tuple[str, ...]


@dataclass(frozen=True)
class Sign:
    """A term that was met, as it stands in the text, and what it counts."""

    term: Stems
    surface: str
    strength: float


@dataclass(frozen=True)
class Reading:
    """What a text says: its signs, and the evidence they make for each number and each goal."""

    known: Evidence
    signs: list[Sign]
    numbers: dict[str, float]
    goals: dict[int, float]

    def words(self, number: str) -> tuple[str, ...]:
        """The words that led to the number, as they stand in the text, each once."""
        return tuple(dict.fromkeys(sign.surface for sign in self.signs if number in self.known.of(sign.term)))


def suggest(
    text: str, *, language: str = "nb", at_most: int = 8, with_extra: bool = True
) -> tuple[Suggestion, ...]:
    """The best first; nothing where the text says nothing."""
    reading = read(text, language, with_extra=with_extra)
    scored = {
        number: own + COMPANY * reading.goals[evidence.goal(number)]
        for number, own in reading.numbers.items()
        if "." in number or _only_goal(number, reading.numbers)
    }
    faint = FAINT * max(scored.values(), default=0.0)
    chosen: list[Suggestion] = []
    for number, score in sorted(scored.items(), key=lambda pair: (-pair[1], _place(pair[0]))):
        goal = evidence.goal(number)
        if len(chosen) < at_most and score >= faint and sum(one.goal == goal for one in chosen) < OF_ONE_GOAL:
            chosen.append(Suggestion(number, goal, round(score, 4), reading.words(number)))
    return tuple(chosen)


def goals(text: str, *, language: str = "nb", at_most: int = 3, with_extra: bool = True) -> tuple[int, ...]:
    """The goals that the text's words point at, the best first."""
    scores = read(text, language, with_extra=with_extra).goals
    return tuple(sorted(scores, key=lambda goal: (-scores[goal], goal))[:at_most])


def read(text: str, language: str, *, with_extra: bool) -> Reading:
    known = evidence.gathered(evidence.family(language))
    text = text[:LONGEST]
    signs = met(text, known)
    numbers, goals = number_scores(signs, known), goal_scores(signs, known)
    if signs and with_extra and embedding.is_installed():
        near = embedding.likeness(text, known.family)
        numbers, goals = embedding.blended(numbers, near), embedding.blended(goals, evidence.by_goal(near))
    return Reading(known, signs, numbers, goals)


def met(text: str, known: Evidence) -> list[Sign]:
    """The terms that are met in the text, the longest phrase first, else the word, else a compound's parts."""
    tokens = words.tokens(text, known.family)
    found: list[Sign] = []
    at = 0
    while at < len(tokens):
        phrase = _phrase(text, tokens, at, known)
        if phrase:
            found.append(phrase)
            at += len(phrase.term)
            continue
        if not tokens[at].empty:
            found += _word(tokens[at], known)
        at += 1
    return found


def number_scores(signs: Iterable[Sign], known: Evidence) -> dict[str, float]:
    """Each number's own evidence."""
    found: dict[str, float] = {}
    for term, strength in _strengths(signs).items():
        for number, weight in known.of(term).items():
            found[number] = found.get(number, 0.0) + strength * weight
    return found


def goal_scores(signs: Iterable[Sign], known: Evidence) -> dict[int, float]:
    """Each goal's evidence: a word counts once in a goal, by what it says most about there."""
    found: dict[int, float] = {}
    for term, strength in _strengths(signs).items():
        best: dict[int, float] = {}
        for number, weight in known.of(term).items():
            goal = evidence.goal(number)
            best[goal] = max(best.get(goal, 0.0), strength * weight)
        for goal, score in best.items():
            found[goal] = found.get(goal, 0.0) + score
    return found


def _phrase(text: str, tokens: list[Token], at: int, known: Evidence) -> Sign | None:
    if tokens[at].stem not in known.openings:
        return None
    run = [tokens[at]]
    for token in tokens[at + 1 : at + evidence.LONGEST_PHRASE]:
        if not words.belong_together(text, run[-1], token):
            break
        run.append(token)
    for length in range(len(run), 1, -1):
        term = tuple(token.stem for token in run[:length])
        if term in known.weights:
            return Sign(term, text[run[0].start : run[length - 1].end], 1.0)
    return None


def _word(token: Token, known: Evidence) -> list[Sign]:
    if (token.stem,) in known.weights:
        return [Sign((token.stem,), token.surface, 1.0)]
    return [Sign((part,), token.surface, PART) for part in words.parts(token.stem, known.parts) if part]


def _strengths(signs: Iterable[Sign]) -> dict[Stems, float]:
    """A term that is met again adds, but less and less."""
    met: dict[Stems, list[float]] = {}
    for sign in signs:
        met.setdefault(sign.term, []).append(sign.strength)
    return {term: max(each) * (1 + AGAIN * math.log(len(each))) for term, each in met.items()}


def _only_goal(number: str, by_number: dict[str, float]) -> bool:
    """Whether the goal as a whole is better supported than any of its targets."""
    return all(
        score <= by_number[number]
        for other, score in by_number.items()
        if other != number and evidence.goal(other) == int(number)
    )


def _place(number: str) -> tuple[int, int, str]:
    goal, _dot, rest = number.partition(".")
    return int(goal), int(rest) if rest.isdigit() else 1000, rest
