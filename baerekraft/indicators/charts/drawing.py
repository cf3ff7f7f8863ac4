"""A chart as it goes out: in a page, as an SVG file, as a PNG."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from hashlib import blake2s
from html import unescape

from django.utils.safestring import SafeString, mark_safe

from baerekraft.indicators.charts import inks, lettering, marks
from baerekraft.pdf import child, letters

NAMESPACE = "http://www.w3.org/2000/svg"
FONTS = "Inter, system-ui, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif"
WIDTH, MARGIN = 640, 24
HEADING, FOOTING = 19, 12.5
PNG_MM = 160.0


@dataclass(frozen=True)
class Sheet:
    """What there is to draw on: how wide, and how large its letters are."""

    width: float
    text: float

    @property
    def line(self) -> float:
        return self.text * 1.3


# A page may be 300 px wide: then these letters are 12 px. `charts.css` makes them smaller as the page widens.
WIDE = 500  # a sheet as wide as this has room for things side by side
PAGE = Sheet(width=360, text=14.5)
PAPER = Sheet(width=WIDTH - 2 * MARGIN, text=15)


@dataclass(frozen=True)
class Picture:
    """The marks, and how high they stand."""

    body: str
    height: float


Layout = Callable[[Sheet], Picture]


@dataclass(frozen=True)
class Drawing:
    """Made for the page at once, and laid out anew for the wider sheet of a file when somebody asks."""

    svg: SafeString
    title: str
    description: str
    layout: Layout = field(repr=False, compare=False)

    def file(self, *, source: str) -> str:
        """Stands alone: its own colours, on white, with title, and source and licence as the caller says them."""
        picture = self.layout(PAPER)
        heading = lettering.wrap(self.title, HEADING, PAPER.width, bold=True)
        footing = [
            line
            for paragraph in source.splitlines()
            for line in lettering.wrap(paragraph, FOOTING, PAPER.width)
        ]
        top = MARGIN + HEADING * marks.LEADING * len(heading) + 10
        bottom = top + picture.height + 20
        height = bottom + FOOTING * marks.LEADING * len(footing) + MARGIN
        inner = (
            marks.element("rect", "ground", width=WIDTH, height=height)
            + marks.paragraph("heading", MARGIN, MARGIN, heading)
            + marks.element("g", "", picture.body, transform=f"translate({MARGIN} {marks.number(top)})")
            + marks.paragraph("footing", MARGIN, bottom, footing)
        )
        return (
            f'<?xml version="1.0" encoding="UTF-8"?>\n<svg xmlns="{NAMESPACE}" width="{WIDTH}" '
            f'height="{marks.number(height)}" viewBox="0 0 {WIDTH} {marks.number(height)}" role="img" '
            f'font-family="{FONTS}" font-size="{marks.number(PAPER.text)}">'
            f"<title>{marks.safe(self.title)}</title>"
            f"<desc>{marks.safe(f'{self.description} {source}'.strip())}</desc>{inks.embedded(inner)}</svg>\n"
        )

    def png(self, *, source: str) -> bytes:
        """The file at twice its size."""
        return child.png(_printable(self.file(source=source)), width_mm=PNG_MM, pixels=2 * WIDTH)


def make(
    kind: str, title: str, description: str, layout: Layout, *, on_paper: Layout | None = None
) -> Drawing:
    """`on_paper` where the page holds something a file should not, like links. The span tells `charts.css` the width."""
    picture = layout(PAGE)
    has_links = "<a " in picture.body
    name = (
        "c"
        + blake2s(
            f"{kind}{title}{description}{picture.body}".encode("utf-8", "replace"), digest_size=6
        ).hexdigest()
    )
    svg = (
        f'<span class="chart-room"><svg class="chart {kind}" viewBox="0 0 {marks.number(PAGE.width)} {marks.number(picture.height)}" '
        f'role="{"group" if has_links else "img"}" aria-labelledby="{name}-t {name}-d">'
        f'<title id="{name}-t">{marks.safe(title)}</title><desc id="{name}-d">{marks.safe(description)}</desc>'
        f"{picture.body}</svg></span>"
    )
    return Drawing(mark_safe(svg), title, description, on_paper or layout)  # noqa: S308  every text went through marks


def _printable(svg: str) -> str:
    """With what our fonts cannot show replaced; other programs have more fonts than we do."""
    return re.sub(r">([^<]+)<", lambda found: f">{marks.safe(letters.printable(unescape(found[1])))}<", svg)
