"""The fonts of every PDF, and which characters they can show."""

import struct
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent


@cache
def characters() -> frozenset[str]:
    """Every character that at least one of the fonts has."""
    return frozenset(chr(code) for file in FOLDER.glob("*.ttf") for code in _codes(file.read_bytes()))


def _codes(font: bytes) -> set[int]:
    """Read the font's character map (TrueType `cmap`, format 4), so that no second list can grow old."""
    (tables,) = struct.unpack_from(">H", font, 4)
    entries = [struct.unpack_from(">4sIII", font, 12 + 16 * i) for i in range(tables)]
    cmap = next(offset for tag, _, offset, _ in entries if tag == b"cmap")
    start = cmap + struct.unpack_from(">I", font, cmap + 8)[0]
    kind, _, _, doubled = struct.unpack_from(">4H", font, start)
    if kind != 4:
        raise ValueError("A font whose first character map is not of format 4; see make.py")
    segments = doubled // 2
    lasts = struct.unpack_from(f">{segments}H", font, start + 14)
    firsts = struct.unpack_from(f">{segments}H", font, start + 16 + doubled)
    return {
        code
        for first, last in zip(firsts, lasts, strict=True)
        for code in range(first, last + 1)
        if code < 0xFFFF
    }
