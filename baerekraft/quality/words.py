"""Words that neither the dictionary nor our own words know, each with what it may have been meant to be."""

from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from baerekraft.authoring import spelling
from baerekraft.quality.hint import Hint, Kind, Weight
from baerekraft.quality.passages import Passage
from baerekraft.quality.places import Place

MOST = 10  # suggestions are slow to find


def misspelt(passages: Iterable[Passage], language: str, own: set[str]) -> Iterator[Hint]:
    """`own` are the installation's words. Without a dictionary on the machine nothing is said."""
    places: dict[str, Place] = {}
    for passage in passages:
        for word in spelling.words_of(passage.text):
            places.setdefault(word, passage.place)
    known = own | shipped(language)
    try:
        unknown = spelling.unknown(places, language)
        wrong = [word for word in places if word in unknown and not known & {word, word.lower()}]
        suggested = spelling.suggestions(wrong[:MOST], language)
    except spelling.NoDictionary:
        return
    for word in wrong:
        what = _("The dictionary does not know “%(word)s”.") % {"word": word}
        if meant := suggested.get(word):
            what += " " + _("Did you mean %(words)s?") % {"words": ", ".join(meant[:3])}
        yield Hint.at(places[word], Kind.SPELLING, what, Weight.SHOULD, word)


@cache
def shipped(language: str) -> set[str]:
    """The words that came with the content files; an installation may have been set up without them."""
    try:
        return spelling.own_words(Path(settings.CONTENT_DIR) / language)
    except OSError:
        return set()
