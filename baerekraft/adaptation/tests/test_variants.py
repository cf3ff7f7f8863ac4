"""A municipality's variant through its life: made, published, and the county's lesson changing under it."""

import pytest
from django.test import Client
from django_tasks_db.models import DBTaskResult

from baerekraft.accounts.tests.factories import letters_to
from baerekraft.adaptation import deciding, telling
from baerekraft.adaptation.pages import LocalLessonPage
from baerekraft.adaptation.standing import Standing
from baerekraft.adaptation.tests.factories import (
    OWN,
    change,
    county_removes,
    county_writes,
    make_editor,
    make_variant,
    text_block,
    the_lesson,
    write,
)
from baerekraft.adaptation.variant import Variant
from baerekraft.authoring import drafting, publishing
from baerekraft.authoring.models import LessonPage
from baerekraft.authoring.municipal import MunicipalityPage, home
from baerekraft.authoring.tests.test_courses import make_course, make_lesson, make_part
from baerekraft.catalog import shelf, variants
from baerekraft.catalog.document import LessonDocument, Text
from baerekraft.municipalities.models import Municipality

pytestmark = pytest.mark.django_db


def askers(lesson: LessonPage) -> LessonDocument:
    """What learners in Asker meet."""
    return variants.of("asker", lesson.language)[f"{lesson.get_parent().slug}/{lesson.slug}"].document


def bodies(document: LessonDocument) -> list[str]:
    return [block.body for block in document.body if isinstance(block, Text)]


def questions(page: LocalLessonPage) -> int:
    return len(Variant(LocalLessonPage.objects.get(pk=page.pk)).questions)


def county_entry(lesson: LessonPage) -> shelf.Entry:
    entry = shelf.now(lesson.language).lesson(lesson.get_parent().slug, lesson.slug)
    assert entry
    return entry


def test_askers_own_text_stands_in_askers_variant_and_the_countys_lesson_is_untouched():
    lesson = the_lesson()
    before = county_entry(lesson)

    make_variant(lesson, change("replace", text_block(lesson)))

    assert OWN in bodies(askers(lesson))
    assert county_entry(lesson) == before


def test_what_the_county_changes_elsewhere_is_in_askers_variant_at_once():
    lesson = the_lesson()
    page = make_variant(lesson, change("replace", text_block(lesson)))

    county_writes(lesson, text_block(lesson, 1), body="<p>Nytt fra fylket.</p>")

    assert {OWN, "<p>Nytt fra fylket.</p>"} <= set(bodies(askers(lesson)))
    assert questions(page) == 0
    assert not Standing.objects.get(variant=page).waits


def test_when_the_county_changes_what_asker_replaced_askers_text_stays_and_asker_is_asked():
    lesson = the_lesson()
    page = make_variant(lesson, change("replace", text_block(lesson)))

    county_writes(lesson, text_block(lesson), body="<p>Fylket skriver om.</p>")

    assert OWN in bodies(askers(lesson))
    assert "<p>Fylket skriver om.</p>" not in bodies(askers(lesson))
    assert questions(page) == 1
    assert Standing.objects.get(variant=page).waits


def test_asker_keeps_its_own_and_is_not_asked_again_until_the_county_changes_it_again():
    siri, lesson = make_editor(), the_lesson()
    page = make_variant(lesson, change("replace", text_block(lesson)))
    county_writes(lesson, text_block(lesson), body="<p>Fylket skriver om.</p>")

    deciding.keep(page, page.changes[0].id, by=siri)

    assert OWN in bodies(askers(lesson))
    assert questions(page) == 0
    assert not Standing.objects.get(variant=page).waits
    county_writes(lesson, text_block(lesson), body="<p>Fylket skriver om igjen.</p>")
    assert questions(page) == 1


