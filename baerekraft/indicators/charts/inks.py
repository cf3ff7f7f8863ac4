"""How each class looks in a file: the light scheme of `charts.css`, as attributes, which every program understands."""

import re

INK, STONE, EDGE, LINE, SNOW = "#16211d", "#525f59", "#7d8983", "#dbdcd2", "#ffffff"
FJORD, OTHER, SECOND, THIRD, MOSS = "#1d4f6e", "#4f8aa6", "#8a3f63", "#a85f12", "#e4ede3"
SHADES = ("#e3eef3", "#b3d0de", "#7fabc3", "#3f7896", "#1d4f6e")

Look = dict[str, str]

# What is further down goes before what is further up; "a b", for an element of both classes, goes before "a".
LOOKS: dict[str, Look] = {
    "ground": {"fill": SNOW},
    "heading": {"fill": "#0f2f27", "font-size": "19", "font-weight": "700"},
    "footing": {"fill": STONE, "font-size": "12.5"},
    "t": {"fill": INK},
    "soft": {"fill": STONE},
    "strong": {"font-weight": "600"},
    "t main": {"fill": FJORD},
    "t second": {"fill": SECOND},
    "t third": {"fill": THIRD},
    "grid": {"stroke": LINE},
    "base": {"stroke": EDGE},
    "lead": {"stroke": EDGE},
    "median": {"stroke": STONE, "stroke-dasharray": "3 3"},
    "line": {"fill": "none", "stroke-linejoin": "round", "stroke-linecap": "round"},
    "line main": {"stroke": FJORD, "stroke-width": "3"},
    "line second": {"stroke": SECOND, "stroke-width": "2.5"},
    "line third": {"stroke": THIRD, "stroke-width": "2.5"},
    "line compare": {"stroke": EDGE, "stroke-width": "2.25"},
    "line other": {"stroke": OTHER, "stroke-width": "2"},
    "join": {"stroke": EDGE, "stroke-width": "2", "stroke-dasharray": ".1 5", "stroke-linecap": "round"},
    "gap": {"stroke-dasharray": ".1 6"},
    "bar main": {"fill": FJORD},
    "bar compare": {"fill": EDGE},
    "bar other": {"fill": OTHER},
    "dot main": {"fill": FJORD},
    "dot compare": {"fill": SNOW, "stroke": EDGE, "stroke-width": "2"},
    "dot other": {"fill": OTHER},
    "dot second": {"fill": SECOND},
    "dot third": {"fill": THIRD},
    "dot crowd": {"fill": EDGE},
    "named": {"stroke": SNOW, "stroke-width": "2"},
    "tile": {"fill": INK},
    "tile sx": {"fill": STONE},
    "tile s3": {"fill": SNOW},
    "tile s4": {"fill": SNOW},
    "cell": {"stroke": EDGE},
    "cell plain": {"fill": MOSS},
    **{f"cell s{shade}": {"fill": colour} for shade, colour in enumerate(SHADES)},
    "cell sx": {"fill": "none", "stroke-dasharray": "3 3"},
    "away": {"fill": "none", "stroke": LINE},
    "pip": {"fill": "none", "stroke": INK, "stroke-width": "4", "stroke-linecap": "round"},
    "pip s3": {"stroke": SNOW},
    "pip s4": {"stroke": SNOW},
    "ring under": {"stroke": SNOW, "stroke-width": "8"},
    "ring": {"fill": "none", "stroke": THIRD, "stroke-width": "4"},
    "name": {"font-size": "13", "font-weight": "600"},
    "number": {"font-weight": "400"},
    "oslo": {"font-size": "13"},
}


def embedded(svg: str) -> str:
    """Classes become attributes."""
    return re.sub(r' class="([^"]*)"', lambda found: _attributes(found[1]), svg)


def _attributes(look: str) -> str:
    names = look.split()
    said: Look = {}
    for key in sorted(LOOKS, key=lambda key: key.count(" ")):
        if set(key.split()) <= set(names):
            said |= LOOKS[key]
    return "".join(f' {key}="{value}"' for key, value in said.items())
