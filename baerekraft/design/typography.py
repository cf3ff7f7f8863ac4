"""Norwegian words are long: soft hyphens where a word may break, and spaces that may not."""

import re
from functools import cache

import pyphen
from django.utils.translation import get_language

SOFT = "\u00ad"
LANGUAGES = {"nb": "nb_NO", "nn": "nn_NO", "en": "en_GB"}
LONG = re.compile(r"[^\W\d_]{9,}")


@cache
def dictionary(language: str) -> pyphen.Pyphen:
    return pyphen.Pyphen(lang=LANGUAGES.get(language, "nb_NO"), left=3, right=3)


def hyphenate(text: str, language: str = "") -> str:
    """Put soft hyphens into words of nine letters or more, as the page's language divides them."""
    words = dictionary(language or get_language() or "nb")
    return LONG.sub(lambda match: words.inserted(match[0], SOFT), text)