def test_asker_takes_the_countys_and_can_take_it_back_through_the_history():
    siri, lesson = make_editor(), the_lesson()
    page = make_variant(lesson, change("replace", text_block(lesson)))
    earlier = page.latest_revision
    county_writes(lesson, text_block(lesson), body="<p>Fylket skriver om.</p>")

    deciding.take(page, page.changes[0].id, by=siri)

    assert OWN not in bodies(askers(lesson))
    assert "<p>Fylket skriver om.</p>" in bodies(askers(lesson))
    earlier.publish()
    assert OWN in bodies(askers(lesson))
    assert questions(page) == 1


def test_an_answer_while_asker_is_writing_waits_with_the_rest_of_the_draft():
    siri, lesson = make_editor(), the_lesson()
    page = make_variant(lesson, change("replace", text_block(lesson)))
    county_writes(lesson, text_block(lesson), body="<p>Fylket skriver om.</p>")
    draft = page.get_latest_revision_as_object()
    draft.contact_name, draft.contact_email = "Nina", "nina@asker.kommune.no"
    draft.save_revision()
    page.refresh_from_db()

    deciding.take(page, page.changes[0].id, by=siri)

    assert OWN in bodies(askers(lesson))
    page.refresh_from_db()
    page.get_latest_revision().publish()
    assert OWN not in bodies(askers(lesson))


def test_what_replaced_a_removed_block_stands_on_its_own_when_asker_keeps_it():
    siri, lesson = make_editor(), the_lesson()
    page = make_variant(lesson, change("replace", text_block(lesson, 1)))
    county_removes(lesson, text_block(lesson, 1))
    assert OWN in bodies(askers(lesson))

    deciding.keep(page, page.changes[0].id, by=siri)

    page.refresh_from_db()
    assert [child.block_type for child in page.changes] == ["add"]
    assert OWN in bodies(askers(lesson))
    assert questions(page) == 0


def test_a_lesson_seeded_anew_with_a_block_in_front_keeps_askers_text_where_it_was():
    """Ids follow the place in a seeded lesson, so every id after the new block is another's."""
    lesson = the_lesson()
    page = make_variant(lesson, change("replace", text_block(lesson)))
    document = county_entry(lesson).document.untaken
    new = Text(heading="Først", body="<p>Et nytt avsnitt foran.</p>")
    drafting.fill(lesson, document.model_copy(update={"body": (new, *document.body)}))
    lesson.save_revision().publish()

    found = askers(lesson)
    assert found.body[0] == new
    assert OWN in bodies(found)
    assert len(found.body) == len(document.body) + 1
    assert questions(page) == 0


def test_a_variant_with_a_fault_stays_at_its_last_version_and_the_county_publishes_all_the_same():
    """Asker cites one of the county's sources, and the county removes it."""
    lesson = the_lesson()
    source = lesson.sources[0].value["id"]
    cited = change("add", text_block(lesson), body=f"<p>Det sier også kilden.[^{source}]</p>")
    page = make_variant(lesson, cited)
    page = LocalLessonPage.objects.get(pk=page.pk)
    document = county_entry(lesson).document.untaken
    raw = document.model_dump_json().replace(f"[^{source}]", "").replace(f'"{source}"', '"en-annen-kilde"')
    drafting.fill(lesson, LessonDocument.model_validate_json(raw).model_copy(update={"title": "Ny tittel"}))

    lesson.save_revision().publish()

    assert county_entry(lesson).title == "Ny tittel"
    assert askers(lesson).title != "Ny tittel"
    assert source in Standing.objects.get(variant=page).fault


def test_a_variant_that_breaks_in_a_way_nobody_thought_of_does_not_stop_the_county():
    lesson = the_lesson()
    page = make_variant(lesson, change("replace", text_block(lesson)))
    LocalLessonPage.objects.filter(pk=page.pk).update(bases=["not what it should be"])

    county_writes(lesson, text_block(lesson, 1), body="<p>Nytt fra fylket.</p>")

    assert "<p>Nytt fra fylket.</p>" in bodies(county_entry(lesson).document)
    assert Standing.objects.get(variant=page).fault


