import pytest
from django.test import Client

from baerekraft.exercises.kinds import BY_NAME
from baerekraft.player.samples import samples
from baerekraft.records.models import Response
from baerekraft.records.tests.factories import right_answer

pytestmark = pytest.mark.django_db
FIELDS = {"verdicts": "verdict", "matches": "match", "known": "known", "places": "place"}


@pytest.fixture
def kari() -> Client:
    return Client(enforce_csrf_checks=True, headers={"Sec-Fetch-Site": "same-origin"})


def fields(exercise):
    """The right answer as the plain form sends it."""
    form = {}
    for name, value in right_answer(exercise).items():
        if name == "order":
            form |= {f"place-{key}": place for place, key in enumerate(value, start=1)}
        elif name == "path":
            form |= {"choice": value[0], **{f"choice-{value[0]}": key for key in value[1:]}}
        elif isinstance(value, dict):
            form |= {f"{FIELDS[name]}-{key}": given for key, given in value.items()}
        else:
            form[name] = value
    return form


def test_there_is_one_of_each_kind():
    assert [exercise.kind for exercise in samples().exercises.values()] == list(BY_NAME)


def test_the_page_is_public_and_asks_search_engines_to_leave_it(client):
    page = client.get("/kurs/ovelser/")

    assert page.status_code == 200
    assert b"noindex" in page.content
    assert b"/kurs/ovelser/" not in client.get("/kurs/").content


@pytest.mark.parametrize("id", samples().exercises)
def test_an_answer_is_shown_with_its_feedback_and_kept_nowhere(kari, id):
    exercise = samples().exercises[id]
    page = kari.post(f"/kurs/ovelser/svar/{id}/", fields(exercise))

    assert page.status_code == 200
    assert page.content.decode().count("data-answered") == 1
    assert page["Cache-Control"] == "private, no-store"
    assert not page.cookies
    assert not Response.objects.exists()


@pytest.mark.parametrize("id", samples().exercises)
def test_an_empty_form_is_told_what_to_do(kari, id):
    page = kari.post(f"/kurs/ovelser/svar/{id}/", {})

    assert page.status_code == 422
    assert 'role="alert"' in page.content.decode()


def test_places_that_are_no_order_are_still_in_the_form(kari):
    page = kari.post("/kurs/ovelser/svar/slik-svarte-folk/", {"place-a": "2", "place-b": "2"})

    assert page.status_code == 422
    assert page.content.decode().count("<option selected>2</option>") == 2


def test_the_row_and_the_places_stand_as_they_were_answered(kari):
    form = {"place-a": "4", "place-b": "3", "place-c": "2", "place-d": "1"}
    page = kari.post("/kurs/ovelser/svar/slik-svarte-folk/", form).content.decode()

    assert page.index('name="place-d"') < page.index('name="place-a"')
    assert [page.count(f"<option selected>{place}</option>") for place in (1, 2, 3, 4)] == [1, 1, 1, 1]
    assert "Plass 1: 82 prosent." in page


def test_an_exercise_that_is_not_there_is_404(kari):
    assert kari.post("/kurs/ovelser/svar/finnes-ikke/").status_code == 404
    assert kari.get("/kurs/ovelser/svar/finnes-ikke/fordeling/").status_code == 404


def test_another_site_cannot_post(kari):
    page = kari.post("/kurs/ovelser/svar/kopimaskinen/", headers={"Sec-Fetch-Site": "cross-site"})

    assert page.status_code == 403
