"""The wheel of the 17 goals: what is good reaches outward, what is bad inward, one ring for each step of size.

Direction and number of rings carry the meaning; colour only helps. Stripes with a question mark are "do not know",
pale rings "not affected", and a dashed outline an answer that is missing. A colour frame without filled rings is an
effect whose size is not told. Nothing has an id, so any number of wheels may stand on a page.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from html import escape
from math import cos, pi, sin

from django.utils.translation import gettext as _

from baerekraft.assessments import words
from baerekraft.assessments.document import Judgement
from baerekraft.sdg import goals
from baerekraft.sdg.conflicts import Effect

Judgements = Mapping[int, Judgement]

RINGS = {"small": 1, "medium": 2, "large": 3}
# Middle radius of each ring, from the circle where nothing is affected.
OUTWARD, INWARD = (129, 153, 177), (96, 74, 52)
THICK = 22
OUTER, INNER = (118, 188), (41, 107)
SECTOR, GAP = 2 * pi / 17, 0.028


@dataclass(frozen=True)
class Inks:
    """The colours of a wheel: `gain` and `harm` are those of the three rings."""

    text: str
    line: str
    pale: str
    gain: tuple[str, str, str]
    harm: tuple[str, str, str]
    unknown: str


SCREEN = Inks(
    text="currentColor",
    line="var(--edge,#7d8983)",
    pale="var(--wheel-pale,#e9ece4)",
    gain=("var(--wheel-gain-1,#6fa592)", "var(--wheel-gain-2,#3f8d73)", "var(--wheel-gain-3,#1c5143)"),
    harm=("var(--wheel-harm-1,#c48aa6)", "var(--wheel-harm-2,#b06a8d)", "var(--wheel-harm-3,#8a3f63)"),
    unknown="var(--wheel-unknown,#a08a4e)",
)
PAPER = Inks(
    text="#16211d",
    line="#7d8983",
    pale="#e9ece4",
    gain=("#6fa592", "#3f8d73", "#1c5143"),
    harm=("#c48aa6", "#b06a8d", "#8a3f63"),
    unknown="#a08a4e",
)


def svg(judgements: Judgements, *, title: str, for_print: bool = False) -> str:
    """A picture that stands alone. For print without variables, and in Inter, which the PDF's fonts have."""
    inks = PAPER if for_print else SCREEN
    about = f"<title>{escape(title)}</title><desc>{escape(describe(judgements))}</desc>"
    font = ' font-family="Inter"' if for_print else ' class="wheel"'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="-222 -222 444 444" role="img"{font} fill="none">'
        f"{about}{''.join(_layers(judgements, inks))}"
        f'<circle r="112" stroke="{inks.line}" stroke-width="1.6"/>{_texts(judgements, inks)}</svg>'
    )


def describe(judgements: Judgements) -> str:
    """The wheel in words, a sentence for each kind of answer."""
    said: dict[str, list[str]] = {}
    for number in goals.NUMBERS:
        judgement = judgements.get(number, Judgement())
        said.setdefault(judgement.effect, []).append(_named(number, judgement))
    sentences = {
        Effect.POSITIVE: _("Positive effect on: %(goals)s."),
        Effect.NEGATIVE: _("Negative effect on: %(goals)s."),
        Effect.BOTH: _("Both positive and negative effect on: %(goals)s."),
        Effect.UNKNOWN: _("The effect is not known on: %(goals)s."),
        Effect.NONE: _("Not affected: %(goals)s."),
        "": _("Not answered: %(goals)s."),
    }
    return " ".join(
        sentence % {"goals": ", ".join(said[effect])}
        for effect, sentence in sentences.items()
        if effect in said
    )


def _named(number: int, judgement: Judgement) -> str:
    name = f"{number} {goals.get(number).short}"
    gain, harm = words.label(_gain(judgement), "Size"), words.label(_harm(judgement), "Size")
    if gain and harm:
        sizes = {"gain": gain.lower(), "harm": harm.lower()}
        return name + " " + _("(positive %(gain)s, negative %(harm)s)") % sizes
    return f"{name} ({(gain or harm).lower()})" if gain or harm else name


def _gain(judgement: Judgement) -> str:
    return judgement.gain if judgement.effect in (Effect.POSITIVE, Effect.BOTH) else ""


