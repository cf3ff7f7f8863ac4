"""Siri edits for Asker: what she sees and may in the editor."""

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.test.utils.form_data import nested_form_data, rich_text, streamfield

from baerekraft.adaptation import making
from baerekraft.adaptation.pages import LocalLessonPage
from baerekraft.adaptation.tests.factories import (
    OWN,
    change,
    county_removes,
    county_writes,
    make_editor,
    make_variant,
    text_block,
    the_lesson,
)
from baerekraft.authoring.models import LessonPage
from baerekraft.authoring.municipal import home
from baerekraft.catalog import variants
from baerekraft.catalog.document import Text
from baerekraft.municipalities.models import Municipality

pytestmark = pytest.mark.django_db


@pytest.fixture
def siri(client: Client) -> Client:
    """The browser of Siri, who edits for Asker."""
    client.force_login(make_editor())
    return client


def asker() -> Municipality:
    return Municipality.objects.get(name="Asker")


def edit_path(page: LocalLessonPage) -> str:
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


def written(anchor: str, body: str, *, publish: bool = True, kind: str = "replace") -> dict[str, str]:
    """The form as the browser sends it, with one change."""
    own = {"heading": "Slik er det i Asker", "body": rich_text(body)}
    value = {"anchor": anchor, "own": streamfield([("text", own)])}
    fields = {
        "changes": streamfield([(kind, value)]),
        "sources": streamfield([]),
        "contact_name": "",
        "contact_title": "",
        "contact_email": "",
        "contact_phone": "",
        "comments-TOTAL_FORMS": "0",
        "comments-INITIAL_FORMS": "0",
    }
    return nested_form_data({**fields, **({"action-publish": "1"} if publish else {})})


def test_siri_chooses_a_lesson_and_writes_in_her_variant(siri):
    lesson = the_lesson()
    assert "Asker" in siri.get(reverse("local:new")).content.decode()

    made = siri.post(reverse("local:new"), {"municipality": "asker", "lesson": lesson.pk})
    page = LocalLessonPage.objects.get(original=lesson)
    siri.post(edit_path(page), written(text_block(lesson), "<p>Vi i Asker.</p>"))

    assert made.url == edit_path(page)
    document = next(iter(variants.of("asker", "nb").values())).document
    assert "<p>Vi i Asker.</p>" in [block.body for block in document.body if isinstance(block, Text)]


def test_the_same_lesson_again_opens_the_variant_there_is(siri):
    lesson = the_lesson()
    for _time in range(2):
        siri.post(reverse("local:new"), {"municipality": "asker", "lesson": lesson.pk})

    assert LocalLessonPage.objects.filter(original=lesson).count() == 1


def test_siri_sees_the_countys_lesson_block_by_block_and_chooses_among_its_blocks(siri):
    lesson = the_lesson()
    page = making.make(lesson, asker(), by=make_editor("Nina"))

    shown = siri.get(edit_path(page)).content.decode()

    first = next(child for child in lesson.body if child.block_type == "text")
    assert first.value["heading"] in shown
    assert str(first.id) in shown


def test_an_exercise_can_be_followed_by_something_but_not_replaced(siri):
    lesson = the_lesson()
    exercise = next(child for child in lesson.body if child.block.name == "single_choice")
    page = making.make(lesson, asker(), by=make_editor("Nina"))

    siri.post(edit_path(page), written(str(exercise.id), "<p>Vårt.</p>"))
    assert variants.of("asker", "nb") == {}

    siri.post(edit_path(page), written(str(exercise.id), "<p>Vårt.</p>", kind="add"))
    document = next(iter(variants.of("asker", "nb").values())).document
    assert len(document.exercises) == len([c for c in lesson.body if c.block_type in kinds()])


def kinds() -> set[str]:
    from baerekraft.exercises.kinds import BY_NAME

    return set(BY_NAME)


def test_a_variant_that_cites_nothing_known_is_saved_but_not_published_and_siri_is_told_why(siri):
    lesson = the_lesson()
    page = making.make(lesson, asker(), by=make_editor("Nina"))

    response = siri.post(
        edit_path(page), written(text_block(lesson), "<p>Vårt.[^finnes-ikke]</p>"), follow=True
    )

    assert variants.of("asker", "nb") == {}
    assert "finnes-ikke" in response.content.decode()
    saved = LocalLessonPage.objects.get(pk=page.pk).get_latest_revision_as_object()
    assert len(saved.changes) == 1


def test_the_preview_is_the_variant_as_learners_will_meet_it(siri):
    lesson = the_lesson()
    page = make_variant(lesson, change("replace", text_block(lesson)))

    preview = page.make_preview_request()

    assert "I Asker kaster vi 20 kilo mat hver." in preview.content.decode().replace("\u00ad", "")
    assert "frame-ancestors 'self'" in preview["Content-Security-Policy"]


