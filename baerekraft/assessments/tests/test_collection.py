"""Ola looks through the collection, reads what others have published, and begins from a copy."""

from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client
from django.test.utils import override_settings
from django.utils import timezone

from baerekraft.assessments.collection import collecting, examples, inquiries, publishing
from baerekraft.assessments.collection.collecting import Found
from baerekraft.assessments.collection.examples import Example
from baerekraft.assessments.models import Assessment, Link, Publication
from baerekraft.assessments.tests.factories import goals, make_assessment, make_document, make_fields
from baerekraft.assessments.tests.finals import make_publication
from baerekraft.learners.models import Throttle
from baerekraft.municipalities import loading
from baerekraft.municipalities.models import Municipality

pytestmark = pytest.mark.django_db

ADDRESS = "/sjekken/samling/"


@pytest.fixture(autouse=True)
def empty_collection(db: None) -> None:
    loading.load()
    Publication.objects.all().delete()


def make_published(title: str, *effects: dict[int, str], conflict: str = "", **more: str) -> Publication:
    """`municipality="asker"` is the field case/municipality; `language` is the assessment's."""
    language = more.pop("language", "nb")
    case = {f"case/{name}": value for name, value in more.items()}
    said = {f"conflicts/{conflict}/state": "confirmed"} if conflict else {}
    together = [goals(one, reason=f"Grunn {title}") for one in effects]
    return make_publication(make_assessment({"case/title": title}, case, said, *together, language=language))


def make_example(title: str = "Hyttefelt i Tverrlia") -> Publication:
    document = make_document(goals({15: "negative"}), case__title=title, case__municipality="asker")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(examples, "every", lambda: (Example("et-eksempel", "Lær.", document, "nb"),))
        publishing.seed_examples(at=timezone.now())
    return Publication.objects.get(title=title)


def look(**query: str) -> Found:
    return collecting.search(inquiries.read(query), query.get("side", "1"))


def titles(**query: str) -> list[str]:
    return [card.publication.title for card in look(**query).cards]


def page(client: Client, path: str = ADDRESS, **query: str) -> str:
    return client.get(path, query).content.decode()


# Words


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("sykehjem", ["Nytt sykehjem på Lia"]),
        ("SYKEHJEMMET", ["Nytt sykehjem på Lia"]),
        ("boliger tog", ["Boligfelt ved toget"]),
        ("boliger sykehjem", []),
        ("felt", ["Boligfelt ved toget"]),
        ("skole på Ås", ["Skolen på Ås"]),
        ("på", ["Skolen på Ås", "Boligfelt ved toget", "Nytt sykehjem på Lia"]),
        ("24/1187", ["Nytt sykehjem på Lia"]),
        ("tverrgående%", []),
        ("", ["Skolen på Ås", "Boligfelt ved toget", "Nytt sykehjem på Lia"]),
    ],
)
def test_ola_finds_by_words_however_they_are_bent(query: str, found: list[str]):
    make_published("Nytt sykehjem på Lia", number="24/1187")
    make_published("Boligfelt ved toget")
    make_published("Skolen på Ås")

    assert titles(q=query) == found


def test_ola_finds_reasons_conflicts_and_municipalities():
    make_published("Sletta", {11: "positive", 15: "negative"}, conflict="11-15", municipality="asker")
    make_published("Noe annet")

    assert titles(q="grunner") == titles(q="asker") == titles(q="livet på land") == ["Sletta"]


def test_an_english_text_is_found_by_english_words_on_a_norwegian_page():
    make_published("Building homes near the station", language="en")

    assert titles(q="homes building") == titles(q="home stations") == ["Building homes near the station"]


# Filters


