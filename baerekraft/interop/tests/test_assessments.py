"""A program reads the published checks of its own municipality; so does a coordinator. Nothing that is not published."""

import pytest
from django.test import Client
from django.utils import timezone

from baerekraft.accounts.models import Role
from baerekraft.accounts.tests.factories import make_staff
from baerekraft.assessments.collection import publishing
from baerekraft.assessments.tests.factories import goals, make_assessment
from baerekraft.assessments.tests.finals import make_final, make_publication
from baerekraft.interop.tests.machines import make_program

pytestmark = pytest.mark.django_db
ASSESSMENTS = "/api/v1/assessments"


def make(title, municipality):
    return make_assessment(
        goals({11: "positive", 15: "negative"}),
        case__title=title,
        case__municipality=municipality,
        case__participants="Kari og Ola",
        author="Kari",
        email="kari@example.no",
    )


@pytest.fixture
def fields():
    """A published one in Bærum, one in Halden, and one in Bærum that is only finished."""
    baerum = make_publication(make("Fortetting", "baerum"))
    halden = make_publication(make("Brygge", "halden"))
    make_final(make("Hemmelig plan", "baerum"))
    make("Kladd", "baerum")
    return baerum, halden


def titles(client):
    return [row["title"] for row in client.get(ASSESSMENTS).json()["items"]]


def test_each_program_sees_its_own_places(fields):
    assert titles(make_program("assessments", name="a", municipality="Bærum")) == ["Fortetting"]
    assert titles(make_program("assessments", name="b", municipality="Halden")) == ["Brygge"]
    assert titles(make_program("assessments", name="c", municipality="Hol")) == []
    assert titles(make_program("assessments", name="d", county="Østfold")) == ["Brygge"]
    assert titles(make_program("assessments", name="e")) == ["Brygge", "Fortetting"]


def test_a_coordinator_sees_her_municipalitys(fields):
    siri = Client()
    siri.force_login(make_staff("Siri", Role.COORDINATOR, "Bærum"))
    anne = Client()
    anne.force_login(make_staff("Anne", Role.COUNTY, county="Østfold"))
    per = Client()
    per.force_login(make_staff("Per", Role.EDITOR))

    assert titles(siri) == ["Fortetting"]
    assert titles(anne) == ["Brygge"]
    assert titles(per) == []


def test_one_is_told_in_full_without_its_authors_names(fields):
    baerum, halden = fields
    machine = make_program("assessments", municipality="Bærum")

    told = machine.get(f"{ASSESSMENTS}/{baerum.slug}").json()

    assert {"goal": 11, "effect": "positive"} in told["goals"]
    assert told["document"]["case"]["title"] == "Fortetting"
    assert told["municipality"] == "baerum"
    for name in ("Kari", "Ola", "kari@example.no"):
        assert name not in repr(told)
    assert machine.get(f"{ASSESSMENTS}/{halden.slug}").status_code == 404
    assert Client().get(told["links"]["page"]).status_code == 200


def test_a_withdrawn_one_is_gone_at_once(fields):
    baerum, _halden = fields
    machine = make_program("assessments", municipality="Bærum")
    publishing.withdraw(baerum, at=timezone.now())

    assert titles(machine) == []
    assert machine.get(f"{ASSESSMENTS}/{baerum.slug}").status_code == 404


def test_our_examples_are_nobodys_case(fields):
    publishing.seed_examples(timezone.now())

    assert titles(make_program("assessments")) == ["Brygge", "Fortetting"]


@pytest.mark.parametrize("address", ["", "/noe"])
def test_nobody_else_is_let_in(fields, address):
    assert Client().get(ASSESSMENTS + address).status_code == 401
    assert make_program("figures").get(ASSESSMENTS + address).status_code == 403


def test_few_questions_to_the_database(fields, django_assert_max_num_queries):
    machine = make_program("assessments")
    machine.get(ASSESSMENTS)
    with django_assert_max_num_queries(6):
        machine.get(ASSESSMENTS)