def test_siri_sees_on_her_first_page_that_the_county_has_changed_the_lesson_and_decides(siri):
    lesson = the_lesson()
    page = make_variant(lesson, change("replace", text_block(lesson)))
    assert reverse("local:questions", args=[page.pk]) not in siri.get("/redaksjon/").content.decode()
    county_writes(lesson, text_block(lesson), body="<p>Fylket skriver om.</p>")

    where = reverse("local:questions", args=[page.pk])
    assert where in siri.get("/redaksjon/").content.decode()
    shown = siri.get(where).content.decode()
    assert "<ins>" in shown
    assert "<del>" in shown
    assert "I Asker kaster vi 20 kilo mat hver." in shown
    change_id = page.changes[0].id
    siri.post(reverse("local:answer", args=[page.pk]), {"change": change_id, "answer": "theirs"}, follow=True)

    assert where not in siri.get("/redaksjon/").content.decode()
    document = next(iter(variants.of("asker", "nb").values())).document
    assert "<p>Fylket skriver om.</p>" in [b.body for b in document.body if isinstance(b, Text)]


def test_an_answer_given_twice_changes_nothing_more(siri):
    lesson = the_lesson()
    page = make_variant(lesson, change("replace", text_block(lesson)))
    county_writes(lesson, text_block(lesson), body="<p>Fylket skriver om.</p>")
    path = reverse("local:answer", args=[page.pk])
    form = {"change": page.changes[0].id, "answer": "ours"}
    siri.post(path, form)
    before = page.revisions.count()

    assert siri.post(path, form, follow=True).status_code == 200
    assert page.revisions.count() == before


def test_a_change_whose_block_the_county_removed_can_still_be_edited(siri):
    lesson = the_lesson()
    page = make_variant(lesson, change("replace", text_block(lesson)))
    anchor = text_block(lesson)
    county_removes(lesson, anchor)

    shown = siri.get(edit_path(page)).content.decode()
    assert f"gone-{anchor}" in shown
    form = written(f"gone-{anchor}", "<p>Fortsatt vårt.</p>")
    form["changes-0-id"] = page.changes[0].id
    siri.post(edit_path(page), form)

    document = next(iter(variants.of("asker", "nb").values())).document
    assert "<p>Fortsatt vårt.</p>" in [b.body for b in document.body if isinstance(b, Text)]


def test_siri_cannot_touch_haldens_or_the_countys(siri):
    lesson = the_lesson()
    haldens = make_variant(
        lesson, change("replace", text_block(lesson)), municipality="Halden", by=make_editor("Ola", "Halden")
    )
    before = haldens.latest_revision_id

    refused = [
        siri.get(reverse("local:questions", args=[haldens.pk])),
        siri.post(reverse("local:answer", args=[haldens.pk]), {"change": "x", "answer": "ours"}),
        siri.post(reverse("local:new"), {"municipality": "halden", "lesson": lesson.pk}),
        siri.get(edit_path(haldens)),
        siri.post(edit_path(haldens), written(text_block(lesson), "<p>Siri var her.</p>")),
        siri.get(reverse("wagtailadmin_pages:edit", args=[lesson.pk])),
        siri.post(reverse("wagtailadmin_pages:unpublish", args=[haldens.pk])),
        siri.post(reverse("wagtailadmin_pages:delete", args=[haldens.pk])),
    ]

    # Wagtail sends those who may not back to the first page.
    assert all(answer.status_code in {302, 403} for answer in refused)
    assert LocalLessonPage.objects.get(pk=haldens.pk).latest_revision_id == before
    assert OWN in [
        b.body for b in next(iter(variants.of("halden", "nb").values())).document.body if isinstance(b, Text)
    ]


def test_a_variant_stays_with_its_municipality():
    page = make_variant(the_lesson(), change("replace", text_block(the_lesson())))

    assert not page.can_move_to(home(Municipality.objects.get(name="Halden")))


def test_the_countys_lesson_cannot_be_deleted_from_under_askers_variant(client):
    from baerekraft.accounts.models import User
    from baerekraft.accounts.tests.factories import sign_in

    sign_in(client, User.objects.create_superuser("eva@example.no", "et langt passord til prøven"))
    lesson = the_lesson()
    make_variant(lesson, change("replace", text_block(lesson)))

    for path in (
        reverse("wagtailadmin_pages:delete", args=[lesson.pk]),
        reverse("wagtailadmin_pages:delete", args=[lesson.get_parent().pk]),
        f"{reverse('wagtail_bulk_action', args=['wagtailcore', 'page', 'delete'])}?id={lesson.pk}",
    ):
        assert client.post(path).status_code == 302

    assert LessonPage.objects.filter(pk=lesson.pk).exists()


def test_a_contact_person_can_be_reached():
    page = home(asker())
    page.contact_name = "Nina Berg"

    with pytest.raises(Exception, match="contact_email"):
        page.full_clean()
