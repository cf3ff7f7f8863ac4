from pathlib import Path

import pytest
from django.conf import settings

from baerekraft.authoring import overview, seeding
from baerekraft.exercises.kinds import BY_NAME

FOLDER = Path(settings.CONTENT_DIR)


@pytest.fixture(scope="module")
def contents():
    return {language: seeding.read(FOLDER, language) for language in seeding.LANGUAGES}


def test_the_overview_in_the_documents_is_the_one_of_the_files():
    written = (settings.ROOT.parent / "docs" / "content.md").read_text(encoding="utf-8")

    assert written == overview.table(FOLDER), "run: baerekraft content table"


def test_there_are_twenty_lessons_and_every_kind_of_exercise(contents):
    lessons = contents["nb"].lessons

    assert [sum(lesson.part == f"del-{n}" for lesson in lessons) for n in (1, 2, 3)] == [6, 9, 5]
    assert {exercise.kind for lesson in lessons for exercise in lesson.exercises} == set(BY_NAME)


@pytest.mark.parametrize("language", ["nn", "en"])
def test_every_lesson_is_translated_from_the_text_as_it_is_now(contents, language):
    originals = {(lesson.part, lesson.slug): lesson.fingerprint for lesson in contents["nb"].lessons}
    translations = {(lesson.part, lesson.slug): lesson.translates for lesson in contents[language].lessons}

    assert translations == originals, "bring the translation up to date, then: baerekraft content stamp FILE"


@pytest.mark.parametrize("language", ["nn", "en"])
def test_every_translation_has_its_originals_structure(contents, language):
    originals = {(lesson.part, lesson.slug): lesson for lesson in contents["nb"].lessons}
    for lesson in contents[language].lessons:
        original = originals[lesson.part, lesson.slug]
        assert [block.type for block in lesson.body] == [block.type for block in original.body]
        assert [(e.kind, e.id, e.counts, e.sources) for e in lesson.exercises] == [
            (e.kind, e.id, e.counts, e.sources) for e in original.exercises
        ]
        assert [(s.id, s.url) for s in lesson.sources] == [(s.id, s.url) for s in original.sources]
        assert lesson.cited == original.cited
        assert (lesson.goals, lesson.learning_goals) == (original.goals, original.learning_goals)


def test_each_part_has_a_discussion_sheet_of_twenty_minutes_in_every_language(contents):
    for content in contents.values():
        assert [part["discussion"].minutes for part in content.course["parts"]] == [20, 20, 20]
