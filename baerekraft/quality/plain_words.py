"""Klarspråk: words that stand between a text and its reader, each with a plainer one."""

import re
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

import yaml
from django.utils.translation import gettext as _

from baerekraft.quality.hint import Hint, Kind, Weight
from baerekraft.quality.passages import Passage

FOLDER = Path(__file__).parent / "words"


@cache
def plainer(language: str) -> dict[str, str]:
    """What to write instead, by the form that is met."""
    rows = yaml.safe_load((FOLDER / f"{language}.yaml").read_text(encoding="utf-8"))
    return {form: row["write"] for row in rows for form in row["forms"]}


@cache
def pattern(language: str) -> re.Pattern[str]:
    """Longest form first, so that «i stadig større grad» is not taken for something shorter."""
    forms = sorted(plainer(language), key=len, reverse=True)
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, forms))})\b", re.IGNORECASE)


def heavy(passages: Iterable[Passage], language: str) -> Iterator[Hint]:
    for passage in passages:
        for said in dict.fromkeys(match[0].lower() for match in pattern(language).finditer(passage.text)):
            what = _("“%(word)s” can be said more plainly. Try: %(plainer)s.")
            values = {"word": said, "plainer": plainer(language)[said]}
            yield Hint.at(passage.place, Kind.PLAIN, what % values, Weight.COULD, said)
