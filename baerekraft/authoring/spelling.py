"""Spelling of the content files, by hunspell's dictionaries and a word list of our own beside each language's files."""

import re
import subprocess
from collections.abc import Iterable, Iterator
from pathlib import Path

from django.utils.html import strip_tags

from baerekraft.authoring import texts
from baerekraft.authoring.seeding import Content
from baerekraft.authoring.texts import MARK

PATIENCE = 10  # seconds; an editor waits for the answer
DICTIONARIES = {"nb": "nb_NO", "nn": "nn_NO", "en": "en_GB"}
WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")
# What is said in another tongue than the page's, or is no running text at all.
SILENT = {
    "id",
    "url",
    "slug",
    "part",
    "kind",
    "type",
    "svg",
    "source",
    "sources",
    "publisher",
    "language",
    "terrain",
    "format",
    "direction",
    "translates",
    "indicator",
    "place",
}


class NoDictionary(Exception):
    """hunspell or its dictionary is not installed; the text says how to get it."""


def unknown(words: Iterable[str], language: str) -> set[str]:
    """Return those of the words that the language's dictionary does not know. Raises NoDictionary."""
    return set(_ask(words, language, "-l").split())


def suggestions(words: Iterable[str], language: str) -> dict[str, list[str]]:
    """What each unknown word may have been meant to be, best first. Raises NoDictionary."""
    words = list(words)
    said = _ask(words, language, "-a") if words else ""
    lines = (line[2:].split(": ", 1) for line in said.splitlines() if line.startswith("& "))
    return {about.split(" ", 1)[0]: meant.split(", ") for about, meant in lines}


def _ask(words: Iterable[str], language: str, mode: str) -> str:
    command = ["hunspell", "-i", "utf-8", "-d", DICTIONARIES[language], mode]
    try:
        asked = subprocess.run(
            command,
            input="\n".join(sorted(set(words))),
            capture_output=True,
            text=True,
            check=True,
            timeout=PATIENCE,
        )
    except (OSError, subprocess.SubprocessError) as error:
        raise NoDictionary(
            "The spelling is checked by hunspell: apt-get install hunspell hunspell-no hunspell-en-gb"
        ) from error
    return asked.stdout


def own_words(folder: Path) -> set[str]:
    """The words in `ord.txt` that no dictionary has: names, terms, new compounds. Lower case fits every case."""
    lines = (folder / "ord.txt").read_text(encoding="utf-8").splitlines()
    return {line.strip() for line in lines if line.strip() and not line.startswith("#")}


def misspelt(content: Content, folder: Path) -> list[str]:
    """Return the words of a language's files that neither the dictionary nor our own list knows."""
    words = {word for text in running(content) for word in words_of(text)}
    own = own_words(folder)
    return sorted(word for word in unknown(words, content.language) if not own & {word, word.lower()})


def running(content: Content) -> Iterator[str]:
    """Every text of a language's files, as a reader sees it."""
    for lesson in content.lessons:
        document = lesson.model_dump()
        # Titles of publications stand in the language they were published in.
        document["sources"] = [{"note": source.note} for source in lesson.sources]
        document["further_reading"] = []
        yield from map(shown, texts.within(document, without=SILENT))
    yield from map(shown, texts.within([content.course, content.terms], without=SILENT))


def shown(text: str) -> str:
    return strip_tags(MARK.sub("", text))


def words_of(text: str) -> list[str]:
    return [word for word in WORD.findall(text.replace("\u00ad", "")) if len(word) > 1]