def make_three() -> None:
    make_published("A", {11: "positive", 15: "negative"}, conflict="11-15", municipality="asker", kind="plan")
    make_published("B", {11: "negative"}, municipality="asker", kind="case")
    make_published("C", {11: "both", 13: "unknown"}, municipality="Gamleby", kind="case")


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"kommune": "asker"}, "BA"),
        ({"kommune": "Gamleby"}, "C"),
        ({"kommune": "eksempel"}, "E"),
        ({"type": "case"}, "CB"),
        ({"type": "case", "kommune": "asker"}, "B"),
        ({"mal": "11"}, "CBA"),
        ({"mal": "11", "virkning": "negative"}, "CB"),
        ({"mal": "11", "virkning": "positive"}, "CA"),
        ({"mal": "13", "virkning": "unknown"}, "C"),
        ({"mal": "15"}, "AE"),
        ({"konflikt": "11-15"}, "A"),
        ({"konflikt": "15-11"}, ""),
        ({"konflikt": "11-15", "mal": "15", "type": "plan", "kommune": "asker", "q": "A"}, "A"),
        ({"konflikt": "11-15", "type": "case"}, ""),
        ({"virkning": "negative"}, "CBAE"),
    ],
)
def test_filters_combine(query: dict[str, str], found: str):
    make_example("E")
    make_three()

    assert "".join(titles(**query)) == found


def test_filters_offer_what_there_is_given_the_others():
    make_example("E")
    make_three()

    everything, plans = look(), look(type="plan")

    assert [(o.value, o.count) for o in everything.municipalities] == [
        ("asker", 2),
        ("Gamleby", 1),
        ("eksempel", 1),
    ]
    assert [(o.value, o.count) for o in everything.kinds] == [("case", 2), ("plan", 1)]
    assert [(o.value, o.count) for o in everything.goals] == [("11", 3), ("13", 1), ("15", 2)]
    assert [(o.value, o.count) for o in everything.conflicts] == [("11-15", 1)]
    assert [(o.value, o.count) for o in plans.goals] == [("11", 1), ("15", 1)]
    assert [(o.value, o.count) for o in plans.kinds] == [("case", 2), ("plan", 1)]
    assert [o.count for o in look(mal="11").effects] == [2, 2, 0]


def test_what_was_asked_for_can_be_taken_away_one_by_one():
    make_three()

    found = look(q="A", mal="11", virkning="positive", kommune="asker")

    assert [one.query for one in found.chosen] == [
        "kommune=asker&mal=11&virkning=positive",
        "q=A&mal=11&virkning=positive",
        "q=A&kommune=asker",
    ]


def test_an_old_address_of_a_municipality_without_any_still_tells_what_it_asks():
    make_three()

    found = look(kommune="ringerike")

    assert found.cards == ()
    assert [one.label for one in found.chosen] == ["Ringerike"]
    assert look(kommune="eksempel").chosen[0].label != "eksempel"


def test_a_municipality_that_no_longer_exists_is_found_by_its_name():
    make_three()
    Municipality.objects.filter(slug="asker").delete()

    assert titles(kommune="Asker") == ["B", "A"]
    assert [option.label for option in look().municipalities] == ["Asker", "Gamleby"]


def test_examples_come_last():
    make_published("Ekte")
    make_example()

    assert titles() == ["Ekte", "Hyttefelt i Tverrlia"]


def test_what_is_withdrawn_is_nowhere(client: Client):
    publication = make_published("Sletta", {11: "positive"}, municipality="asker", kind="plan")
    publishing.withdraw(publication, at=timezone.now())

    found = look()
    assert (found.cards, found.municipalities, found.kinds, found.goals) == ((), (), (), ())
    assert "Sletta" not in page(client)
    answer = client.get(f"{ADDRESS}{publication.slug}/")
    assert answer.status_code == 410
    assert "Sletta" not in answer.content.decode()
    assert client.post(f"{ADDRESS}{publication.slug}/mal/").status_code == 410


HOSTILE = [
    {"q": "x" * 100_000},
    {"q": "' OR 1=1; DROP TABLE assessments_publication; --"},
    {"q": "\0\0"},
    {"q": "%%%___\\"},
    {"q": " ".join(f"ord{n}" for n in range(5000))},
    {"q": "<script>alert(1)</script>"},
    {"q": "\ud800".encode("utf-8", "surrogatepass").decode("utf-8", "replace")},
    {"kommune": "\0"},
    {"kommune": "'; --", "type": "'; --", "virkning": "'; --"},
    {"kommune": "x" * 100_000},
    {"mal": "99"},
    {"mal": "-1"},
    {"mal": "²"},
    {"mal": "1" * 10_000, "virkning": "x"},
    {"konflikt": "99-100"},
    {"konflikt": "11"},
    {"konflikt": "-" * 10_000},
    {"side": "0"},
    {"side": "9" * 5000},
    {"side": "NaN"},
    {"side": "²"},
]