def test_siri_in_asker_gets_one_mail_for_each_change_and_ola_in_halden_none(settings):
    siri, ola, lesson = make_editor(), make_editor("Ola", "Halden"), the_lesson()
    page = make_variant(lesson, change("replace", text_block(lesson)))
    before = len(letters_to(siri.email))
    county_writes(lesson, text_block(lesson), body="<p>Fylket skriver om.</p>")
    news = Standing.objects.get(variant=page).asked[0]

    telling.tell.call(page.pk, news)
    telling.tell.call(page.pk, news)

    letters = letters_to(siri.email)[before:]
    assert [lesson.title in letter.subject for letter in letters] == [True]
    assert f"/redaksjon/lokalt/{page.pk}/endringer/" in letters[0].text
    assert not any(lesson.title in letter.subject for letter in letters_to(ola.email))


def test_the_same_question_is_told_once_however_often_the_county_publishes():
    lesson = the_lesson()
    make_variant(lesson, change("replace", text_block(lesson)))
    county_writes(lesson, text_block(lesson), body="<p>Fylket skriver om.</p>")
    county_writes(lesson, text_block(lesson, 1), body="<p>Og noe annet.</p>")

    assert DBTaskResult.objects.filter(task_path=telling.tell.module_path).count() == 1


def test_a_variant_is_withdrawn_and_asker_has_the_countys_again():
    lesson = the_lesson()
    page = make_variant(lesson, change("replace", text_block(lesson)))

    page.unpublish()

    assert variants.of("asker", "nb") == {}


def test_when_the_county_withdraws_the_lesson_the_variant_goes_with_it_and_comes_back_with_it():
    lesson = the_lesson()
    make_variant(lesson, change("replace", text_block(lesson)))

    lesson.unpublish()
    assert variants.of("asker", "nb") == {}

    LessonPage.objects.get(pk=lesson.pk).save_revision().publish()
    assert OWN in bodies(askers(lesson))


def test_each_municipality_has_its_own():
    lesson = the_lesson()
    make_variant(lesson, change("replace", text_block(lesson)))
    make_variant(lesson, change("replace", text_block(lesson), body="<p>Halden.</p>"), municipality="Halden")

    key = county_entry(lesson).key
    assert "<p>Halden.</p>" in bodies(variants.of("halden", "nb")[key].document)
    assert "<p>Halden.</p>" not in bodies(askers(lesson))


def test_the_lessons_history_for_translators_is_the_countys_alone():
    """Which text a translation was made from is never a municipality's."""
    from baerekraft.authoring import translating

    lesson = the_lesson()
    make_variant(lesson, change("replace", text_block(lesson)))

    assert all(row.municipality_id is None for row in translating.published(lesson))


def test_publishing_the_same_again_makes_no_new_version():
    lesson = the_lesson()
    page = make_variant(lesson, change("replace", text_block(lesson)))
    before = variants.of("asker", "nb")

    write(page, *page.changes.get_prep_value())

    assert [entry.version for entry in variants.of("asker", "nb").values()] == [
        entry.version for entry in before.values()
    ]


def test_askers_page_is_made_once_and_says_what_asker_writes():
    asker = Municipality.objects.get(name="Asker")
    page = home(asker)
    page.greeting = "Velkommen, alle i Asker!"
    page.contact_name, page.contact_phone = "Nina Berg", "66 70 00 00"
    page.save_revision().publish()

    assert home(asker) == page
    assert MunicipalityPage.objects.filter(municipality=asker).count() == 1
    said = variants.said("asker")
    assert (said.greeting, said.contact and said.contact.name) == ("Velkommen, alle i Asker!", "Nina Berg")
    page.unpublish()
    assert variants.said("asker").greeting == ""


def test_the_countys_outline_does_not_know_of_municipalities():
    before = shelf.now().course
    home(Municipality.objects.get(name="Asker"))
    publishing.outline()

    assert shelf.now().course == before


def test_askers_own_course_is_on_askers_page_and_not_on_haldens():
    course = make_course(parent=home(Municipality.objects.get(name="Asker")))
    make_lesson(make_part(course))

    assert course.title in Client().get("/k/asker/").text
    assert course.title not in Client().get("/k/halden/").text
