"""The public pages of the room: which they are, and who makes each."""

from baerekraft.pages.registry import Maker
from baerekraft.status import files, finding, goals, indicator, municipality, overview

PAGES: dict[str, Maker] = {
    "status:overview": overview.page,
    "status:goal": goals.page,
    "status:indicator": indicator.page,
    "status:municipalities": finding.page,
    "status:municipality": municipality.made,
    "status:every-figure": files.every_figure,
    "status:indicator-file": files.indicator_figures,
    "status:indicator-chart": files.indicator_chart,
    "status:indicator-map": files.indicator_map,
    "status:municipality-file": files.municipality_figures,
}
