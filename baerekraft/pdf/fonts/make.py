"""Make the font files in this folder from the published packages; needed only when they change.

In an empty folder:  npm pack inter-ui@4.1.1 @fontsource/noto-sans-arabic@5.3.0 @fontsource/noto-sans-hebrew@5.3.0
unpack each into a folder of its own name (inter-ui, noto-sans-arabic, noto-sans-hebrew), then
uv run --no-project --with 'fonttools[woff]' python make.py FOLDER
"""

import sys
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

HERE = Path(__file__).parent
SOURCES = {
    "Inter-Regular.ttf": "inter-ui/web/Inter-Regular.woff2",
    "Inter-SemiBold.ttf": "inter-ui/web/Inter-SemiBold.woff2",
    "Inter-Bold.ttf": "inter-ui/web/Inter-Bold.woff2",
    # For names alone: one weight is enough.
    "NotoSansArabic-SemiBold.ttf": "noto-sans-arabic/files/noto-sans-arabic-arabic-600-normal.woff2",
    "NotoSansHebrew-SemiBold.ttf": "noto-sans-hebrew/files/noto-sans-hebrew-hebrew-600-normal.woff2",
}
LETTERS = [
    (0x0020, 0x007E),  # Latin
    (
        0x00A0,
        0x02AF,
    ),  # Latin with marks: Norwegian, all Sámi languages (ʒ is Skolt Sámi), Kven, Polish, Turkish …
    (0x02B0, 0x02DD),  # modifier letters
    (0x0300, 0x036F),  # marks that combine
    (0x0370, 0x03FF),  # Greek
    (0x0400, 0x052F),  # Cyrillic
    (0x1E00, 0x1EFF),  # Vietnamese
    (0x2010, 0x205E),  # dashes, quotation marks, spaces
    (0x2070, 0x209F),  # m², CO₂
    (0x20A0, 0x20BF),  # currencies
    (0x2100, 0x215E),  # №, ™, ½
    (0x2190, 0x2199),  # arrows
    (0x2212, 0x2265),  # minus, ≈, ≤
    (0x25A0, 0x25CF),  # ■ ●
    (0x2713, 0x2717),  # ✓ ✗
    (0x0590, 0x05FF),  # Hebrew
    (0x0600, 0x06FF),  # Arabic, Persian, Urdu, Kurdish
    (0x0750, 0x077F),
    (0x200C, 0x200D),  # joiners, which some names need
]
FEATURES = [
    "kern",
    "mark",
    "mkmk",
    "ccmp",
    "locl",
    "tnum",
    "subs",
    "sups",
    "case",
    "rlig",
    "liga",
    "init",
    "medi",
    "fina",
    "isol",
    "calt",
]


def make(source: Path, target: Path) -> None:
    arabic = "Arabic" in target.name
    options = Options(notdef_outline=True, name_IDs=[0, 1, 2, 3, 4, 5, 6, 13, 14, 16, 17], hinting=False)
    # Inter's contextual alternates redraw arrows and hyphens; Arabic cannot be read without its own.
    options.layout_features = FEATURES if arabic else [f for f in FEATURES if f != "calt"]
    font = TTFont(source, recalcTimestamp=False)
    font.flavor = None
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=[code for first, last in LETTERS for code in range(first, last + 1)])
    subsetter.subset(font)
    if "Hebrew" in target.name:  # the package calls every weight "Thin"
        for name_id in (1, 4, 16):
            font["name"].setName("Noto Sans Hebrew", name_id, 3, 1, 0x409)
    font.save(target)
    print(f"{target.name}: {target.stat().st_size} bytes, {len(font.getBestCmap())} characters")


if __name__ == "__main__":
    for name, path in SOURCES.items():
        make(Path(sys.argv[1]) / path, HERE / name)
