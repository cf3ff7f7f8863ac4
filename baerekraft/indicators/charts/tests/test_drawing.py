import re
import struct

import pytest
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st

from baerekraft.indicators.charts import landscape, tiles
from baerekraft.indicators.charts.tests import examples, reading
from baerekraft.pdf import child

SVG = "{http://www.w3.org/2000/svg}"
HOSTILE = st.one_of(
    st.text(max_size=60),
    st.sampled_from(
        [
            "",
            " ",
            "<script>alert(1)</script>",
            '" onload="x',
            "]]>&amp;<!--",
            "\x00\x0b\ufffe\ud800",
            "王" * 40,
            "\U0001f469\u200d\U0001f467 \U0001f1f3\U0001f1f4",
            'class="t"',
            "x" * 400,
            "ord " * 200,
            "(" * 30,
            "مرحبا",
            "＜b＞",
        ]
    ),
)


@given(word=HOSTILE, unit=HOSTILE)
@settings(max_examples=150, deadline=None)
def test_a_chart_is_well_formed_whatever_stands_in_it(word, unit):
    for drawing in examples.every(word, unit):
        page, file = reading.tree(drawing.svg), reading.tree(drawing.file(source=word))
        for element in (*page.iter(), *file.iter()):
            assert element.tag.removeprefix(SVG) in {
                "span", "svg", "title", "desc", "g", "a", "rect", "circle", "path", "text",
            }  # fmt: skip
            assert not {"style", "onload", "onclick"} & set(element.attrib)


@given(word=HOSTILE)
@settings(max_examples=6, deadline=None)
def test_a_picture_can_be_made_whatever_stands_in_it(word):
    for drawing in examples.every(word):
        assert drawing.png(source=word).startswith(b"\x89PNG")


def test_a_screen_reader_hears_title_and_description():
    for drawing in examples.every("Skog")[:3]:
        svg = reading.inline(drawing).find("svg")
        heard = [
            one.text for name in svg.get("aria-labelledby").split() for one in svg if one.get("id") == name
        ]
        assert (svg.get("role"), heard) == ("img", ["Skog", "Skog"])


def test_no_two_charts_of_a_page_share_an_id():
    drawings = [*examples.every("Skog"), *examples.every("Vann")]
    ids = re.findall(r' id="([^"]+)"', "".join(drawing.svg for drawing in drawings))
    assert len(ids) == len(set(ids)) == 2 * len(drawings)


def test_a_map_with_links_is_a_group_that_names_them():
    svg = reading.inline(examples.every("Skog")[3]).find("svg")
    assert svg.get("role") == "group"
    (link,) = svg.iter("a")
    assert link.get("aria-label") == "Nore og Uvdal Skog: Skog"
    assert link.get("href") == "/status/?a=Skog"


def test_a_file_stands_alone_with_title_source_and_licence():
    for drawing in examples.every("Skog"):
        file = drawing.file(source="Kilde: Statistisk sentralbyrå\nLisens: CC BY 4.0")
        root = reading.tree(file)
        shown = [one.text for one in root.iter(f"{SVG}text")]
        assert shown[0] == "Skog"
        assert shown[-2:] == ["Kilde: Statistisk sentralbyrå", "Lisens: CC BY 4.0"]
        assert root.get("font-family").startswith("Inter")
        assert "class=" not in file
        assert "var(" not in file
        assert "<a " not in file


def test_a_picture_is_twice_as_wide_as_the_file_and_the_same_every_time():
    for drawing in examples.every("Skog"):
        made = drawing.png(source="Kilde: SSB")
        assert struct.unpack(">I", made[16:20]) == (1280,)
        child.stop()
        assert drawing.png(source="Kilde: SSB") == made


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
def test_letters_stay_inside_the_chart(language):
    with translation.override(language):
        for drawing in examples.every("Grønt"):
            _x, _y, width, height = map(float, reading.inline(drawing).find("svg").get("viewBox").split())
            for text in reading.inline(drawing).iter("text"):
                left, top, right, bottom = reading.box(text)
                assert left >= -1, text.text
                assert right <= width + 1, text.text
                assert top >= -1, text.text
                assert bottom <= height + 1, text.text


def test_the_whole_map_is_at_most_thirty_kilobytes():
    everyone = [
        tiles.Tile(slug, slug.title(), 3, "12,3 %", f"/status/kommune/{slug}/") for slug in landscape.PLACES
    ]
    drawing = tiles.draw("Kart", everyone, legend=["a", "b", "c", "d", "e"], description="")
    assert len(drawing.svg.encode()) < 30_000
