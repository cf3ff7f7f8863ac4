"""Where Viken's municipalities lie on the map of tiles, and what they are called where there is little room."""

from collections.abc import Mapping

from baerekraft.indicators.charts import lettering

# Oslo is no part of it, but everybody looks for it. South-west of it, the fjord.
_MAP = """
    .    hemsedal       gol         .           .          .         hurdal        .              .
    hol  al             nesbyen     fla         jevnaker   lunner    nannestad     eidsvoll       .
    .    nore-og-uvdal  sigdal      krodsherad  ringerike  nittedal  gjerdrum      ullensaker     nes
    .    rollag         modum       hole        baerum     OSLO      lorenskog     raelingen      lillestrom
    .    flesberg       ovre-eiker  lier        asker      nesodden  nordre-follo  enebakk        aurskog-holand
    .    kongsberg      .           drammen     .          frogn     as            indre-ostfold  marker
    .    .              .           .           .          vestby    valer         skiptvet       rakkestad
    .    .              .           .           .          moss      rade          sarpsborg      aremark
    .    .              .           .           .          .         fredrikstad   .              halden
    .    .              .           .           .          .         hvaler        .              .
"""
# What fits a tile as wide as a fingertip: the whole name where it can be.
_CODES = """
    hol Hol  al Ål  hemsedal Hem  gol Gol  nesbyen Nesb  fla Flå  nore-og-uvdal N&U  rollag Roll  flesberg Fles
    kongsberg Kong  sigdal Sigd  krodsherad Krød  modum Mod  ovre-eiker ØEik  drammen Dram  lier Lier  hole Hole
    ringerike Ring  jevnaker Jevn  lunner Lunn  asker Ask  baerum Bær  nesodden Neso  frogn Frog  as Ås
    nordre-follo NFol  vestby Vest  enebakk Eneb  lorenskog Løre  raelingen Ræl  lillestrom Lill  nittedal Nitt
    gjerdrum Gjer  ullensaker Ull  nes Nes  eidsvoll Eids  nannestad Nann  hurdal Hurd  aurskog-holand A-H
    moss Moss  rade Råde  valer Våler  skiptvet Skip  indre-ostfold IØst  marker Mark  rakkestad Rakk
    sarpsborg Sarp  fredrikstad Fred  hvaler Hval  aremark Arem  halden Hald
"""
# Where a long name without a space or a hyphen is divided.
_DIVIDED = """
    Fredrik|stad Sarps|borg Ringe|rike Rakke|stad Ræl|ingen Løren|skog Lille|strøm Ullens|aker Nanne|stad
    Krøds|herad Fles|berg Kongs|berg Dram|men Hemse|dal Nes|byen Jev|naker Gjer|drum Ene|bakk Nes|odden Are|mark
    Nitte|dal Eids|voll Skip|tvet
"""

_CELLS = {
    name: (column, row)
    for row, line in enumerate(_MAP.strip().splitlines())
    for column, name in enumerate(line.split())
    if name != "."
}
OSLO = _CELLS.pop("OSLO")
# Municipality → column and row.
PLACES: Mapping[str, tuple[int, int]] = _CELLS
COLUMNS, ROWS = 9, 10
CODES: Mapping[str, str] = dict(zip(_CODES.split()[::2], _CODES.split()[1::2], strict=True))
_HALVES = {name.replace("|", ""): name.split("|") for name in _DIVIDED.split()}


def divided(name: str, size: float, room: float) -> list[str]:
    """The name in as few lines as fit: between words, after a hyphen, or where Norwegian divides it."""
    if lettering.width(name, size, bold=True) <= room:
        return [name]
    if name in _HALVES:
        head, tail = _HALVES[name]
        return [f"{head}-", tail]
    return lettering.wrap(name.replace("-", "- "), size, room, bold=True)
