"""Words as the collection finds them: stems between spaces, so that any database can look for them."""

from collections.abc import Iterable
from functools import reduce
from operator import and_, or_

from django.db.models import Q

from baerekraft.assessments.suggesting.words import LONGEST as LONGEST_WORD
from baerekraft.assessments.suggesting.words import WORD, stem

MOST_WORDS = 8
# Shorter stems than this are looked for as whole words, longer ones first or last in a compound too.
SHORTEST_IN_COMPOUND = 4
LITTLE = frozenset(
    """i å og av på er en ei et eit til for frå fra med ved om som den det dei de
    the of and in a an to on""".split()  # noqa: SIM905 (easier to read)
)


def indexed(texts: Iterable[str], language: str) -> str:
    """Every word of the texts once."""
    words = {word[:LONGEST_WORD] for text in texts for word in WORD.findall(text)}
    return f" {' '.join(sorted({stem(word, _family(language)) for word in words}))} "


def condition(words: str) -> Q:
    """That a publication, in whatever language, holds all the words. Nothing is asked where there are none."""
    found = [word[:LONGEST_WORD].lower() for word in WORD.findall(words)]
    wanted = [word for word in found if word not in LITTLE][:MOST_WORDS]
    return reduce(and_, map(_holds, wanted), Q())


def _holds(word: str) -> Q:
    ways: set[str] = set()
    for form in {stem(word, "no"), stem(word, "en")}:
        ways |= {f" {form}", f"{form} "} if len(form) >= SHORTEST_IN_COMPOUND else {f" {form} "}
    return reduce(or_, (Q(searched__contains=way) for way in sorted(ways)))


def _family(language: str) -> str:
    return "en" if language == "en" else "no"
