"""The goals' colours stand in the data and in the style; they are the same."""

import re
from pathlib import Path

from baerekraft.sdg import goals

CSS = Path(__file__).parent.parent / "static/sdg/goals.css"


def test_the_style_has_the_colours_of_the_data_light_and_dark():
    light, _media, dark = CSS.read_text(encoding="utf-8").partition("@media")
    for text, colours in (
        (light, {goal.number: goal.colour for goal in goals.every()}),
        (dark, {goal.number: goal.colour_dark for goal in goals.every()}),
    ):
        found = re.findall(r'\[data-goal="(\d+)"\] \{ --goal: (#[0-9a-f]{6}) \}', text)
        assert {int(number): colour for number, colour in found} == colours
