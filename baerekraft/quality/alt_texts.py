"""Text for people who cannot see the picture: missing, or saying nothing."""

import re
from collections.abc import Iterator

from django.utils.translation import gettext as _

from baerekraft.catalog.document import LessonDocument
from baerekraft.quality import passages
from baerekraft.quality.hint import Hint, Kind, Weight
from baerekraft.quality.places import Place

PICTURE_OF = re.compile(
    r"(?:(?:et|eit|ei|en|a|an|the)\s+)?(?:bilde?t?|bilete?t?|foto(?:et|grafi)?|illustrasjon(?:en)?|tegning(?:en)?|teikning(?:a)?"
    r"|picture|image|photo(?:graph)?|illustration|drawing)\s+(?:av|som viser|der|of|showing)\b",
    re.IGNORECASE,
)
FILE_NAME = re.compile(
    r"\.(?:jpe?g|png|svg|webp|avif|gif|tiff?|heic)\s*$|^(?:IMG|DSC|image|bilde|skjermbilde)[\s_-]?\d+",
    re.IGNORECASE,
)
SHORT = 15  # characters


def poor(document: LessonDocument) -> Iterator[Hint]:
    met: dict[str, Place] = {}
    for place, alt, decorative, caption in pictures(document):
        if decorative:
            continue
        if fault := _fault(alt, caption):
            weight = Weight.SHOULD if alt else Weight.MUST
            yield Hint.at(place, Kind.ALT, fault, weight, alt)
        elif alt.casefold() in met:
            what = _("Another picture has the same text. Say what is different in this one.")
            yield Hint.at(place, Kind.ALT, what, Weight.SHOULD, alt)
        met[alt.casefold()] = place


def pictures(document: LessonDocument) -> Iterator[tuple[Place, str, bool, str]]:
    yield Place("illustration_alt"), document.illustration.alt.strip(), False, ""
    for number, block in passages.numbered(document):
        if block.type == "image":
            yield passages.place_of(block, number), block.alt.strip(), block.decorative, block.caption.strip()


def _fault(alt: str, caption: str) -> str:
    if not alt:
        return _("The picture has no text for people who cannot see it. Write what it shows.")
    if FILE_NAME.search(alt):
        return _("This is the name of a file. Write what the picture shows.")
    if PICTURE_OF.match(alt):
        return _("Leave out “picture of”: the screen reader says that already. Begin with what it shows.")
    if len(alt) < SHORT:
        return _("The text is very short. Say what is in the picture, and what the reader is to see in it.")
    if caption and alt.casefold() == caption.casefold():
        return _("This is the caption once more, and it is read twice. Say what the picture shows.")
    return ""
