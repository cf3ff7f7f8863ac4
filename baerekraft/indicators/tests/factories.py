from decimal import Decimal
from pathlib import Path

from baerekraft.indicators.models import Indicator
from baerekraft.sdg.texts import Texts

HEAD = (
    "slug,goal,target,name_nb,name_nn,name_en,unit_nb,unit_nn,unit_en,wanted,decimals,least,most,joining,note"
)
LINE = "elbiler,7,,Elbiler,Elbilar,Electric cars,prosent,prosent,per cent,up,1,0,100,none,"
VALUES = "indicator,place,year,value,publisher,title,url,licence,note,borders_year"


def make_indicator(slug: str = "elbiler", *, joining: str = "none") -> Indicator:
    return Indicator.objects.create(
        slug=slug,
        goal=7,
        name=Texts(nb="Elbiler", nn="Elbilar", en="Electric cars"),
        unit=Texts(nb="prosent", nn="prosent", en="per cent"),
        wanted="up",
        decimals=1,
        least=Decimal(0),
        most=Decimal(100),
        joining=joining,
    )


def make_folder(folder: Path, *values: str, indicators: tuple[str, ...] = (LINE,)) -> Path:
    (folder / "indikatorer.csv").write_text("\n".join([HEAD, *indicators]), encoding="utf-8")
    (folder / "verdier-prove.csv").write_text("\n".join([VALUES, *values]), encoding="utf-8")
    return folder
