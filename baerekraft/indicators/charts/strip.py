"""Everyone as a dot on one axis, and one or two by name: where a municipality lies among the rest."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from functools import partial
from statistics import median

from django.utils.translation import gettext as _

from baerekraft.indicators.charts import drawing, lettering, marks, scales, words
from baerekraft.indicators.charts.drawing import Drawing, Picture, Sheet

RADIUS, LEAST_RADIUS = 4.6, 2.0
# How high the pile of dots may be before they get smaller.
MOST_HEIGHT = 120.0
# Dots do not grow from zero as bars do: the axis is where they are.
FAR_FROM_ZERO = Decimal("0.2")

Spot = tuple[float, float]


def draw(
    title: str,
    values: Mapping[str, Decimal],
    *,
    marked: Sequence[str],
    unit: str,
    decimals: int,
    description: str,
) -> Drawing:
    """Dots that would cover each other are piled up. `marked` are named, the first one above, the next below."""
    named = tuple(name for name in marked if name in values)
    return drawing.make("strip", title, description, partial(_layout, dict(values), named, unit, decimals))


def _layout(
    values: Mapping[str, Decimal], named: Sequence[str], unit: str, decimals: int, sheet: Sheet
) -> Picture:
    return _Strip(values, named, unit, decimals, sheet).picture()


class _Strip:
    def __init__(
        self, values: Mapping[str, Decimal], named: Sequence[str], unit: str, decimals: int, sheet: Sheet
    ) -> None:
        self.values, self.named, self.unit, self.decimals, self.sheet = values, named, unit, decimals, sheet
        self.axis = scales.over(values.values(), most=5, far=FAR_FROM_ZERO, whole=decimals == 0)
        # Half lie above it. Of two, it would be neither.
        self.median = median(values.values()) if len(values) > 2 else None
        self.heading = lettering.wrap(words.heading(unit), sheet.text, sheet.width)
        self.figures = [words.figure(tick, self.axis.decimals) for tick in self.axis.ticks]
        ends = (lettering.width(self.figures[i], sheet.text) / 2 for i in (0, -1))
        self.left, right = (max(8.0, end) for end in ends)
        self.length = sheet.width - self.left - right
        places = {name: self.x(value) for name, value in values.items()}
        self.radius, self.rises = _piled(places, named)
        self.reach = max((abs(rise) for rise in self.rises.values()), default=0) + self.radius + 4

    def x(self, value: Decimal) -> float:
        return self.left + self.axis.share(value) * self.length

    def picture(self) -> Picture:
        row = self.sheet.line
        above, below = self.named[::2], self.named[1::2]
        middle = len(self.heading) * row + 10 + row * len(above) + self.reach
        foot = middle + self.reach + (row * len(below) + 14 if below else 4)
        note = self._note()
        body = [
            marks.paragraph("t soft", 0, 0, self.heading),
            *self._axis(foot),
            *self._median(middle, foot),
            *self._dots(middle),
            *self._names(above, middle, -1),
            *self._names(below, middle, 1),
            marks.paragraph("t soft", 0, foot + 12 + row, note),
        ]
        return Picture("".join(body), foot + 10 + row + (6 + row * len(note) if note else 0))

    def _axis(self, foot: float) -> list[str]:
        pieces = [marks.path("base", [(self.left, foot), (self.left + self.length, foot)])]
        for tick, figure in zip(self.axis.ticks, self.figures, strict=True):
            x = self.x(tick)
            pieces.append(marks.path("base", [(x, foot), (x, foot + 5)]))
            pieces.append(marks.text("t soft", x, foot + 8, figure, anchor="middle", down=0.95))
        return pieces

    def _dots(self, middle: float) -> list[str]:
        look = "dot crowd" if self.named else "dot other"
        at = {name: (self.x(value), middle + self.rises[name]) for name, value in self.values.items()}
        crowd = [
            marks.element("circle", look, cx=x, cy=y, r=self.radius)
            for name, (x, y) in at.items()
            if name not in self.named
        ]
        return [*crowd, *(_named_dot(_look(i), *at[name]) for i, name in enumerate(self.named))]

    def _median(self, middle: float, foot: float) -> list[str]:
        if self.median is None:
            return []
        x = self.x(self.median)
        end = middle + self.reach if self.named[1::2] else foot
        return [marks.path("median", [(x, middle - self.reach - 2), (x, end)])]

    def _note(self) -> list[str]:
        if self.median is None:
            return []
        figure = words.with_sign(self.median, self.decimals, self.unit)
        note = _("Dashed line: the one in the middle, %(value)s") % {"value": figure}
        return lettering.wrap(note, self.sheet.text, self.sheet.width)

    def _names(self, names: Sequence[str], middle: float, side: int) -> Iterable[str]:
        """`side` is −1 above and 1 below. A name keeps away from the middle line."""
        for i, name in enumerate(names):
            value = self.values[name]
            x, far = self.x(value), middle + side * (self.reach + 6 + i * self.sheet.line)
            label = f"{name} {words.with_sign(value, self.decimals, self.unit)}"
            is_low = self.median is not None and value < self.median
            yield marks.path("lead", [(x, middle + self.rises[name] + side * 7), (x, far)])
            yield marks.text(
                f"t strong {_look(self.named.index(name))}",
                x,
                far + side * 6,
                label,
                anchor=self._anchor(x, label, prefer="end" if is_low else ""),
                down=0.8 if side > 0 else 0,
            )

    def _anchor(self, x: float, label: str, *, prefer: str) -> str:
        """Towards the side it prefers, unless the sheet ends there."""
        width = lettering.width(label, self.sheet.text, bold=True)
        if prefer == "end":
            return "end" if x - width >= 0 else ""
        return "" if x + width <= self.sheet.width else "end"


def _look(index: int) -> str:
    return "main" if index == 0 else "second"


def _named_dot(look: str, x: float, y: float) -> str:
    """The first is round, the next stands on its corner."""
    if look == "main":
        return marks.element("circle", "dot main named", cx=x, cy=y, r=7)
    return marks.element(
        "path", "dot second named", d=f"M{marks.number(x)} {marks.number(y - 8)}l8 8l-8 8l-8 -8z"
    )


def _piled(places: Mapping[str, float], named: Sequence[str]) -> tuple[float, dict[str, float]]:
    """The radius, and how far each dot is from the middle: the named ones are on it, the others as near as there is room."""
    radius = RADIUS
    while True:
        rises = _rises(places, named, radius)
        height = max(rises.values(), default=0) - min(rises.values(), default=0)
        if height <= MOST_HEIGHT or radius <= LEAST_RADIUS:
            return radius, rises
        radius *= 0.85


def _rises(places: Mapping[str, float], named: Sequence[str], radius: float) -> dict[str, float]:
    apart, step = 2 * radius + 0.8, radius / 2
    placed: list[tuple[float, float, float]] = []
    rises: dict[str, float] = {}
    for name in [*named, *sorted(places.keys() - set(named), key=lambda one: (places[one], one))]:
        x, y = places[name], 0.0
        own = 8.0 - radius if name in named else 0.0
        tries = 0
        while name not in named and any(
            (x - other) ** 2 + (y - rise) ** 2 < (apart + more) ** 2 for other, rise, more in placed
        ):
            tries += 1
            y = (tries + 1) // 2 * step * (1 if tries % 2 else -1)
        placed.append((x, y, own))
        rises[name] = y
    return rises
