import re
from xml.etree import ElementTree

import typst
from django.utils import translation

from baerekraft.assessments import wheel
from baerekraft.assessments.document import Judgement

SVG = "{http://www.w3.org/2000/svg}"


def judged(**by_word: str) -> Judgement:
    return Judgement.model_validate(by_word)


def strokes(svg: str, colour: str) -> int:
    """How many rings are drawn with the colour."""
    found = [
        path.get("d", "")
        for path in ElementTree.fromstring(svg).iter(f"{SVG}path")
        if path.get("stroke") == colour
    ]
    return sum(d.count("M") for d in found)


def test_a_large_gain_reaches_three_rings_outward_and_a_small_one_only_one():
    large = wheel.svg({11: judged(effect="positive", gain="large")}, title="", for_print=True)
    small = wheel.svg({11: judged(effect="positive", gain="small")}, title="", for_print=True)

    assert [strokes(large, colour) for colour in wheel.PAPER.gain] == [1, 1, 1]
    assert [strokes(small, colour) for colour in wheel.PAPER.gain] == [1, 0, 0]


def test_a_gain_lies_outside_the_circle_and_a_harm_inside_it():
    good = wheel.svg({5: judged(effect="positive", gain="small")}, title="", for_print=True)
    bad = wheel.svg({5: judged(effect="negative", harm="small")}, title="", for_print=True)

    assert f'stroke="{wheel.PAPER.gain[0]}" stroke-width="22" d="M' in good
    assert radius(good, wheel.PAPER.gain[0]) > 112 > radius(bad, wheel.PAPER.harm[0])


def radius(svg: str, colour: str) -> float:
    found = re.search(rf'stroke="{colour}"[^>]*A([\d.]+) ', svg)
    assert found
    return float(found[1])


def test_both_goes_both_ways_and_a_size_left_from_another_answer_is_not_drawn():
    both = wheel.svg({8: judged(effect="both", gain="medium", harm="large")}, title="", for_print=True)
    turned = wheel.svg({8: judged(effect="negative", gain="medium", harm="large")}, title="", for_print=True)

    assert [strokes(both, c) for c in (*wheel.PAPER.gain, *wheel.PAPER.harm)] == [1, 1, 0, 1, 1, 1]
    assert [strokes(turned, c) for c in (*wheel.PAPER.gain, *wheel.PAPER.harm)] == [0, 0, 0, 1, 1, 1]


def test_unknown_unanswered_not_affected_and_a_size_not_told_all_look_different():
    answers = [judged(effect="unknown"), Judgement(), judged(effect="none"), judged(effect="positive")]

    assert len({wheel.svg({3: one}, title="", for_print=True) for one in answers}) == 4
    assert ">?</text>" in wheel.svg({3: judged(effect="unknown")}, title="")
    assert ">?</text>" not in wheel.svg({}, title="")


def test_every_goal_has_its_number_and_the_picture_is_named():
    with translation.override("en"):
        root = ElementTree.fromstring(wheel.svg({}, title="Kari <3 & skog"))

    assert [text.text for text in root.iter(f"{SVG}text")] == [str(n) for n in range(1, 18)]
    assert root.get("role") == "img"
    assert root.findtext(f"{SVG}title") == "Kari <3 & skog"
    assert "Not answered: 1" in str(root.findtext(f"{SVG}desc"))


def test_two_wheels_on_a_page_share_no_id_and_the_fullest_is_small():
    full = {n: judged(effect="both", gain="large", harm="large") for n in range(1, 18)}
    svg = wheel.svg(full, title="Hjulet")

    assert " id=" not in svg
    assert "<style" not in svg
    assert "style=" not in svg
    assert "<script" not in svg
    assert len(svg.encode()) < 12_000


def test_typst_draws_the_wheel_for_print_and_it_needs_no_variables(tmp_path):
    svg = wheel.svg(
        {1: judged(effect="both", gain="large"), 2: judged(effect="unknown")}, title="H", for_print=True
    )
    (tmp_path / "wheel.svg").write_text(svg)
    (tmp_path / "page.typ").write_text('#set document(title: "H")\n#image("wheel.svg", alt: "H")')

    made = typst.compile(
        str(tmp_path / "page.typ"), root=str(tmp_path), format="pdf", pdf_standards=["ua-1", "a-2a"]
    )

    assert made.startswith(b"%PDF")
    assert "var(" not in svg
    assert "currentColor" not in svg


def test_the_wheel_in_words_tells_each_kind_of_answer_in_a_sentence():
    judgements = {
        11: judged(effect="positive", gain="large"),
        15: judged(effect="negative", harm="medium"),
        8: judged(effect="both", gain="small", harm="large"),
        14: judged(effect="unknown"),
        **{n: judged(effect="none") for n in (1, 2, 3, 4, 5, 6, 7, 9, 10, 12, 13, 16)},
    }
    with translation.override("en"):
        assert wheel.describe(judgements).split(". ")[:4] == [
            "Positive effect on: 11 Sustainable cities and communities (large)",
            "Negative effect on: 15 Life on land (medium)",
            "Both positive and negative effect on: 8 Decent work and economic growth (positive small, negative large)",
            "The effect is not known on: 14 Life below water",
        ]
        assert wheel.describe(judgements).endswith("Not answered: 17 Partnerships for the goals.")
