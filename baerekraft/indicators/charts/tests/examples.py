"""One drawing of each kind, with any words in it."""

from decimal import Decimal

from baerekraft.indicators.charts import bars, lines, strip, tiles
from baerekraft.indicators.charts.drawing import Drawing
from baerekraft.indicators.charts.lines import Line

NAMES = ("Nore og Uvdal", "Aurskog-Høland", "Norge")


def series(first: int, *values: float | str) -> tuple[tuple[int, Decimal], ...]:
    return tuple((first + i, Decimal(str(value))) for i, value in enumerate(values))


def every(word: str = "Valgdeltakelse", unit: str = "prosent") -> list[Drawing]:
    one, other, norway = (f"{name} {word}" for name in NAMES)
    told = {"unit": unit, "decimals": 1, "description": word}
    figures = {f"{word}{i}": Decimal(i * i) / 7 for i in range(51)}
    return [
        lines.draw(
            word,
            [
                Line(one, series(2015, 70, 71.5, 74), group="a"),
                Line(other, series(2019, 75), "other", group="a"),
                Line(norway, ((2015, Decimal(72)), (2019, Decimal(78))), "compare"),
            ],
            **told,
        ),
        bars.draw(word, [bars.Bar(one, Decimal(3)), bars.Bar(norway, Decimal("-2.5"), "compare")], **told),
        strip.draw(word, figures, marked=[f"{word}7", f"{word}40"], **told),
        tiles.draw(
            word,
            [
                tiles.Tile("halden", one, 3, word, f"/status/?a={word}", marked=True),
                tiles.Tile("hol", other, None, word),
            ],
            legend=[word, "1–2", "3–4", "5–6", "7–8"],
            description=word,
        ),
    ]
