"""Viken's municipalities as a map of equal tiles, each about where it is in the landscape."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import accumulate

from django.utils.translation import gettext as _

from baerekraft.indicators.charts import drawing, lettering, marks
from baerekraft.indicators.charts.drawing import Drawing, Picture, Sheet
from baerekraft.indicators.charts.landscape import CODES, COLUMNS, OSLO, PLACES, ROWS, divided

__all__ = ["PLACES", "Tile", "draw"]

# The corner that the map leaves free: the legend stands there if it fits.
CORNER_COLUMNS = 4.8
# Of the side of a tile: the letters of a name, the room for them, the space between tiles, dots and their distance.
LETTERS, ROOM, GAP, DOT_HEIGHT, DOT_STEP = 0.19, 0.94, 0.025, 0.87, 0.13
TIGHT = 1.12


@dataclass(frozen=True)
class Tile:
    """`shade` is the class of its figure, 0 to 4, and None when there is no figure."""

    slug: str
    name: str
    shade: int | None
    shown: str
    url: str = ""
    marked: bool = False

    @property
    def told(self) -> str:
        return f"{self.name}: {self.shown}" if self.shown else self.name


def draw(title: str, tiles: Sequence[Tile], *, legend: Sequence[str], description: str) -> Drawing:
    """The shade is told by dots too, one to five. Without a legend the tiles are all alike, for choosing one."""
    ordered = sorted(tiles, key=lambda tile: PLACES[tile.slug][::-1])
    unlinked = [replace(tile, url="") for tile in ordered]
    return drawing.make(
        "tiles",
        title,
        description,
        partial(_layout, ordered, legend),
        on_paper=partial(_layout, unlinked, legend),
    )


def _layout(tiles: Sequence[Tile], legend: Sequence[str], sheet: Sheet) -> Picture:
    side = sheet.width / COLUMNS
    has_figures = all(
        lettering.width(tile.shown, side * LETTERS) <= side * ROOM for tile in tiles if tile.shade is not None
    )
    body = [_oslo(side)]
    for tile in tiles:
        shade = "plain" if not legend else _shade(tile.shade)
        body.append(_tile(tile, shade, side, sheet, has_figures=has_figures and tile.shade is not None))
    body += [_ring(tile, side) for tile in tiles if tile.marked]
    entries, height = _legend(legend, sheet, has_gaps=any(tile.shade is None for tile in tiles))
    return Picture("".join([*body, *entries]), height)


def _shade(shade: int | None) -> str:
    return "sx" if shade is None else f"s{shade}"


def _tile(tile: Tile, shade: str, side: float, sheet: Sheet, *, has_figures: bool) -> str:
    column, row = PLACES[tile.slug]
    x, y = column * side, row * side
    dots = _dots(shade, x + side / 2, y + side * DOT_HEIGHT, side)
    figure = tile.shown if has_figures else ""
    middle = y + side * (0.44 if dots else 0.5)
    content = (
        marks.element("title", "", marks.safe(tile.told))
        + _square(f"cell {shade}", x, y, side)
        + _words(tile, figure, x + side / 2, middle, side, sheet)
        + dots
    )
    if tile.url:
        return marks.element("a", f"tile {shade}", content, href=tile.url, aria_label=tile.told)
    return marks.element("g", f"tile {shade}", content)


def _words(tile: Tile, figure: str, x: float, y: float, side: float, sheet: Sheet) -> str:
    """Name and figure for where the tiles are large; on a page also what fits a small one."""
    rows = [("name", line) for line in divided(tile.name, side * LETTERS, side * ROOM)]
    if figure:
        rows.append(("name number", figure))
    first = marks.MIDDLE - TIGHT * (len(rows) - 1) / 2
    written = [
        marks.text(look, x, y, row, anchor="middle", down=first + TIGHT * i)
        for i, (look, row) in enumerate(rows)
    ]
    if sheet.width < drawing.WIDE:
        written.append(marks.text("code", x, y, CODES[tile.slug], anchor="middle", down=marks.MIDDLE))
    return "".join(written)


def _oslo(side: float) -> str:
    x, y = (place * side for place in OSLO)
    words = marks.centred("t soft oslo", x + side / 2, y + side / 2, ["Oslo"], anchor="middle")
    return _square("cell away", x, y, side) + words


def _ring(tile: Tile, side: float) -> str:
    column, row = PLACES[tile.slug]
    return _square("ring under", column * side, row * side, side) + _square(
        "ring", column * side, row * side, side
    )


def _square(look: str, x: float, y: float, side: float) -> str:
    gap = side * GAP
    return marks.element(
        "rect", look, x=x + gap, y=y + gap, width=side - 2 * gap, height=side - 2 * gap, rx=side * 0.1
    )


def _dots(shade: str, x: float, y: float, side: float) -> str:
    """One stroke of as many points as the shade has steps."""
    if shade[1:] not in "01234":
        return ""
    more, apart = int(shade[1:]), side * DOT_STEP
    start = marks.number(x - apart * more / 2)
    return marks.element(
        "path", f"pip {shade}", d=f"M{start} {marks.number(y)}h0" + f"m{marks.number(apart)} 0h0" * more
    )


def _legend(legend: Sequence[str], sheet: Sheet, *, has_gaps: bool) -> tuple[list[str], float]:
    """Its entries, and how high the whole picture becomes."""
    side = sheet.width / COLUMNS
    words = [*legend, *([_("No figure")] if legend and has_gaps else [])]
    swatch = sheet.text * 3.1
    widest = max((lettering.width(one, sheet.text) for one in words), default=0)
    in_corner = widest + swatch <= CORNER_COLUMNS * side
    told = [lettering.wrap(one, sheet.text, sheet.width - swatch) for one in words]
    heights = [sheet.line * (0.45 + 0.95 * len(lines)) for lines in told]
    bottom = side * ROWS if in_corner else side * ROWS + 12 + sum(heights)
    tops = accumulate(heights, initial=bottom - sum(heights))
    shades = [_shade(shade) for shade in (*range(len(legend)), None)]
    entries = [
        _entry(shade, lines, top, height, sheet)
        for shade, lines, top, height in zip(shades, told, tops, heights, strict=False)
    ]
    return entries, bottom


def _entry(shade: str, words: Sequence[str], y: float, height: float, sheet: Sheet) -> str:
    wide, high, middle = sheet.text * 2.4, sheet.text * 1.2, y + height / 2
    swatch = marks.element("rect", f"cell {shade}", x=1, y=middle - high / 2, width=wide, height=high, rx=3)
    return (
        swatch
        + _dots(shade, 1 + wide / 2, middle, sheet.text * 2.7)
        + marks.centred("t", sheet.text * 3.1, middle, words)
    )
