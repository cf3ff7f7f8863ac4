import pytest
from django.utils import translation

from baerekraft.campaigns import poster
from baerekraft.campaigns.tests.factories import make_campaign
from baerekraft.pdf.tests import reading
from baerekraft.pdf.tests.checking import accessible

pytestmark = pytest.mark.django_db


def sizes(document: bytes) -> list[tuple[int, int]]:
    """Each page's width and height in millimetres."""
    with reading.opened(document) as opened:
        boxes = [page.mediabox for page in opened.pages]
    return [(round(float(box[2]) / 72 * 25.4), round(float(box[3]) / 72 * 25.4)) for box in boxes]


@pytest.mark.parametrize("paper", poster.PAPERS)
@pytest.mark.parametrize("language", ["nb", "nn", "en"])
def test_the_poster_is_one_accessible_page_with_the_address_in_clear_type(paper, language):
    campaign = make_campaign("Hol", language=language, code="k7m2", title="Bærekraft på Hol")

    made = poster.render(campaign, paper=paper)

    accessible(made)
    assert len(sizes(made)) == 1
    text = "".join(reading.text(made).split())
    assert "BærekraftpåHol" in text
    assert "k/hol/inn/k7m2" in text.replace("\u200b", "")
    assert "SiriBerg" in text


def test_a3_is_as_large_as_it_should_be():
    campaign = make_campaign("Hol")

    assert sizes(poster.render(campaign, paper="a4")) == [(210, 297)]
    assert sizes(poster.render(campaign, paper="a3")) == [(297, 420)]


def test_named_follow_up_is_told_on_the_wall():
    with translation.override("en"):
        told = reading.text(poster.render(make_campaign("Hol", language="en", named=True), paper="a4"))
        quiet = reading.text(poster.render(make_campaign("Hol", language="en"), paper="a4"))

    assert "can see whether you have completed" in " ".join(told.split())
    assert "can see whether" not in " ".join(quiet.split())


def test_the_longest_title_there_is_room_for_stays_on_the_page():
    campaign = make_campaign("Hol", title=("Bærekraftsutfordringene " * 4)[:80])

    assert sizes(poster.render(campaign, paper="a4")) == [(210, 297)]


def test_the_same_campaign_gives_the_same_bytes():
    campaign = make_campaign("Hol")

    assert poster.render(campaign, paper="a4") == poster.render(campaign, paper="a4")
