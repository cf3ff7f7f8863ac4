"""The colours: every mark has one on the page and in a file, the two agree, and all can be seen."""

import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders

from baerekraft.indicators.charts import inks
from baerekraft.indicators.charts.tests import examples

CSS = Path(finders.find("indicators/charts.css") or "").read_text(encoding="utf-8")
TOKENS = Path(finders.find("design/tokens.css") or "").read_text(encoding="utf-8")


def colours(dark: bool) -> dict[str, str]:
    """The tokens of a scheme, the charts' own among them."""
    found: dict[str, str] = {}
    for css in (TOKENS, CSS):
        light, _media, rest = css.partition("@media screen and (prefers-color-scheme: dark)")
        for part in (light, rest) if dark else (light,):
            found |= re.findall(r"--([\w-]+): (#\w+);", part) and dict(
                re.findall(r"--([\w-]+): (#\w+);", part)
            )
    return found


def contrast(one: str, other: str) -> float:
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def luminance(colour: str) -> float:
    digits = colour.removeprefix("#")
    digits = "".join(2 * digit for digit in digits) if len(digits) == 3 else digits
    parts = [int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("ground", ["paper", "snow"])
def test_marks_and_letters_can_be_seen(dark, ground):
    scheme = colours(dark)
    for mark in ("fjord", "edge", "chart-other", "heather", "cloudberry-deep", "stone"):
        assert contrast(scheme[mark], scheme[ground]) >= 3, mark
    for letters in ("ink", "stone", "fjord", "heather", "cloudberry-deep"):
        assert contrast(scheme[letters], scheme[ground]) >= 4.5, letters


@pytest.mark.parametrize("dark", [False, True])
def test_names_can_be_read_on_every_shade(dark):
    scheme = colours(dark)
    for shade in range(5):
        letters = scheme["on-dark" if shade > 2 else "on-light"]
        assert contrast(letters, scheme[f"shade-{shade}"]) >= 4.5, shade


@pytest.mark.parametrize("dark", [False, True])
def test_each_shade_is_apart_from_the_next(dark):
    scheme = colours(dark)
    steps = [contrast(scheme[f"shade-{i}"], scheme[f"shade-{i + 1}"]) for i in range(4)]
    assert min(steps) > 1.35


def test_a_file_has_the_colours_of_the_light_page():
    scheme = colours(False)
    assert list(inks.SHADES) == [scheme[f"shade-{shade}"] for shade in range(5)]
    names = ("ink", "stone", "edge", "line", "fjord", "chart-other", "heather", "cloudberry-deep", "moss")
    ours = (
        inks.INK,
        inks.STONE,
        inks.EDGE,
        inks.LINE,
        inks.FJORD,
        inks.OTHER,
        inks.SECOND,
        inks.THIRD,
        inks.MOSS,
    )
    assert list(ours) == [scheme[name] for name in names]


def test_every_mark_has_a_look_on_the_page_and_in_a_file():
    svg = "".join(drawing.svg for drawing in examples.every())
    for look in set(re.findall(r'<(?:path|rect|circle|text) class="([^"]*)"', svg)):
        names = look.split()
        assert any(f".{name}" in CSS for name in names), look
        if "code" not in names:
            assert inks.embedded(f'<path class="{look}">') != "<path>", look