def _harm(judgement: Judgement) -> str:
    return judgement.harm if judgement.effect in (Effect.NEGATIVE, Effect.BOTH) else ""


def _layers(judgements: Judgements, inks: Inks) -> list[str]:
    """The strokes in groups of one ink, so that each ink is told once."""
    strokes: dict[str, list[str]] = {}
    for number in goals.NUMBERS:
        for ink, path in _sector(number, judgements.get(number, Judgement()), inks):
            strokes.setdefault(ink, []).append(path)
    return [f'<path {ink} d="{"".join(paths)}"/>' for ink, paths in strokes.items()]


def _sector(number: int, judgement: Judgement, inks: Inks) -> list[tuple[str, str]]:
    """What is drawn for one goal: pairs of how the stroke looks and where it goes."""
    if not judgement.effect:
        dashed = f'stroke="{inks.line}" stroke-dasharray="3 4"'
        return [(dashed, _frame(number, *OUTER)), (dashed, _frame(number, *INNER))]
    if judgement.effect == Effect.UNKNOWN:
        return [
            (
                f'stroke="{inks.unknown}" stroke-width="{high - low}" stroke-dasharray="2.4 4.2"',
                _arc(number, (low + high) / 2),
            )
            for low, high in (OUTER, INNER)
        ]
    pale = f'stroke="{inks.pale}" stroke-width="{THICK}"'
    drawn = [(pale, "".join(_arc(number, radius) for radius in (*OUTWARD, *INWARD)))]
    if judgement.effect in (Effect.POSITIVE, Effect.BOTH):
        drawn += _reach(number, judgement.gain, OUTWARD, OUTER, inks.gain)
    if judgement.effect in (Effect.NEGATIVE, Effect.BOTH):
        drawn += _reach(number, judgement.harm, INWARD, INNER, inks.harm)
    return drawn


def _reach(
    number: int, size: str, radii: tuple[int, ...], edges: tuple[int, int], colours: tuple[str, ...]
) -> list[tuple[str, str]]:
    if not size:
        return [(f'stroke="{colours[2]}" stroke-width="3"', _frame(number, *edges))]
    rings = list(zip(radii, colours, strict=True))[: RINGS[size]]
    return [(f'stroke="{colour}" stroke-width="{THICK}"', _arc(number, radius)) for radius, colour in rings]


def _texts(judgements: Judgements, inks: Inks) -> str:
    numbers = "".join(_text(number, 206, str(number)) for number in goals.NUMBERS)
    asked = [n for n in goals.NUMBERS if judgements.get(n, Judgement()).effect == Effect.UNKNOWN]
    marks = "".join(_text(number, 153, "?") for number in asked)
    halo = (
        f'<g stroke="{inks.pale}" stroke-width="7" stroke-linejoin="round">{marks}</g>{marks}'
        if marks
        else ""
    )
    return f'<g fill="{inks.text}" font-size="17" font-weight="600" text-anchor="middle">{numbers}{halo}</g>'


@cache
def _text(number: int, radius: float, text: str) -> str:
    x, y = _point(radius, (number - 0.5) * SECTOR)
    return f'<text x="{x:.0f}" y="{y + 6:.0f}">{text}</text>'


@cache
def _arc(number: int, radius: float) -> str:
    start, end = _angles(number, radius)
    return f"M{_at(radius, start)}A{radius:g} {radius:g} 0 0 1 {_at(radius, end)}"


@cache
def _frame(number: int, low: float, high: float) -> str:
    start, end = _angles(number, low)
    far_start, far_end = _angles(number, high)
    return (
        f"M{_at(low, start)}A{low:g} {low:g} 0 0 1 {_at(low, end)}"
        f"L{_at(high, far_end)}A{high:g} {high:g} 0 0 0 {_at(high, far_start)}Z"
    )


def _angles(number: int, radius: float) -> tuple[float, float]:
    """Where a sector begins and ends: the gap to its neighbours is as wide near the middle as at the rim."""
    gap = min(GAP * 100 / radius, SECTOR / 6)
    return (number - 1) * SECTOR + gap, number * SECTOR - gap


def _at(radius: float, angle: float) -> str:
    x, y = _point(radius, angle)
    return f"{x:.1f} {y:.1f}"


def _point(radius: float, angle: float) -> tuple[float, float]:
    """From the top, with the clock."""
    return radius * sin(angle), -radius * cos(angle)
