"""What a page weighs over the wire the first time, and what that costs the climate.

Grams follow the Sustainable Web Design Model, version 4: 0.300 kWh a gigabyte in data centres, networks and devices,
embodied energy included, at the world's mean of 494 g CO2e a kWh. A rough figure, good for its order of magnitude.
Every visit is reckoned as a first one, and no hosting as green.
"""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import brotli
from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.formats import number_format
from django.utils.translation import get_language

KWH_PER_BYTE = 0.300 / 1e9
GRAMS_PER_KWH = 494
# A page may fetch style and script of its own, and pictures; a telephone with a sharp screen takes those of about
# this width.
FETCHED = re.compile(r'<(?:link rel="stylesheet" href|script type="module" src)="([^"]+)"')
PICTURE = re.compile(r"<picture>(.*?)</picture>", re.DOTALL)
COPIES = re.compile(r'srcset="([^"]+)"')
WIDTH = 720
ASSETS = ("app.css", "app.js", "design/inter.woff2", "design/mark.svg")


@dataclass(frozen=True)
class Weight:
    kilobytes: int
    grams: str
    pictures: int = 0


reckoned: dict[tuple[str, str | None], Weight] = {}


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


def own_assets(page: str) -> int:
    """Bytes of the page's own style and script, beside what every page has."""
    common = {staticfiles_storage.stored_name(name) for name in ASSETS}  # type: ignore[attr-defined]
    own = {url.removeprefix(settings.STATIC_URL) for url in FETCHED.findall(page)} - common
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
    """What a public page weighs, sent as brotli."""
    return told(len(brotli.compress(page.encode(), quality=11)), page)


def told(size: int, page: str) -> Weight:
    """What the page weighs when it is this large itself."""
    shown = pictures(page)
    whole = size + assets() + own_assets(page) + sum(shown)
    return Weight(round(whole / 1000), number_format(round(grams(whole), 3), 3), len(shown))


def grams(size: float) -> float:
    """CO2e of so many bytes over the wire."""
    return size * KWH_PER_BYTE * GRAMS_PER_KWH


def of_personal(template: str, context: dict[str, Any], request: HttpRequest) -> Weight:
    """What a page made anew for each person weighs. Reckoned once per process: a name more or less is no kilobyte."""
    key = (template, get_language())
    if key not in reckoned:
        text = render_to_string(template, context, request)
        # Nothing compresses such a page on its way out.
        reckoned[key] = told(len(text.encode()), text)
    return reckoned[key]
