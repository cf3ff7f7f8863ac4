"""Kari marks a goal in Asker and sees Asker's figures beside it."""

from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation

from baerekraft.assessments import links, local_figures
from baerekraft.assessments.models import Assessment, Link
from baerekraft.assessments.tests.factories import make_assessment
from baerekraft.indicators import loading
from baerekraft.indicators.tests.factories import make_folder
from baerekraft.municipalities.models import Municipality

pytestmark = pytest.mark.django_db

SOURCE = "SSB,Tabell,https://ssb.no/1,CC BY 4.0,,2020"
INDICATORS = (
    "elbiler,7,,Elbiler,Elbilar,Electric cars,prosent,prosent,per cent,up,1,0,100,none,",
    "folk,11,,Folketall,Folketal,Inhabitants,innbyggere,innbyggjarar,inhabitants,none,0,0,9000000,sum,",
    "trygt,11,,Trygt,Trygt,Safe,prosent,prosent,per cent,up,1,0,100,none,",
    "park,11,,Park,Park,Parks,m²,m²,m²,none,0,0,900,population,",
    "buss,11,,Buss,Buss,Buses,antall,antal,number,up,0,0,900,population,",
    "robek,16,,Robek,Robek,Robek,«1 = ja»,«1 = ja»,«1 = yes»,down,0,0,1,none,",
    "tillit,16,,Tillit,Tillit,Trust,prosent,prosent,per cent,up,1,0,100,none,",
    "utslipp,13,,Utslipp,Utslepp,Emissions,prosent,prosent,per cent,down,1,0,100,none,",
    "natur,15,,Natur,Natur,Nature,prosent,prosent,per cent,up,1,0,100,none,",
)
FIGURES = """\
elbiler,3025 Asker,2020,20
elbiler,3025 Asker,2022,31.5
elbiler,3024 Bærum,2022,77.7
elbiler,Norge,2022,20.4
elbiler,Viken,2021,19
folk,3025 Asker,2021,94915
folk,Norge,2021,5391369
trygt,3025 Asker,2017,88
park,3025 Asker,2022,45
buss,3025 Asker,2016,12
robek,3025 Asker,2026,0
robek,Norge,2026,1
tillit,Norge,2026,60
utslipp,Akershus,2019,12
utslipp,Viken,2021,13
utslipp,Norge,2021,14
utslipp,Buskerud,2023,15
""".splitlines()


@pytest.fixture
def figures(tmp_path: Path) -> None:
    rows = [f"{row},{SOURCE}" for row in FIGURES]
    loading.load(make_folder(tmp_path, *rows, indicators=INDICATORS))


def of(slug: str) -> dict[int, tuple[local_figures.Figure, ...]]:
    return local_figures.by_goal(Municipality.objects.get(slug=slug))


def goals_step(kari: Client, assessment: Assessment) -> str:
    link = links.make(assessment, Link.Right.EDIT, at=timezone.now(), name="Kari")
    return kari.get(reverse("assessments:step", args=[links.secret(link), "mal"])).content.decode()


def section(page: str, goal: int) -> str:
    return page.split(f'id="mal-{goal}"')[1].split("</section>")[0]


@pytest.fixture
def kari(browser_without_script: Client) -> Client:
    return browser_without_script


@pytest.mark.usefixtures("figures")
def test_a_figure_tells_the_year_how_it_went_and_what_others_had_the_same_year():
    with translation.override("en"):
        (cars,) = of("asker")[7]
        assert str(cars.name) == "Electric cars"

    assert (cars.shown, cars.year, cars.place) == ("31.5%", 2022, "")
    assert cars.beside == (("Norway", "20.4%"),)
    assert cars.since == "better than in 2020"


@pytest.mark.usefixtures("figures")
def test_a_total_is_not_seen_beside_the_country_and_a_yes_is_a_word():
    with translation.override("en"):
        found = of("asker")

    assert [(one.shown, one.beside) for one in found[16]] == [("no", ())]
    inhabitants = next(one for one in found[11] if one.year == 2021)
    assert (inhabitants.shown, inhabitants.beside) == ("94,915\u00a0inhabitants", ())


@pytest.mark.usefixtures("figures")
def test_the_three_newest_are_shown():
    assert [one.year for one in of("asker")[11]] == [2022, 2021, 2017]


@pytest.mark.usefixtures("figures")
def test_without_figures_of_its_own_the_newest_of_the_nearest_place_is_shown_and_named():
    with translation.override("en"):
        asker, drammen = of("asker"), of("drammen")

    assert [(one.shown, one.place, one.year) for one in asker[13]] == [("13.0%", "Viken", 2021)]
    assert [(one.shown, one.place, one.year) for one in drammen[13]] == [("15.0%", "Buskerud", 2023)]
    assert [one.place for one in drammen[16]] == ["Norway", "Norway"]
    assert 15 not in asker


@pytest.mark.usefixtures("figures")
def test_a_marked_goal_shows_the_municipalitys_figures_and_nobody_elses(kari: Client):
    goal = "alternatives/main/goals/7/effect"
    page = goals_step(kari, make_assessment(**{"case/municipality": "asker", goal: "positive"}))

    marked = section(page, 7)
    assert 'goal-more" open' in marked
    assert "31,5\u00a0%" in marked
    assert 'href="/status/kommune/asker/#mal-7"' in marked
    assert "77,7" not in page
    assert "20,4\u00a0%" in marked


@pytest.mark.usefixtures("figures")
def test_a_goal_without_any_figure_still_leads_on(kari: Client):
    unknown = section(goals_step(kari, make_assessment(**{"case/municipality": "asker"})), 15)

    assert "<dl>" not in unknown
    assert 'href="/status/mal/15/"' in unknown


@pytest.mark.usefixtures("figures")
def test_another_places_figure_is_said_to_be_that(kari: Client):
    emissions = section(goals_step(kari, make_assessment(**{"case/municipality": "drammen"})), 13)

    assert "Drammen" in emissions
    assert "Buskerud, 2023" in emissions
    assert 'href="/status/mal/13/"' in emissions


@pytest.mark.usefixtures("figures")
@pytest.mark.parametrize("municipality", ["", "gamlebygda"])
def test_without_a_municipality_of_ours_there_is_a_link_to_the_goal_and_no_figure(
    kari: Client, municipality: str
):
    page = goals_step(kari, make_assessment(**{"case/municipality": municipality, "case/title": "Feltet"}))

    assert 'href="/status/mal/7/"' in section(page, 7)
    assert "status/kommune" not in page
    assert "31,5" not in page


@pytest.mark.usefixtures("figures")
def test_all_the_goals_are_asked_for_in_two_queries(django_assert_num_queries):
    asker = Municipality.objects.get(slug="asker")
    with django_assert_num_queries(2):
        assert local_figures.by_goal(asker)


@pytest.mark.usefixtures("figures")
def test_the_step_asks_the_database_two_questions_more_for_a_municipality(kari: Client):
    def ask(**fields: str) -> int:
        secret = links.secret(
            links.make(make_assessment(**fields), Link.Right.EDIT, at=timezone.now(), name="Kari")
        )
        address = reverse("assessments:step", args=[secret, "mal"])
        kari.get(address)
        with CaptureQueriesContext(connection) as asked:
            kari.get(address)
        return len(asked)

    without = ask(**{"case/title": "Feltet"})
    assert ask(**{"case/title": "Feltet", "case/municipality": "asker"}) == without + 2
