"""What a page weighs over the wire the first time, and what that costs the climate.

Grams follow the Sustainable Web Design Model, version 4: 0.300 kWh a gigabyte in data centres, networks and devices,
embodied energy included, at the world's mean of 494 g CO2e a kWh. A rough figure, good for its order of magnitude.
"""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import brotli
from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage
from django.utils.formats import number_format

KWH_PER_BYTE = 0.300 / 1e9
GRAMS_PER_KWH = 494
# A page may fetch one style of its own, and pictures; a telephone with a sharp screen takes those of about this width.
STYLE = re.compile(r'<link rel="stylesheet" href="([^"]+)"')
PICTURE = re.compile(r"<picture>(.*?)</picture>", re.DOTALL)
COPIES = re.compile(r'srcset="([^"]+)"')
WIDTH = 720
ASSETS = ("app.css", "app.js", "design/inter.woff2", "design/mark.svg")


@dataclass(frozen=True)
class Weight:
    kilobytes: int
    grams: str
    pictures: int = 0


@cache
def assets() -> int:
    """Bytes of style, script, font and mark, compressed where a server would."""
    stored = (staticfiles_storage.stored_name(name) for name in ASSETS)  # type: ignore[attr-defined]
    return sum(sent(name) for name in stored)


def sent(name: str) -> int:
    """Bytes of one collected file."""
    compressed = settings.STATIC_ROOT / f"{name}.br"
    plain = settings.STATIC_ROOT / name
    file = compressed if compressed.exists() else plain
    return file.stat().st_size if file.exists() else 0


def styles(page: str) -> int:
    """Bytes of the page's own styles, beside those that every page has."""
    common = staticfiles_storage.stored_name(ASSETS[0])  # type: ignore[attr-defined]
    own = {url.removeprefix(settings.STATIC_URL) for url in STYLE.findall(page)} - {common}
    return sum(sent(name) for name in own)


def pictures(page: str) -> list[int]:
    """Bytes of each picture in the page, in the first format it offers."""
    found = [COPIES.search(picture) for picture in PICTURE.findall(page)]
    return [picture(match[1]) for match in found if match]


def picture(srcset: str) -> int:
    copies = {width: url for url, width in (copy.split() for copy in srcset.split(", "))}
    widths = sorted(int(width.rstrip("w")) for width in copies)
    chosen = next((width for width in widths if width >= WIDTH), widths[-1])
    file = Path(settings.MEDIA_ROOT) / copies[f"{chosen}w"].removeprefix(settings.MEDIA_URL)
    return file.stat().st_size if file.exists() else 0


def of(page: str) -> Weight:
    shown = pictures(page)
    size = assets() + len(brotli.compress(page.encode(), quality=11)) + styles(page) + sum(shown)
    grams = number_format(round(size * KWH_PER_BYTE * GRAMS_PER_KWH, 3), 3)
    return Weight(round(size / 1000), grams, len(shown))
