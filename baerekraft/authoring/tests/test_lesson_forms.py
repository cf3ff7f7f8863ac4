"""Siri meets a new lesson: she ticks goals, gets a drawing and ids, and no list of answers begins with an error."""

import re

import pytest
from django.test import Client

from baerekraft.accounts.models import Role, User
from baerekraft.authoring import drawings, faults, first_page, guide, writing
from baerekraft.authoring.blocks import LessonBody
from baerekraft.authoring.models import CoursePage, LessonPage
from baerekraft.authoring.tests import editor
from baerekraft.catalog import drawing

pytestmark = pytest.mark.django_db


@pytest.fixture
def siri(client: Client) -> Client:
    return editor.browser(client, editor.person("Siri", Role.EDITOR))


@pytest.fixture
def lesson() -> LessonPage:
    return LessonPage.objects.filter(locale__language_code="nb").order_by("path").first()


def test_goals_are_ticked_by_name_and_stored_as_numbers(siri, lesson):
    editor.save(siri, lesson, goals=["3", "13"], serves=["2", "4"])

    kept = editor.latest(lesson)
    page = siri.get(f"/redaksjon/pages/{lesson.pk}/edit/").content.decode()
    assert (kept.goals, kept.serves) == ("3, 13", "2, 4")
    assert page.count('name="goals"') == 17
    ticked = re.findall(r'<input[^>]*name="goals"[^>]*checked[^>]*>', page)
    assert [re.search(r'value="(\d+)"', box)[1] for box in ticked] == ["3", "13"]
    course = CoursePage.objects.filter(locale__language_code="nb").first()
    assert all(goal in page for goal in course.learning_goals.splitlines())


def test_a_goal_that_does_not_exist_is_shown_until_siri_takes_it_away(siri, lesson):
    editor.save(siri, lesson, goals="3, atten")

    assert 'value="atten"' in siri.get(f"/redaksjon/pages/{lesson.pk}/edit/").content.decode()
    assert editor.latest(lesson).goals == "3, atten"

    editor.save(siri, lesson, goals=["3"])
    assert 'value="atten"' not in siri.get(f"/redaksjon/pages/{lesson.pk}/edit/").content.decode()


def test_ticking_nothing_is_kept_and_told(siri, lesson):
    changed = editor.form(lesson)
    del changed["goals"]
    siri.post(f"/redaksjon/pages/{lesson.pk}/edit/", changed)

    assert editor.latest(lesson).goals == ""
    assert "goals" in [fault.field for fault in faults.of(editor.latest(lesson))]


def test_an_exercise_without_a_short_name_gets_one_and_others_keep_theirs(siri, lesson):
    raw = lesson.body.get_prep_value()
    numbers = [n for n, item in enumerate(raw) if "prompt" in item["value"]]
    first, second = numbers[:2]
    prompt = "Hva gjør du først?"

    editor.save(siri, lesson, **{f"body-{first}-value-id": "", f"body-{first}-value-prompt": prompt})

    kept = editor.latest(lesson).body.get_prep_value()
    assert kept[first]["value"]["id"] == "hva-gjor-du-forst"
    assert kept[second]["value"]["id"] == raw[second]["value"]["id"]


def test_a_new_lesson_has_a_drawing_that_may_stand_in_a_page(siri, lesson):
    part = lesson.get_parent()

    page = siri.get(f"/redaksjon/pages/add/authoring/lessonpage/{part.pk}/").content.decode()

    given = drawings.first("nb")
    assert drawing.checked(given["illustration"])
    assert len(given["illustration_alt"]) >= 20
    assert "--ill-sky-1" in page


@pytest.mark.parametrize("kind", ["single_choice", "ordering", "matching", "flashcards", "sorting", "chart"])
def test_a_new_block_begins_with_as_many_lines_as_it_needs(kind):
    block = LessonBody().child_blocks[kind]
    lists = [(name, child) for name, child in block.child_blocks.items() if getattr(child.meta, "min_num", 0)]

    assert lists
    for name, child in lists:
        assert len(block.get_default()[name]) == child.meta.min_num


def test_every_kind_of_block_has_a_group_and_a_line_about_it():
    kinds = LessonBody().child_blocks

    assert len(writing.descriptions()) == len(kinds) == 19
    assert all(writing.descriptions().values())
    assert [len(blocks) for _name, blocks in LessonBody().grouped_child_blocks()] == [7, 12]


def test_lessons_stand_in_reading_order_in_the_tree(siri, lesson):
    part = lesson.get_parent()
    titles = list(part.get_children().order_by("path").values_list("title", flat=True))

    page = siri.get(f"/redaksjon/pages/{part.pk}/").content.decode()

    places = [page.index(f"{title}\n") if f"{title}\n" in page else page.index(title) for title in titles]
    assert places == sorted(places)


def test_the_first_page_leads_siri_to_the_course_and_not_to_documents(siri):
    page = siri.get("/redaksjon/").content.decode()

    course = first_page.courses(User.objects.get(email="siri@example.no"))[0]
    assert f'<a href="/redaksjon/pages/{course.pk}/">' in page
    assert "/redaksjon/documents/" not in page


def test_links_within_a_guide_lead_to_its_headings():
    text = "[Se](#bilder-film-og-lyd)\n\n## Bilder, film og lyd\n"

    assert '<h2 id="bilder-film-og-lyd">' in guide.shown(text)


@pytest.mark.parametrize(
    "name", ["redaktor", "fagansvarlig", "oversetter", "kommuneredaktor", "administrator"]
)
def test_siri_reads_every_guide_for_staff_with_its_pictures(siri, name):
    page = siri.get(f"/redaksjon/veiledning/{name}/").content.decode()

    for picture in re.findall(r'src="\.\./bilder/([^"]+)"', page):
        answer = siri.get(f"/redaksjon/veiledning/bilder/{picture}")
        assert b"".join(answer)[:4] == b"\x89PNG"
        answer.close()
    body = page[page.index("editor-guide") :]
    for place in re.findall(r'href="#([^"]+)"', body.split("</article>")[0]):
        assert f'id="{place}"' in body
