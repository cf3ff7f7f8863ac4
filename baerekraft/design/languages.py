"""The interface's languages, and where each stands in an address: the first bare, the others behind a prefix."""

from dataclasses import dataclass
from functools import lru_cache

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils import translation
from django.utils.encoding import escape_uri_path
from django.utils.http import escape_leading_slashes


@dataclass(frozen=True)
class Tongue:
    """The same page in one of the languages."""

    code: str
    name: str
    url: str
    current: bool


@lru_cache(maxsize=1_000)
def of(path: str) -> str:
    """The language of the page at this path."""
    return translation.get_language_from_path(path) or settings.LANGUAGE_CODE


def address(path: str, language: str) -> str:
    """Where the page at this path stands in another language."""
    here = of(path)
    bare = path if here == settings.LANGUAGE_CODE else path.removeprefix(f"/{here}")
    return bare if language == settings.LANGUAGE_CODE else f"/{language}{bare}"


def link(language: str, name: str, *args: object) -> str:
    """The address of a named page in this language, whatever language is being spoken just now."""
    with translation.override(language):
        return reverse(name, args=args)


def everywhere(path: str) -> dict[str, str]:
    """The path's language by address, in every language."""
    return {address(path, code): code for code, _name in settings.LANGUAGES}


def switch(path: str) -> dict[str, list[Tongue]]:
    """What a page's template needs to offer the same page in the other languages."""
    here = of(path)
    return {
        "tongues": [
            Tongue(code, name, _within(address(path, code)), code == here)
            for code, name in settings.LANGUAGES
        ]
    }


def _within(address: str) -> str:
    """The address as a browser cannot take it for another site's, whatever someone put after the language."""
    return escape_leading_slashes(escape_uri_path(address))


def context(request: HttpRequest) -> dict[str, list[Tongue]]:
    """The same as a context processor."""
    return switch(request.path)
