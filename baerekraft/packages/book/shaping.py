"""The volume as plain data for the template."""

import base64
from dataclasses import asdict
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from baerekraft.catalog.document import Image
from baerekraft.packages import drawings, media
from baerekraft.packages import volume as volumes
from baerekraft.packages.book import running
from baerekraft.packages.volume import Chapter, PartOfVolume, Volume
from baerekraft.player.lessons import ShownBlock

LICENCE = "EUPL-1.2"


def on_paper(volume: Volume) -> dict[str, Any]:
    """In the language that is active, which is the volume's."""
    return {
        "title": volume.title,
        "lead": volume.lead,
        "course": volume.course.document.title,
        "goals": list(volume.course.document.learning_goals),
        "issuer": settings.ISSUER,
        "licence": LICENCE,
        "address": settings.BASE_URL + reverse("player:course"),
        "dated": _("Edition of %(date)s") % {"date": date_format(volume.changed_at, "DATE_FORMAT")},
        "landscape": drawings.landscape(),
        "words": words(),
        "parts": [_part(volume, part) for part in volume.parts],
        "terms": [
            {"place": volumes.anchor(term.term), "term": term.term, "explanation": term.explanation}
            for term in volume.terms
        ],
    }


def words() -> dict[str, str]:
    return {
        "contents": _("Contents"),
        "about": _("About this book"),
        "how": _(
            "This is the course as a book. In the web edition you answer the questions and are told at once; here there "
            "is room to write, and the answers stand at the back."
        ),
        "web": _("Take the course on the web"),
        "goals": _("Learning goals"),
        # Translators: keep the word in braces
        "part": _("Part {number}"),
        "lesson": _("Lesson {number}"),
        "question": _("Question {number}"),
        "after": _("Afterwards you can"),
        "optional": _("Optional"),
        "answer_at": _("The answer is on page {page}"),
        "what": _("What"),
        "source": _("Source"),
        "todo": _("What you can do"),
        "you": _("You, today"),
        "workplace": _("Your workplace, this month"),
        "takeaway": _("Take this with you"),
        "tool": _("Tool"),
        "more": _("Read more"),
        "sources": _("Sources"),
        "answers": _("Answers"),
        "glossary": _("Glossary"),
    }


def _part(volume: Volume, part: PartOfVolume) -> dict[str, Any]:
    return {
        "number": part.number,
        "title": part.title,
        "lead": part.lead,
        "goals": list(part.part.document.learning_goals),
        "lessons": [_lesson(volume, chapter) for chapter in part.chapters],
    }


def _lesson(volume: Volume, chapter: Chapter) -> dict[str, Any]:
    document = chapter.entry.document

    def inside(address: str) -> str:
        found = volume.by_path.get(address.partition("#")[0])
        return found.name if found else ""

    return {
        "place": chapter.name,
        "number": chapter.entry.number,
        "title": document.title,
        "language": document.language,
        "minutes": ngettext("%(minutes)d minute", "%(minutes)d minutes", document.minutes)
        % {"minutes": document.minutes},
        "svg": drawings.standalone(document.illustration.svg),
        "alt": document.illustration.alt,
        "hook": running.blocks(chapter.shown["hook_html"], inside),
        "outcome": document.outcome.rstrip("."),
        "goals": list(chapter.goals),
        "blocks": [_block(block, chapter, inside) for block in chapter.shown["blocks"]],
        "you": list(document.steps.you),
        "workplace": list(document.steps.workplace),
        "takeaway": document.takeaway,
        "tool": f"{document.tool.title}. {document.tool.purpose}" if document.tool else "",
        "url": chapter.url,
        "more": [reading.model_dump() for reading in document.further_reading],
        "sources": [
            {"number": number, **source.model_dump()}
            for number, source in enumerate(document.sources, start=1)
        ],
        "questions": [asdict(question) for question in chapter.questions.values()],
    }


def _block(block: ShownBlock, chapter: Chapter, inside: running.Inside) -> dict[str, Any]:
    """The document's own fields but for the HTML, with what the page shows of it."""
    if block.type == "exercise":
        return {"type": "exercise", "question": asdict(chapter.questions[block.exercise.id])}
    told: dict[str, Any] = block.block.model_dump(mode="json", exclude={"body", "transcript"})
    if isinstance(block.block, Image):
        told["svg"] = _framed(block.block)
    return {
        **told,
        "html": running.blocks(block.html, inside) if block.html else [],
        "bars": [asdict(bar) for bar in block.bars],
        "cites": [
            f"{cited['source'].publisher}, {cited['source'].year} [{cited['number']}]"
            for cited in block.cites
        ],
        "kind": block.described or _kind(block),
    }


def _kind(block: ShownBlock) -> str:
    return _("From %(name)s") % {"name": block.municipality} if block.type == "example" else ""


def _framed(image: Image) -> str:
    """The picture in an SVG, because text is all that goes to the typesetter."""
    copy = image.fallback[-1]
    held = base64.b64encode(media.body(copy.url)).decode()
    size = f'width="{copy.width}" height="{copy.height}"'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {copy.width} {copy.height}" {size}>'
        f'<image href="data:{copy.type};base64,{held}" {size}/></svg>'
    )
