"""From SVG to PNG, for those who take nothing else (Word)."""

from functools import cache

import typst

from . import fonts
from .compile import PdfNotMade

POINTS_A_MM = 72 / 25.4


def png(svg: str, width_mm: float, pixels: int, *, ground: str = "white") -> bytes:
    """The picture this wide, on a white ground, or on none."""
    source = (
        f"#set page(width: auto, height: auto, margin: 0mm, fill: {ground})\n"
        f'#image(bytes(sys.inputs.svg), format: "svg", width: {width_mm:g}mm)'
    )
    try:
        made = _compiler().compile(
            source.encode(),
            format="png",
            ppi=72 * pixels / (width_mm * POINTS_A_MM),
            sys_inputs={"svg": svg},
        )
    except typst.TypstError as error:
        raise PdfNotMade(f"picture: {error.message}") from None
    if not isinstance(made, bytes):
        raise PdfNotMade("picture: not one page")
    return made


@cache
def _compiler() -> typst.Compiler:
    ours = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[fonts.FOLDER])
    return typst.Compiler(font_paths=ours, ignore_system_fonts=True)
