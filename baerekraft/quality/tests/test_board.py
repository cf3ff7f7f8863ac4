"""Siri sees what could be better beside the draft, and all lessons on one board."""

import csv
from datetime import timedelta
from io import StringIO

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from baerekraft.accounts.models import Role, User
from baerekraft.authoring.models import CoursePage, LessonPage
from baerekraft.authoring.tests import editor
from baerekraft.quality import board, drafts, link_checks, results, tasks
from baerekraft.quality.calling import Answer
from baerekraft.quality.models import LessonQuality, OwnWord

pytestmark = pytest.mark.django_db
BOARD = "/redaksjon/tavle/"


@pytest.fixture
def siri() -> User:
    """Siri edits."""
    return editor.person("Siri", Role.EDITOR)


@pytest.fixture
def her_browser(client: Client, siri: User) -> Client:
    client.force_login(siri)
    return client


@pytest.fixture
def dictionary() -> None:
    """The test looks words up."""


@pytest.fixture(autouse=True)
def no_dictionary(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Looking words up is most of the work, and has tests of its own."""
    if "dictionary" not in request.fixturenames:
        monkeypatch.setenv("PATH", "")


@pytest.fixture
def lesson() -> LessonPage:
    return LessonPage.objects.filter(locale__language_code="nb").order_by("path").first()


def write(page: LessonPage, user: User, **fields: object) -> LessonPage:
    """Save a draft, as the editor does."""
    for name, value in fields.items():
        setattr(page, name, value)
    page.save_revision(user=user, clean=False)
    return LessonPage.objects.get(pk=page.pk)


def measured() -> None:
    tasks.catch_up.func()


def test_the_panel_tells_of_the_draft_and_not_of_what_is_published(her_browser, siri, lesson):
    before = her_browser.get(f"/redaksjon/kvalitet/{lesson.pk}/panel/").content.decode()
    write(lesson, siri, takeaway="Vi må iverksette dette.")

    after = her_browser.get(f"/redaksjon/kvalitet/{lesson.pk}/panel/").content.decode()

    assert "iverksette" not in before
    assert "iverksette" in after
    assert "panel-child-content-takeaway-section" in after
    assert "<html" not in after


def test_a_hint_about_a_block_leads_to_the_block(her_browser, siri, lesson):
    body = lesson.body.get_prep_value()
    at = next(place for place, item in enumerate(body) if item["type"] == "text")
    body[at]["value"]["body"] = "<p>Det er dyrt i forhold til i fjor.</p>"
    write(lesson, siri, body=lesson._meta.get_field("body").to_python(body))

    page = her_browser.get(f"/redaksjon/kvalitet/{lesson.pk}/").content.decode()

    assert f"/redaksjon/pages/{lesson.pk}/edit/#block-{body[at]['id']}-section" in page
    assert "<html" in page


def test_a_draft_that_is_hardly_begun_has_hints_all_the_same(her_browser, siri, lesson):
    lesson.hook, lesson.takeaway, lesson.illustration_alt, lesson.title = "", "", "bilde av en skole", "Ny"
    body = [{"type": "text", "value": {"heading": "", "body": "<p>Vi må iverksette det.</p>"}, "id": "a"}]
    body.insert(0, {"type": "single_choice", "value": {"prompt": ""}, "id": "b"})
    write(lesson, siri, body=lesson._meta.get_field("body").to_python(body), sources="[]", steps="[]")

    hints = results.of(LessonPage.objects.get(pk=lesson.pk)).hints

    assert {("plain", 2), ("headings", 2)} <= {(hint.kind, hint.number) for hint in hints}
    assert "alt" in {hint.kind for hint in hints}
    assert drafts.document(LessonPage()).minutes == 0


def test_ola_who_may_not_edit_the_lesson_sees_no_hints(client, lesson):
    ola = User.objects.create_user("ola@example.no", "et langt passord til prøven")
    client.force_login(ola)

    for path in (f"kvalitet/{lesson.pk}/", f"kvalitet/{lesson.pk}/panel/", "tavle/"):
        assert client.get(f"/redaksjon/{path}").status_code in {302, 403}
    assert client.post(f"/redaksjon/kvalitet/{lesson.pk}/ord/", {"word": "ord"}).status_code in {302, 403}
    assert not OwnWord.objects.exists()


@pytest.mark.usefixtures("dictionary")
def test_a_word_of_our_own_is_right_from_then_on(her_browser, siri, lesson):
    write(lesson, siri, takeaway="Vi kjøpte nye møbbler.")
    address = f"/redaksjon/kvalitet/{lesson.pk}/"
    assert "møbbler" in her_browser.get(address).content.decode()

    her_browser.post(f"{address}ord/", {"word": "møbbler"})
    her_browser.post(f"{address}ord/", {"word": "to ord"})
    her_browser.post(f"{address}ord/", {"word": "møbbler"})

    assert [(word.word, word.language, word.added_by) for word in OwnWord.objects.all()] == [
        ("møbbler", "nb", siri)
    ]
    assert not [
        hint for hint in results.of(LessonPage.objects.get(pk=lesson.pk)).hints if hint.kind == "spelling"
    ]


def test_the_panel_stands_beside_the_draft(her_browser, lesson):
    page = her_browser.get(f"/redaksjon/pages/{lesson.pk}/edit/").content.decode()

    assert f'data-quality-url="/redaksjon/kvalitet/{lesson.pk}/panel/"' in page
    assert "quality/quality" in page
    course = her_browser.get(f"/redaksjon/pages/{CoursePage.objects.first().pk}/edit/").content.decode()
    assert "data-quality-url" not in course


def test_the_board_has_every_lesson_in_every_language_in_few_questions(her_browser):
    measured()
    her_browser.get(BOARD)  # Wagtail's own questions about sites and rights are asked once

    with CaptureQueriesContext(
        connection,
    ) as asked:
        page = her_browser.get(BOARD).content.decode()

    assert page.count('class="quality-language"') == LessonPage.objects.count()
    with CaptureQueriesContext(connection) as rows_alone:
        board.rows(User.objects.get())
    assert len(rows_alone) <= 15, "\n".join(query["sql"][:120] for query in rows_alone)
    assert len(asked) <= len(rows_alone) + 12


def test_what_changes_is_measured_again_and_nothing_else(siri, lesson):
    measured()
    assert board.out_of_date() == []

    write(lesson, siri, takeaway="Noe annet.")

    assert board.out_of_date() == [lesson]
    measured()
    assert board.out_of_date() == []


def test_publishing_has_the_worker_measure(siri, lesson):
    measured()
    write(lesson, siri, takeaway="Ta dette med til møtet på mandag.").get_latest_revision().publish()

    [stale] = board.out_of_date()

    assert stale == lesson
    measured()
    assert LessonQuality.objects.get(page=lesson).fingerprint


def by_page(user: User) -> dict[int, board.Row]:
    return {row.page.pk: row for row in board.rows(user)}


def test_the_board_knows_where_a_lesson_stands(siri, lesson):
    measured()
    draft = LessonPage.objects.filter(locale__language_code="nb").order_by("path")[1]
    write(draft, siri, takeaway="Noe annet.")
    gone = LessonPage.objects.filter(locale__language_code="nb").order_by("path")[2]
    gone.unpublish()
    later = LessonPage.objects.filter(locale__language_code="nb").order_by("path")[3]
    later.save_revision(approved_go_live_at=timezone.now() + timedelta(days=2))

    found = by_page(siri)

    assert found[lesson.pk].status == "live"
    assert (found[draft.pk].status, found[draft.pk].changed_by) == ("changed", str(siri))
    assert found[gone.pk].status == "withdrawn"
    assert found[later.pk].status == "scheduled"
    assert not found[draft.pk].is_current


def test_a_translation_falls_behind_when_its_original_is_published_anew(siri, lesson):
    measured()
    assert not [row for row in board.rows(siri) if row.is_behind]

    write(lesson, siri, takeaway="Ta dette med til møtet på mandag.").get_latest_revision().publish()
    measured()

    behind = [row for row in board.rows(siri) if row.is_behind]
    assert {row.language for row in behind} == {"nn", "en"}
    assert {row.page.translation_key for row in behind} == {lesson.translation_key}


def test_a_dead_link_is_on_the_board_and_beside_the_draft(her_browser, siri, lesson):
    measured()
    url = LessonQuality.objects.get(page=lesson).links[0]["url"]
    for day in range(3):
        link_checks.note(url, Answer(404), at=timezone.now() + timedelta(days=day))

    assert by_page(siri)[lesson.pk].dead == 1
    [hint] = [hint for hint in results.of(lesson).hints if hint.kind == "links"]
    assert hint.quote == url


def test_siri_chooses_and_sorts(her_browser):
    measured()

    english = her_browser.get(BOARD, {"sprak": "en", "del": "del-1"}).content.decode()
    by_time = her_browser.get(BOARD, {"sorter": "-minutes", "ukjent": "x"})
    nothing = her_browser.get(BOARD, {"status": "withdrawn"}).content.decode()

    assert english.count('class="quality-language"') == 6
    assert by_time.status_code == 200
    assert 'aria-sort="descending"' in by_time.content.decode()
    assert nothing.count('class="quality-language"') == 0


def test_the_file_holds_no_formula(her_browser, siri, lesson):
    measured()
    LessonPage.objects.filter(pk=lesson.pk).update(title="=HYPERLINK(1)")

    answer = her_browser.get(BOARD, {"fil": "csv", "sprak": "nb"})
    header, *rows = csv.reader(StringIO(answer.content.decode("utf-8-sig")), delimiter=";")

    assert "attachment" in answer["Content-Disposition"]
    assert len(rows) == 20
    assert all(len(row) == len(header) for row in rows)
    assert [row[2] for row in rows if "HYPERLINK" in row[2]] == ["'=HYPERLINK(1)"]


def test_the_board_names_only_the_weights_there_are(siri, lesson):
    measured()
    row = next(row for row in board.rows(siri) if row.page == lesson)
    row.quality.must, row.quality.should, row.quality.could = 2, 0, 1

    assert row.hints_told == "2 å rette, 1 å tenke over"
    row.quality.must = row.quality.could = 0
    assert row.hints_told == "ingen"
