"""Kari is in the middle of a lesson when a new version of it is published: she can finish the one she began."""

import pytest
from django.utils import timezone

from baerekraft.catalog import publishing, shelf
from baerekraft.catalog.shelf import Entry
from baerekraft.learners import passes
from baerekraft.learners.tests.factories import make_learner
from baerekraft.records import editions, totals
from baerekraft.records.models import Attempt, LessonCompletion, Total
from baerekraft.records.tests.factories import make_lesson_done, make_response

pytestmark = pytest.mark.django_db


def renewed(entry: Entry, **changes: object) -> Entry:
    document = entry.document.model_copy(update={"takeaway": "Noe helt nytt.", **changes})
    publishing.lesson(document, at=timezone.now())
    shelf.forget()
    return shelf.now().lesson(entry.part, entry.slug)


@pytest.fixture
def kari():
    return make_learner("Kari")


@pytest.fixture
def phone(client, kari):
    """Kari's phone."""
    from django.http import HttpResponse

    response = HttpResponse()
    passes.give(response, kari, proven=False, shared=False)
    client.cookies = response.cookies
    client.defaults["HTTP_SEC_FETCH_SITE"] = "same-origin"
    return client


def address(entry: Entry, rest: str = "") -> str:
    return f"/kurs/{entry.part}/{entry.slug}/{rest}"


def test_she_is_told_where_the_one_she_began_is(phone, kari, first_lesson):
    make_response(kari, first_lesson, first_lesson.document.exercises[0])
    state = f"/min-side/tilstand/?lesson={first_lesson.key}"
    assert phone.get(state).json()["begun"] is None

    renewed(first_lesson)
    begun = phone.get(state).json()["begun"]

    assert begun["version"] == first_lesson.published
    assert begun["url"] == address(first_lesson, f"utgave/{first_lesson.published}/")
    page = phone.get(begun["url"]).content.decode()
    assert first_lesson.document.takeaway in page
    assert f'data-version="{first_lesson.published}"' in page
    assert '<meta name="robots" content="noindex">' in page


def test_without_script_she_is_told_on_the_page_with_her_answers_and_stays_in_the_one_she_chose(
    phone, kari, first_lesson
):
    one = first_lesson.document.exercises[0]
    make_response(kari, first_lesson, one)
    newer = renewed(first_lesson)
    here = address(first_lesson, f"utgave/{first_lesson.published}/")

    told = phone.get(address(first_lesson, "mine-svar/")).content.decode()
    assert f'<a href="{here}">' in told
    earlier = phone.get(f"{here}mine-svar/").content.decode()
    assert first_lesson.document.takeaway in earlier
    assert f'<a href="{address(first_lesson)}">' in earlier

    empty = phone.post(address(first_lesson, f"svar/{one.id}/"), {"version": first_lesson.published})
    assert empty.status_code == 422
    assert first_lesson.document.takeaway in empty.content.decode()
    sent = phone.post(
        address(first_lesson, f"svar/{one.id}/"),
        {"version": first_lesson.published, "choice": "a", "choices": "a"},
    )
    assert sent["Location"] == f"{here}mine-svar/#{one.id}"
    assert newer.published != first_lesson.published


def test_the_public_page_of_an_edition_says_nothing_of_anybody(client, phone, kari, first_lesson):
    make_response(kari, first_lesson, first_lesson.document.exercises[0])
    renewed(first_lesson)
    here = address(first_lesson, f"utgave/{first_lesson.published}/")

    assert phone.get(here).content == client.__class__().get(here).content


def test_what_she_answers_counts_to_the_version_and_the_lesson_once(kari, first_lesson):
    exercises = first_lesson.document.exercises
    make_response(kari, first_lesson, exercises[0])
    newer = renewed(first_lesson)
    make_response(kari, newer, exercises[0])
    make_lesson_done(kari, first_lesson)

    assert set(Attempt.objects.of(kari).values_list("published", flat=True)) == {
        first_lesson.published,
        newer.published,
    }
    assert LessonCompletion.objects.of(kari).count() == 1
    started = Total.objects.filter(lesson=first_lesson.lesson, what=totals.STARTED)
    assert [row.count for row in started] == [1]
    before = sorted(Total.objects.values_list("what", "lesson", "count", "score"))
    totals.rebuild()
    assert sorted(Total.objects.values_list("what", "lesson", "count", "score")) == before


def test_who_is_done_or_has_begun_on_the_new_one_is_told_nothing(kari, first_lesson):
    make_response(kari, first_lesson, first_lesson.document.exercises[0])
    newer = renewed(first_lesson)
    make_response(kari, newer, newer.document.exercises[0])
    assert editions.begun(kari, first_lesson.lesson) is None

    ola = make_learner("Ola")
    make_lesson_done(ola, newer)
    renewed(newer, takeaway="Og enda en gang.")
    assert editions.begun(ola, first_lesson.lesson) is None
    assert editions.begun(kari, first_lesson.lesson).pk == newer.published


def test_a_withdrawn_version_is_nobodys_way_back(client, kari, first_lesson):
    make_response(kari, first_lesson, first_lesson.document.exercises[0])
    publishing.withdraw([shelf_row(first_lesson)], at=timezone.now())
    renewed(first_lesson)

    assert editions.begun(kari, first_lesson.lesson) is None
    assert client.get(address(first_lesson, f"utgave/{first_lesson.published}/")).status_code == 404


def shelf_row(entry: Entry):
    from baerekraft.catalog.models import PublishedLesson

    return PublishedLesson.objects.get(pk=entry.published)


def test_the_newest_has_no_page_as_an_edition(client, first_lesson):
    assert client.get(address(first_lesson, f"utgave/{first_lesson.published}/")).status_code == 404


def test_a_form_of_the_preview_records_nothing(phone, first_lesson):
    one = first_lesson.document.exercises[0]

    assert (
        phone.post(address(first_lesson, f"svar/{one.id}/"), {"version": "0", "choice": "a"}).status_code
        == 404
    )
    assert not Attempt.objects.exists()
