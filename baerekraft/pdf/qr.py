"""A QR code as SVG."""

import re

import segno

DARK = "#0f2f27"


def svg(address: str) -> str:
    """The code without its margin: whoever places it gives it four modules of white on every side."""
    # Paper in a drawer is not worn: least correction gives the largest squares. Readers take any mask, and
    # weighing the eight against each other would cost more than the whole page.
    rows = segno.make_qr(address, error="l", mask=3, boost_error=False).matrix
    path = "".join(
        f"M{run.start()} {y}h{run.end() - run.start()}v1H{run.start()}z"
        for y, row in enumerate(rows)
        for run in re.finditer(rb"\x01+", bytes(row))
    )
    size = len(rows)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size} {size}" shape-rendering="crispEdges">'
        f'<path fill="{DARK}" d="{path}"/></svg>'
    )
