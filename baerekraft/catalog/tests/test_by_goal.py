import pytest
from django.utils import translation

from baerekraft.catalog import by_goal, shelf
from baerekraft.sdg import goals


@pytest.mark.django_db
@pytest.mark.parametrize("number", goals.NUMBERS)
def test_every_goal_has_a_lesson_on_the_shelf_that_is_about_it(number):
    entry = shelf.now("nb").lesson(*by_goal.LESSONS[number])

    assert entry
    assert number in entry.document.goals


@pytest.mark.django_db
def test_kari_reads_on_in_her_own_language_whatever_is_spoken_just_now():
    with translation.override("nb"):
        bokmal, english = by_goal.of_goal(13, "nb"), by_goal.of_goal(13, "en")

    assert bokmal == by_goal.Lesson(
        "Redusert klimagassutslipp og energiomlegging",
        "/kurs/del-2/redusert-klimagassutslipp-og-energiomlegging/",
    )
    assert english.url == f"/en{bokmal.url}"
    assert english.title != bokmal.title


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["nb", "nn", "en"])
def test_every_lesson_opens(client, language):
    for number in (5, 9, 16, 17):
        assert client.get(by_goal.of_goal(number, language).url).status_code == 200
    assert client.get(by_goal.of_conflicts(language).url).status_code == 200


@pytest.mark.django_db
def test_conflicts_are_explained_by_the_eighth_lesson_of_part_two():
    assert by_goal.of_conflicts("nb").title == "Målkonflikter i bærekraftsarbeidet"
    assert shelf.now("nb").lesson(*by_goal.CONFLICTS).number == 8


def test_a_lesson_that_is_not_published_is_not_offered(monkeypatch):
    monkeypatch.setattr(shelf, "now", lambda language: shelf.Shelf(1, language))

    assert by_goal.of_goal(13, "nb") is None
    assert by_goal.of_conflicts("nb") is None


def test_there_is_no_eighteenth_goal():
    assert by_goal.of_goal(18, "nb") is None
