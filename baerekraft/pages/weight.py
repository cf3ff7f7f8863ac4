"""What a page weighs over the wire the first time, and what that costs the climate.

Grams follow the Sustainable Web Design Model, version 4: 0.300 kWh a gigabyte in data centres, networks and devices,
embodied energy included, at the world's mean of 494 g CO2e a kWh. A rough figure, good for its order of magnitude.
"""

from dataclasses import dataclass
from functools import cache

import brotli
from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage
from django.utils.formats import number_format

KWH_PER_BYTE = 0.300 / 1e9
GRAMS_PER_KWH = 494
ASSETS = ("app.css", "app.js", "design/inter.woff2", "design/mark.svg")


@dataclass(frozen=True)
class Weight:
    kilobytes: int
    grams: str


@cache
def assets() -> int:
    """Bytes of style, script, font and mark, compressed where a server would."""
    total = 0
    for name in ASSETS:
        stored = staticfiles_storage.stored_name(name)  # type: ignore[attr-defined]
        compressed = settings.STATIC_ROOT / f"{stored}.br"
        plain = settings.STATIC_ROOT / stored
        file = compressed if compressed.exists() else plain
        total += file.stat().st_size if file.exists() else 0
    return total


def of(page: str) -> Weight:
    size = assets() + len(brotli.compress(page.encode(), quality=11))
    grams = number_format(round(size * KWH_PER_BYTE * GRAMS_PER_KWH, 3), 3)
    return Weight(round(size / 1000), grams)
