from typing import Any

import pytest

from baerekraft.credentials.pdf.certificate import render
from baerekraft.pdf import qr
from baerekraft.pdf.tests import reading
from baerekraft.pdf.tests.checking import accessible

GOALS = ["kjenne igjen tre sider av bærekraft i eget arbeid", "finne målkonflikter", "velge et første steg"]
ADDRESS = "https://kurs.example.no/kursbevis/7K2QD-9XW3M/"


def certificate(**different: Any) -> dict[str, Any]:
    return {
        "name": "Kari Nordmann",
        "part": "Del 1: Innføring og status",
        "course": "Bærekraft i kommunen",
        "learning_goals": GOALS,
        "issued_on": "2026-11-22",
        "issued_in_words": "22. november 2026",
        "code": "7K2QD-9XW3M",
        "address": ADDRESS,
        "issuer": "Akershus fylkeskommune",
        "language": "nb",
        **different,
    }


def pages(document: bytes) -> int:
    with reading.opened(document) as pdf:
        return len(pdf.pages)


def test_everything_stands_on_the_page_as_text():
    text = reading.text(render(certificate()))

    for part in (
        "Kari Nordmann",
        "Del 1: Innføring og status",
        "Bærekraft i kommunen",
        *GOALS,
        "22. november 2026",
        "Akershus fylkeskommune",
        "7K2QD-9XW3M",
        ADDRESS,
    ):
        assert part in text


def test_a_screen_reader_meets_it_in_order_and_without_the_landscape():
    tags = [tag for tag, _alternative in reading.tags(render(certificate()))]

    assert tags[:8] == ["Document", "Title", "P", "P", "H1", "P", "H2", "L"]
    assert tags.count("LI") == len(GOALS)
    assert tags.count("Link") == 1
    assert tags.count("Figure") == 1


@pytest.mark.parametrize(
    "different", [{}, {"name": "Nguyễn Thị Ánh", "language": "en", "learning_goals": []}]
)
def test_judges_from_outside_find_it_accessible(different):
    accessible(render(certificate(**different)))


def test_the_code_to_scan_says_where_it_leads():
    [alternative] = [
        alternative for tag, alternative in reading.tags(render(certificate())) if tag == "Figure"
    ]

    assert ADDRESS in alternative


def test_the_address_can_be_pressed():
    with reading.opened(render(certificate())) as document:
        [page] = document.pages
        assert [str(note.A.URI) for note in page.Annots] == [ADDRESS]


def test_its_title_its_language_and_its_promises_are_told():
    with reading.opened(render(certificate())) as document, document.open_metadata() as metadata:
        assert str(document.Root.Lang) == "nb-NO"
        assert metadata["dc:title"].endswith("Del 1: Innføring og status")
        assert (metadata["pdfuaid:part"], metadata["pdfaid:part"], metadata["pdfaid:conformance"]) == (
            "1",
            "2",
            "A",
        )


def test_all_fonts_come_along():
    fonts = reading.fonts(render(certificate()))

    assert set(fonts) == {"Inter-Regular", "Inter-SemiBold", "Inter-Bold"}
    assert all(fonts.values())


def test_the_same_certificate_is_the_same_file():
    assert render(certificate()) == render(certificate())


@pytest.mark.parametrize(
    "name",
    [
        "Áile-Márjá Birgitte Østensjø-Čáhppesgáibi Þorvaldsdóttir av Nordmarka",
        "Nguyễn Thị Ánh Nguyệt",
        "Олена Шевченко",
        "Per",
        "W" * 120,
    ],
)
def test_names_of_every_length_and_language_stay_on_one_page(name):
    document = render(certificate(name=name))

    assert pages(document) == 1
    assert name.replace(" ", "") in reading.text(document).replace(" ", "").replace("\u200b", "")


@pytest.mark.parametrize(
    "name", ["فاطمة الزهراء حسن", "שרה לוי", "🎉", "", "Kari\n\x00 Nordmann", "<b>Kari</b> #text \\"]
)
def test_no_name_breaks_it(name):
    assert pages(render(certificate(name=name))) == 1


def test_emoji_are_left_out_and_strange_letters_are_told_in_ours():
    text = reading.text(render(certificate(name="𝓚𝓪𝓻𝓲 🎉 王")))

    assert "Kari Wang" in text


def test_many_long_goals_stay_on_one_page():
    goals = [
        f"{number} vurdere hvordan eget arbeid bidrar til de ulike sidene av bærekraft, og peke ut mål"
        for number in range(12)
    ]

    document = render(certificate(learning_goals=goals, name="Anne-Grethe Mikkelsdatter Johannessen"))

    assert pages(document) == 1
    assert all(goal in reading.text(document) for goal in goals)


def test_without_goals_there_is_no_heading_for_them():
    tags = [tag for tag, _alternative in reading.tags(render(certificate(learning_goals=[])))]

    assert "H2" not in tags
    assert "L" not in tags


def test_the_squares_are_those_of_the_address():
    assert qr.svg(ADDRESS) != qr.svg(ADDRESS + "x")
    assert 'viewBox="0 0 29 29"' in qr.svg(ADDRESS)
