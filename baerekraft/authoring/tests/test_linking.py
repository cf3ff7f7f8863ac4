"""Siri links from one lesson to another by choosing it, and learners get there."""

import pytest

from baerekraft.authoring import compiling, faults
from baerekraft.authoring.models import LessonPage
from baerekraft.catalog import shelf

pytestmark = pytest.mark.django_db


@pytest.fixture
def lessons() -> list[LessonPage]:
    return list(LessonPage.objects.filter(locale__language_code="nb").order_by("path")[:2])


def linked(page: LessonPage, target: int, text: str = "Les mer") -> LessonPage:
    raw = list(page.body.get_prep_value())
    raw[0]["value"]["body"] += f'<p><a linktype="page" id="{target}">{text}</a></p>'
    page.body = page._meta.get_field("body").to_python(raw)
    return page


def test_a_link_to_a_lesson_leads_to_its_address_in_the_readers_language(client, lessons):
    page, target = lessons
    linked(page, target.pk).save_revision().publish()
    place, there = (
        f"/kurs/{page.get_parent().slug}/{page.slug}/",
        f"/kurs/{target.get_parent().slug}/{target.slug}/",
    )

    entry = shelf.now().lessons[0]
    assert f'<a href="{there}">Les mer</a>' in entry.document.body[0].body
    assert f'<a href="{there}">Les mer</a>' in client.get(place).content.decode()


def test_a_link_in_a_translation_stays_in_its_language(client, lessons):
    page = LessonPage.objects.get(translation_key=lessons[0].translation_key, locale__language_code="nn")
    linked(page, lessons[1].pk).save_revision().publish()

    html = client.get(f"/nn/kurs/{page.get_parent().slug}/{page.slug}/").content.decode()

    assert f'<a href="/nn/kurs/{lessons[1].get_parent().slug}/{lessons[1].slug}/">Les mer</a>' in html


def test_links_that_lead_nowhere_are_faults(lessons):
    page, target = lessons
    target.unpublish()

    assert [fault.path for fault in faults.of(linked(page, target.pk))] == [("body", 0, "body")]
    fresh = LessonPage.objects.get(pk=page.pk)
    assert [fault.path for fault in faults.of(linked(fresh, 999_999))] == [("body", 0, "body")]


def test_lessons_that_link_to_each_other_and_to_themselves_are_published(lessons):
    one, other = lessons
    linked(linked(one, other.pk), one.pk).save_revision().publish()
    linked(other, one.pk).save_revision().publish()

    assert not faults.of(LessonPage.objects.get(pk=one.pk))
    assert compiling.lesson(one, part="del-1").body[0].body.count('<a href="/kurs/') == 2


def test_two_new_lessons_that_link_to_each_other_do_not_wait_for_each_other(lessons):
    one, other = lessons
    for page in lessons:
        LessonPage.objects.filter(pk=page.pk).update(live=False, first_published_at=None)
    linked(LessonPage.objects.get(pk=other.pk), one.pk).save_revision(clean=False)

    assert not faults.of(linked(LessonPage.objects.get(pk=one.pk), other.pk))
    alone = LessonPage.objects.filter(locale=one.locale).order_by("path")[2]
    assert faults.of(linked(alone, one.pk))
