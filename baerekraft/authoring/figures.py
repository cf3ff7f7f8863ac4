"""Figures without a source: what a lesson states in digits, and neither a source nor «tenkte tall» stands behind."""

import re
from collections.abc import Iterator

from django.utils.html import strip_tags

from baerekraft.authoring import texts
from baerekraft.authoring.texts import MARK
from baerekraft.catalog.document import Chart, Example, ExerciseBlock, Fact, LessonDocument, Text
from baerekraft.exercises.document import Exercise
from baerekraft.exercises.estimate.exercise import Estimate

BORDER = re.compile(r"(</?(?:p|ul|ol|blockquote|h\d)\b[^>]*>)")
# «(tenkt)», «tenkte tall», «tallene er tenkte», but not what somebody has thought: «har de tenkt», «det er tenkt at».
INVENTED = re.compile(
    r"\(tenkte?\b|\btenkte? (?:tall|tal|eksempel|døme|kommune|sak|tilfelle)|\ber tenkte?\b(?! (?:at|å|som|til))"
    r"|\b(?:oppdikt|fiktiv|invented|imaginary|imagined|made[- ]up|fiction)",
    re.IGNORECASE,
)
MEASURES = (
    r"%|prosent|per cent|percent|kroner|kr\b|NOK|tonn|kilo|kg\b|gram|liter|km\b|meter|dekar|daa\b|kWh|GWh"
    r"|million|milliard|billion|thousand|mill\b|mrd\b|ganger|gonger|times\b|grader|degrees|personer|people|innbygg"
    r"|inhabitants|ansatte|tilsette|employees|elever|husstander|bedrifter|biler"
)
# Digits that are names and not figures: years, dates, the goals and their targets, articles of law, parts, hours.
NAMES = re.compile(
    rf"\b(?:19|20)\d\d(?:[–-](?:19|20)?\d\d)?\b(?!\s?(?:{MEASURES}))"
    r"|\b\d{1,2}\.? (?:januar|februar|mars|april|mai|juni|juli|august|september|oktober|november|desember"
    r"|January|February|March|April|May|June|July|August|September|October|November|December)\b"
    r"|(?<!\w)(?:mål|målene|måla|måli|delmål|delmåla|delmålene|delmålet|goals?|targets?|nr\.?|§+|kapittel|chapter|del|part"
    r"|leksjon|lesson|steg|step|punkt|kl\.?|klasse|trinn|(?-i:E)|Rv\.?)"
    r"\s?\d+(?:[.\-–]\d+[a-z]?)*\b(?:(?:, | og | eller | and | or )\d+(?:[.\-–]\d+)*\b)*+"
    rf"(?![.,]\d|\s?(?:\d{{3}}\b|{MEASURES}))"
    r"|\(1?\d\.[\da-d]{1,2}\)"  # a target: jorda (2.4)
    r"|\bCO2|\bSDG ?\d+|\bFN-mål \d+|\b\d{1,2}\.? ?(?:trinn|klasse)\b|\b\d+\. (?:største)",
    re.IGNORECASE,
)
HARD = re.compile(rf"\d[\d\s,.]*(?:{MEASURES})", re.IGNORECASE)


def unsourced(document: LessonDocument) -> list[str]:
    """Return the pieces of the lesson that state a figure nobody stands behind, in reading order."""
    return list(_unsourced(document))


def _unsourced(document: LessonDocument) -> Iterator[str]:
    if bare(document.hook):
        yield document.hook
    for block in document.body:
        match block:
            case Example() if not MARK.search(block.body):
                pass  # its own source stands behind all of it
            case Text() | Example():
                yield from (piece for piece in pieces(block.body) if bare(piece))
                if HARD.search(block.heading) and not MARK.search(block.body):
                    yield block.heading
            case ExerciseBlock():
                yield from exercise(block.exercise)
            case Chart() | Fact():
                pass
    yield from (text for text in promises(document) if HARD.search(text) and not INVENTED.search(text))


def promises(document: LessonDocument) -> Iterator[str]:
    """What has no place for a mark: it may count days and minutes, but state nothing about the world."""
    yield from (document.title, document.summary, document.outcome, document.takeaway)
    yield from (*document.steps.you, *document.steps.workplace)
    if document.tool:
        yield from texts.within(document.tool)


def pieces(html: str) -> Iterator[str]:
    """The paragraphs of a text. A list is one piece, whatever lies in it, so that one mark can serve all of it."""
    depth, piece = 0, ""
    for part in BORDER.split(html):
        piece += part
        depth += part.startswith(("<ul", "<ol")) - part.startswith(("</ul", "</ol"))
        if depth == 0 and BORDER.fullmatch(part):
            yield strip_tags(piece).strip()
            piece = ""
    yield strip_tags(piece).strip()


def exercise(exercise: Exercise) -> Iterator[str]:
    """An exercise's figures need its `sources` or an indicator, or the exercise says that they are made up."""
    said = list(texts.within(exercise, without={"id", "kind", "sources"}))
    asked = isinstance(exercise, Estimate) and exercise.indicator
    if exercise.sources or asked or any(INVENTED.search(text) for text in said):
        return
    yield from (text for text in said if bare(text))


def bare(text: str) -> bool:
    """Whether the text holds a figure and neither a source mark nor a word that says it is made up."""
    if MARK.search(text) or INVENTED.search(text):
        return False
    return bool(re.search(r"\d", NAMES.sub("", strip_tags(text))))
