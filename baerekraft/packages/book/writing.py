"""The book as PDF."""

from pathlib import Path
from typing import BinaryIO

from django.utils import translation

from baerekraft.packages import making
from baerekraft.packages import volume as volumes
from baerekraft.packages.book import shaping
from baerekraft.packages.choice import Choice
from baerekraft.packages.making import Kind, Options, Say
from baerekraft.pdf import child

TEMPLATE = Path(__file__).parent / "book.typ"


def write(choice: Choice, options: Options, to: BinaryIO, say: Say) -> None:
    """The same course gives the same bytes. Raise NothingChosen or PdfNotMade before the first of them."""
    with translation.override(choice.language):
        volume = volumes.gather(choice)
        data = shaping.on_paper(volume)
    count = len(volume.chapters)
    # All its pages are made at once, since the contents tell where each stands.
    say(0, count)
    to.write(child.pdf(TEMPLATE, data, language=choice.language, created_on=volume.changed_at.date()))
    say(count, count)


making.register(Kind("book", ".pdf", "application/pdf", write))