@pytest.mark.parametrize("query", HOSTILE, ids=range(len(HOSTILE)))
def test_no_address_breaks_the_page(client: Client, query: dict[str, str]):
    make_three()

    answer = client.get(ADDRESS, query)

    assert answer.status_code == 200
    assert b"<script>alert" not in answer.content
    assert Publication.objects.count() == 3


def test_an_address_that_is_no_text_is_read_as_far_as_it_can_be(client: Client):
    assert client.get(f"{ADDRESS}?q=%ff%00%fe&mal=%00&kommune=%ed%a0%80&&&=").status_code == 200


@pytest.mark.parametrize(
    "query",
    [{}, {"q": "fortetting ved stasjonen i Asker", "kommune": "asker", "type": "plan", "mal": "11",
          "virkning": "positive", "konflikt": "11-15"}, {"kommune": "ringerike"}],
)  # fmt: skip
def test_a_page_asks_the_database_eight_questions_at_most(client, query, django_assert_max_num_queries):
    for number in range(25):
        make_published(
            f"Fortetting ved stasjonen i Asker {number}",
            {11: "positive", 15: "negative"},
            conflict="11-15",
            municipality="asker",
            kind="plan",
        )

    with django_assert_max_num_queries(8):
        client.get(ADDRESS, query)


def test_twenty_stand_on_a_page_and_the_rest_on_the_next(client: Client):
    for number in range(21):
        make_published(f"Sak {number}", kind="plan")

    first, second = page(client, type="plan"), page(client, type="plan", side="2")

    assert first.count("ds-card found") == 20
    assert 'href="?type=plan&amp;side=2"' in first
    assert second.count("ds-card found") == 1
    assert page(client, side="500").count("ds-card found") == 1


# The page


def test_the_collection_may_be_found_by_search_engines_but_not_each_search(client: Client):
    make_three()

    assert 'name="robots"' not in page(client)
    assert '<meta name="robots" content="noindex">' in page(client, q="A")
    assert "X-Robots-Tag" not in client.get(ADDRESS).headers


def test_a_card_tells_goals_with_signs_that_a_screen_reader_can_say(client: Client):
    make_published("Sletta", {11: "positive", 15: "negative"}, conflict="11-15", municipality="asker")

    found = page(client, "/en" + ADDRESS)

    assert "11 <b>+</b>" in found
    assert "15 <b>−</b>" in found
    assert "Positive</span>" in found
    assert "1 goal conflict" in found
    assert "<b>Asker</b>" in found
    assert '<option value="15" selected>' in page(client, mal="15")


def test_an_empty_collection_and_an_empty_answer_lead_on(client: Client):
    assert 'href="/sjekken/"' in page(client)

    make_three()
    assert 'href="/sjekken/samling/"' in page(client, q="romferge")


def test_what_ola_typed_is_never_markup(client: Client):
    evil = '"><script>alert(1)</script>'
    publication = make_published(evil, {11: "positive"}, municipality=evil, description=evil, unit=evil)

    for found in (
        page(client, q=evil),
        page(client, kommune=evil),
        page(client, f"{ADDRESS}{publication.slug}/"),
    ):
        assert "<script>alert" not in found
        assert "alert(1)" in found


# One of them


def test_everybody_can_read_what_was_published(client: Client):
    publication = make_published("Sletta", {11: "positive"}, municipality="asker", language="nn")

    answer = client.get(f"/en{ADDRESS}{publication.slug}/")

    found = answer.content.decode()
    assert answer.status_code == 200
    assert '<h1 lang="nn">Sletta</h1>' in found
    assert '<article class="report" lang="nn"' in found
    assert "versjon 1" in found.lower() or "version 1" in found.lower()
    assert "noindex" not in found
    assert "no-store" not in answer.headers.get("Cache-Control", "")
    assert "style=" not in found


