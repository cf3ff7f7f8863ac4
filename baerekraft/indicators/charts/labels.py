"""Where a line's name goes: beside its last point where there is room, else as near as it can without covering anything."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import accumulate, chain, pairwise
from math import ceil, hypot

from baerekraft.indicators.charts import lettering, marks

Spot = tuple[float, float]
NEAR = 9.0  # from a point to its label
ASIDE = 15.0  # from the last year to the names beside the chart
STEP = 5.0  # how densely a line is felt for
APART = 4.0  # labels in a column
IN_THE_WAY = 40.0


@dataclass(frozen=True)
class Box:
    left: float
    top: float
    width: float
    height: float

    @property
    def right(self) -> float:
        return self.left + self.width

    @property
    def bottom(self) -> float:
        return self.top + self.height

    def covers(self, spot: Spot, room: float = 3) -> bool:
        return (
            self.left - room <= spot[0] <= self.right + room
            and self.top - room <= spot[1] <= self.bottom + room
        )

    def overlap(self, other: "Box") -> float:
        across = min(self.right, other.right) - max(self.left, other.left)
        down = min(self.bottom, other.bottom) - max(self.top, other.top)
        return across * down if across > 0 and down > 0 else 0

    def inside(self, other: "Box") -> bool:
        return (
            self.left >= other.left - 0.5
            and self.right <= other.right + 0.5
            and self.top >= other.top - 0.5
            and self.bottom <= other.bottom + 0.5
        )


@dataclass(frozen=True)
class Label:
    """Its lines; the first `bold` of them are bold."""

    lines: tuple[str, ...]
    bold: int
    size: float

    @property
    def width(self) -> float:
        return max(lettering.width(line, self.size, bold=i < self.bold) for i, line in enumerate(self.lines))

    @property
    def height(self) -> float:
        return len(self.lines) * self.size * marks.LEADING


@dataclass(frozen=True)
class Placed:
    label: Label
    box: Box
    anchor: str  # "" from the left, "middle", "end"
    cost: float  # how much worse it is than right beside its point
    is_led_to: bool = False  # so far away that a line must show the way


@dataclass
class Space:
    """What is taken so far."""

    frame: Box
    spots: list[Spot] = field(default_factory=list)
    boxes: list[Box] = field(default_factory=list)

    def draw(self, points: list[Spot]) -> None:
        self.spots += points * 3  # a point is worse to cover than a line
        for start, end in pairwise(points):
            self.spots += _between(start, end)

    def place(self, forms: Sequence[Label], at: Spot) -> Placed:
        """In one of its forms anywhere around its point: the best there is, and from now on taken."""
        found = min(
            (one for label in forms for one in chain(_beside(label, at), _above_and_below(label, at))),
            key=self._cost,
        )
        self.boxes.append(found.box)
        return found

    def column(self, labels: Sequence[tuple[Label, Spot]], frame: Box) -> list[Placed]:
        """Under each other at the right of a frame, each as near to its line as the others let it."""
        wanted = [(y - label.height / 2 - APART / 2, label.height + APART) for label, (_x, y) in labels]
        tops = [top + APART / 2 for top in _stacked(wanted, frame)]
        found = [
            _shifted(label, frame.right + ASIDE, y, top + label.height / 2 - y)
            for (label, (_x, y)), top in zip(labels, tops, strict=True)
        ]
        self.boxes += [one.box for one in found]
        return found

    def try_place(self, label: Label, at: Spot) -> Placed | None:
        """Above or below its point, and only where it is in nobody's way."""
        found = min(_above_and_below(label, at), key=self._cost)
        if self._cost(found) >= IN_THE_WAY:
            return None
        self.boxes.append(found.box)
        return found

    def _cost(self, placed: Placed) -> float:
        box = placed.box
        return (
            placed.cost
            + (0 if box.inside(self.frame) else 10_000)
            + sum(500 + box.overlap(other) * 10 for other in self.boxes if box.overlap(other))
            + sum(IN_THE_WAY for spot in self.spots if box.covers(spot))
        )


def _beside(label: Label, at: Spot) -> Iterable[Placed]:
    x, y = at
    shifts = [sign * step * 4.0 for step in range(24) for sign in ((1, -1) if step else (1,))]
    for shift in shifts:
        yield _shifted(label, x + NEAR, y, shift)
        yield _shifted(label, x - NEAR - label.width, y, shift, anchor="end")


def _shifted(label: Label, left: float, y: float, shift: float, anchor: str = "") -> Placed:
    box = Box(left, y - label.height / 2 + shift, label.width, label.height)
    is_far = abs(shift) > label.height / 2
    cost = abs(shift) + (24 if anchor == "end" else 0) + (IN_THE_WAY if is_far else 0)
    return Placed(label, box, anchor, cost, is_led_to=is_far)


def _above_and_below(label: Label, at: Spot) -> Iterable[Placed]:
    x, y = at
    for top in (y - NEAR * 0.8 - label.height, y + NEAR * 0.8):
        for left, anchor, cost in (
            (x - label.width / 2, "middle", 7),
            (x - 4, "", 8),
            (x - label.width + 4, "end", 8),
        ):
            yield Placed(label, Box(left, top, label.width, label.height), anchor, cost)


def _stacked(wanted: Sequence[tuple[float, float]], frame: Box) -> list[float]:
    """Tops for boxes of a wanted top and a height, in their order from the top, that do not cover each other.

    Those that would are moved together, so that none goes farther than it must.
    """
    order = sorted(range(len(wanted)), key=lambda i: wanted[i][0] + wanted[i][1] / 2)
    heaps: list[tuple[float, list[int]]] = []
    for i in order:
        heap = [i]
        top = _clamped(_heap_top(heap, wanted), heap, wanted, frame)
        while heaps and heaps[-1][0] + sum(wanted[j][1] for j in heaps[-1][1]) > top:
            heap = heaps.pop()[1] + heap
            top = _clamped(_heap_top(heap, wanted), heap, wanted, frame)
        heaps.append((top, heap))
    tops = [0.0] * len(wanted)
    for top, heap in heaps:
        for i in heap:
            tops[i] = top
            top += wanted[i][1]
    return tops


def _heap_top(heap: Sequence[int], wanted: Sequence[tuple[float, float]]) -> float:
    """Where the heap begins when its boxes are on average where they want to be."""
    above = accumulate((wanted[i][1] for i in heap), initial=0.0)
    return sum(wanted[i][0] - before for i, before in zip(heap, above, strict=False)) / len(heap)


def _clamped(top: float, heap: Sequence[int], wanted: Sequence[tuple[float, float]], frame: Box) -> float:
    return max(frame.top, min(top, frame.bottom - sum(wanted[i][1] for i in heap)))


def _between(start: Spot, end: Spot) -> list[Spot]:
    count = ceil(hypot(end[0] - start[0], end[1] - start[1]) / STEP)
    return [
        (start[0] + (end[0] - start[0]) * i / count, start[1] + (end[1] - start[1]) * i / count)
        for i in range(1, count)
    ]
