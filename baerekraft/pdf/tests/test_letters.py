import pytest

from baerekraft.pdf import fonts
from baerekraft.pdf.letters import printable, printable_data


@pytest.mark.parametrize(
    "name",
    ["Kari Ås", "Áile Čáhppesgáibi", "Nguyễn Thị Ánh", "Олена Ґудзь", "فاطمة حسن", "שרה", "می\u200cخواهم"],
)
def test_names_stay_as_they_are(name):
    assert printable(name) == name


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("Kari 🎉", "Kari"),
        ("👩\u200d⚕\ufe0f Kari", "Kari"),
        ("𝓚𝓪𝓻𝓲", "Kari"),
        ("王小明", "WangXiaoMing"),
        ("Ka\u030are", "Kåre"),
        ("Kari\x00\tNord\u202emann", "Kari Nordmann"),
        ("q\u0301\u0302\u0303\u0304", "q\u0301\u0302"),
        ("🎉", ""),
    ],
)
def test_what_no_font_has_is_replaced(written, shown):
    assert printable(written) == shown


def test_lines_stay_lines():
    assert printable("første\nandre 🎉") == "første\nandre"


def test_data_are_gone_through_to_the_bottom():
    assert printable_data({"a": ["🎉b", {"c": "d🎉"}], "n": 1, "x": None}) == {
        "a": ["b", {"c": "d"}],
        "n": 1,
        "x": None,
    }


def test_the_fonts_have_every_letter_of_norwegian_and_sami():
    assert fonts.characters() >= set("ABCÆØÅabcæøåáàéèêóòôäöčđŋšŧžÁČĐŊŠŦŽǥǧǩʒǯïẹ–—«»„“”‘’…₂²³½€§°±×≈≤≥−→✓•№ ")


def test_no_letter_slips_through():
    for code in range(0x3000):
        assert fonts.characters() | {"\n"} >= set(printable(chr(code))), hex(code)