def test_a_new_version_tells_its_number(client: Client):
    publication = make_published("Sletta")
    assessment = publication.report.assessment
    Assessment.objects.update(final=None)
    make_publication(assessment)

    status = Publication.objects.get().shown["status"]
    assert "2" in status
    assert status in page(client, f"/en{ADDRESS}{publication.slug}/")


def test_an_example_is_marked_as_one(client: Client):
    example = make_example()

    assert ">Example</span>" in page(client, f"/en{ADDRESS}{example.slug}/")
    assert ">Example</span>" in page(client, "/en" + ADDRESS)


@override_settings(CONTACT="post@fylket.no")
def test_whoever_finds_herself_in_it_can_say_so(client: Client):
    publication = make_published("Sletta")

    assert "post@fylket.no" in page(client, f"{ADDRESS}{publication.slug}/")


@pytest.mark.parametrize("slug", ["finnes-ikke", "x" * 5000, "-", "None"])
def test_an_address_that_was_never_given_is_not_there(client: Client, slug: str):
    assert client.get(f"{ADDRESS}{slug}/").status_code == 404
    assert client.post(f"{ADDRESS}{slug}/mal/").status_code == 404


# As a template


def use(client: Client, publication: Publication) -> Assessment:
    answer = client.post(f"{ADDRESS}{publication.slug}/mal/")
    assert answer.status_code == 302
    assert "secret" not in parse_qs(urlsplit(answer.url).query)
    assert client.get(answer.url).status_code == 200
    return Link.objects.latest("pk").assessment


def test_ola_begins_from_a_copy_without_what_was_karis(browser_without_script: Client):
    publication = make_publication(
        make_assessment(
            goals({11: "positive"}, reason="Flere boliger"),
            make_fields(
                case__title="Sletta",
                case__number="24/1187",
                case__municipality="asker",
                case__participants="Kari og Siri",
                case__decided_on="2026-05-01",
                follow_up__on="2027-05-01",
                measures__m1__text="Flytt feltet",
                measures__m1__owner="Kari",
                measures__m1__due_on="2026-06-01",
            ),
            language="nn",
        ),
        names=True,
    )

    copy = use(browser_without_script, publication)

    assert copy.pk != publication.report.assessment_id
    assert copy.fields["alternatives/main/goals/11/reason"] == "Flere boliger"
    assert copy.fields["measures/m1/text"] == "Flytt feltet"
    assert copy.fields["case/title"].startswith("Sletta (")
    assert copy.language == "nn"
    told = " ".join(copy.fields.values())
    assert [word for word in ("Kari", "Siri", "24/1187", "2026", "2027", "asker") if word in told] == []
    assert (copy.author, copy.email, copy.final) == ("", "", None)
    assert Publication.objects.get().title == "Sletta"


def test_an_example_can_be_a_template(browser_without_script: Client):
    assert use(browser_without_script, make_example()).title.startswith("Hyttefelt i Tverrlia (")


def test_looking_makes_no_copy(client: Client):
    publication = make_published("Sletta")
    before = Assessment.objects.count()

    assert client.get(f"{ADDRESS}{publication.slug}/mal/").status_code == 405
    client.get(f"{ADDRESS}{publication.slug}/")

    assert Assessment.objects.count() == before


def test_another_site_cannot_fill_the_disk_through_olas_browser():
    publication = make_published("Sletta")

    stranger = Client(headers={"Sec-Fetch-Site": "cross-site"})

    assert stranger.post(f"{ADDRESS}{publication.slug}/mal/").status_code == 403
    assert Assessment.objects.count() == 1


def test_a_script_is_asked_to_wait(client: Client):
    publication = make_published("Sletta")
    client.post(f"{ADDRESS}{publication.slug}/mal/")
    Throttle.objects.update(count=1000)
    before = Assessment.objects.count()

    answer = client.post(f"{ADDRESS}{publication.slug}/mal/")

    assert answer.status_code == 429
    assert Assessment.objects.count() == before
