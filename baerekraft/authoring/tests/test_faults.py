"""Siri breaks a lesson in every way she can: what she wrote is kept, what learners meet stays, and she is told what to mend."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone, translation
from wagtail.models import Page

from baerekraft.accounts.models import Role
from baerekraft.authoring import faults
from baerekraft.authoring.faults import Unpublishable
from baerekraft.authoring.models import CoursePage, LessonPage, PartPage
from baerekraft.authoring.tests import editor
from baerekraft.catalog import shelf
from baerekraft.catalog.models import PublishedLesson

pytestmark = pytest.mark.django_db


@pytest.fixture
def siri(client: Client) -> Client:
    """Siri's browser; she may publish."""
    return editor.browser(client, editor.person("Siri", Role.APPROVER))


@pytest.fixture
def lesson() -> LessonPage:
    return LessonPage.objects.filter(locale__language_code="nb").order_by("path").first()


def broken(lesson: LessonPage) -> LessonPage:
    """With faults of several sorts at once."""
    lesson.summary = "x" * 401
    lesson.goals = "3, atten"
    raw = list(lesson.body.get_prep_value())
    question = next(item for item in raw if "options" in item["value"])
    question["value"]["options"][1]["value"]["feedback"] = ""
    raw[0]["value"]["heading"] = ""
    lesson.body = lesson._meta.get_field("body").to_python(raw)
    return lesson


def versions(lesson: LessonPage) -> list[int]:
    rows = PublishedLesson.objects.filter(lesson__slug=lesson.slug, language=lesson.language)
    return list(rows.values_list("version", flat=True))


def test_what_is_published_has_no_faults():
    pages = [*LessonPage.objects.all(), *PartPage.objects.all(), *CoursePage.objects.all()]

    assert {str(page): found for page in pages if (found := faults.of(page))} == {}


def test_every_fault_is_told_at_once_with_where_it_is(lesson):
    with translation.override(None):
        found = faults.of(broken(lesson))

    assert [(fault.field, fault.what) for fault in found][:2] == [
        ("summary", "Shorten this to 400 characters. There are 401 now."),
        ("goals", "Write a number."),
    ]
    assert [fault.path for fault in found[2:]] == [
        ("body", 0, "heading"),
        ("body", 1, "options", 1, "feedback"),
    ]
    assert [len(fault.where.split(" › ")) for fault in found] == [1, 1, 3, 4]
    assert found[3].where.split(" › ")[1].startswith("2. ")
    assert found[3].where.split(" › ")[2].endswith(" 2")
    assert found[3].block == lesson.body.get_prep_value()[1]["id"]


def test_faults_between_blocks_are_told_beside_those_in_one(lesson):
    raw = list(lesson.body.get_prep_value())
    raw[0]["value"]["body"] += "<p>Sier noen.[^ukjent]</p>"
    questions = [item for item in raw if "prompt" in item["value"]]
    questions[1]["value"]["id"] = questions[0]["value"]["id"]
    lesson.body = lesson._meta.get_field("body").to_python(raw)
    lesson.title = ""

    with translation.override(None):
        told = [fault.what for fault in faults.of(lesson)]

    assert "Fill this in." in told
    assert "No source with the id «ukjent»; add it under sources." in told
    assert f"Two exercises have the id «{questions[0]['value']['id']}»; give each its own." in told


def test_every_bar_without_a_figure_is_told(lesson):
    raw = list(lesson.body.get_prep_value())
    bars = [
        {
            "type": "item",
            "id": str(n),
            "value": {
                "label": name,
                "place": name,
                "value": None,
                "shown": "",
                "highlight": False,
                "year": None,
            },
        }
        for n, name in enumerate(("Atlantis", "Utopia"))
    ]
    chart = {
        "title": "Valg",
        "message": "Se.",
        "unit": "prosent",
        "indicator": "valgdeltakelse",
        "bars": bars,
    }
    raw.append({"type": "chart", "id": "c" * 8, "value": {**chart, "source": ""}})
    lesson.body = lesson._meta.get_field("body").to_python(raw)

    paths = [fault.path for fault in faults.of(lesson)]

    assert ("body", len(raw) - 1, "bars", 0) in paths
    assert ("body", len(raw) - 1, "bars", 1) in paths


def test_a_sheet_that_fills_more_than_a_page_is_told_of_the_part():
    part = PartPage.objects.filter(locale__language_code="nb").first()
    raw = list(part.discussion.get_prep_value())
    raw[0]["value"]["minutes"] = 3
    part.discussion = part._meta.get_field("discussion").to_python(raw)

    assert [fault.path for fault in faults.of(part)] == [("discussion", 0, "minutes")]
    with pytest.raises(Unpublishable):
        part.save_revision().publish()


def test_siri_saves_a_draft_with_faults_and_finds_it_again_as_she_left_it(siri, lesson):
    before = versions(lesson)
    bad = {
        "summary": "x" * 900,
        "goals": "tre",
        "title": "Et utkast",
        "body-1-value-id": "Ikke En Id",
        "body-1-value-options-0-value-text": "y" * 2000,
        "sources-0-value-url": "www uten adresse",
        "takeaway": "",
    }

    assert editor.save(siri, lesson, **bad).status_code == 302

    kept = editor.latest(lesson)
    raw = kept.body.get_prep_value()
    assert (kept.summary, kept.goals, kept.takeaway) == ("x" * 900, "tre", "")
    assert raw[1]["value"]["id"] == "Ikke En Id"
    assert raw[1]["value"]["options"][0]["value"]["text"] == "y" * 2000
    assert kept.sources.get_prep_value()[0]["value"]["url"] == "www uten adresse"
    assert editor.form(kept)["body-1-value-id"] == "Ikke En Id"
    assert siri.get(f"/redaksjon/pages/{lesson.pk}/edit/").status_code == 200
    assert versions(lesson) == before


def test_the_autosave_never_fails_for_what_the_text_says(siri, lesson):
    said = editor.autosave(siri, lesson, summary="x" * 900, **{"body-0-value-heading": "", "steps-count": 0})

    assert said.json()["success"]
    assert editor.latest(lesson).summary == "x" * 900


def test_the_autosave_keeps_times_that_make_no_sense_yet(siri, lesson):
    said = editor.autosave(siri, lesson, go_live_at="2030-01-02 10:00", expire_at="2020-01-01 10:00")

    assert said.json()["success"]


def test_a_new_lesson_can_be_begun_with_a_title_only(siri):
    part = PartPage.objects.first()
    empty = LessonPage(title="Ny leksjon", slug="ny-leksjon", locale=part.locale)
    data = {**editor.form(empty), "title": "Ny leksjon", "slug": "ny-leksjon"}

    response = siri.post(f"/redaksjon/pages/add/authoring/lessonpage/{part.pk}/", data)

    made = LessonPage.objects.get(slug="ny-leksjon")
    assert response.status_code == 302
    assert not made.live
    assert faults.of(made)


def test_publishing_with_faults_is_refused_and_told_at_each_block(siri, lesson):
    before = versions(lesson)

    page = editor.save(siri, lesson, "publish", **{"body-0-value-heading": "", "goals": "tre"})

    assert page.status_code == 200
    html = page.content.decode()
    block = lesson.body.get_prep_value()[0]["id"]
    assert f'href="#block-{block}-section"' in html
    assert 'href="#id_goals"' in html
    assert "blockErrors" in html
    assert '<details class="authoring-faults" open>' in html
    assert versions(lesson) == before
    assert LessonPage.objects.get(pk=lesson.pk).live


def draft(lesson: LessonPage, **fields: object) -> LessonPage:
    page = broken(lesson)
    page.save_revision(clean=False)
    return page


def test_no_way_of_publishing_lets_faults_through(siri, lesson):
    before = versions(lesson)
    draft(lesson)

    bulk = siri.post(f"/redaksjon/bulk/wagtailcore/page/publish/?id={lesson.pk}", {"include_descendants": ""})
    with pytest.raises(Unpublishable):
        lesson.get_latest_revision().publish()

    assert bulk.status_code == 302
    assert bulk["Location"].endswith(f"/pages/{lesson.pk}/edit/")
    assert versions(lesson) == before
    assert LessonPage.objects.get(pk=lesson.pk).summary != "x" * 401


def test_a_faulty_version_is_not_scheduled(lesson):
    page = broken(lesson)
    page.go_live_at = timezone.now() + timedelta(days=1)
    revision = page.save_revision(clean=False)

    with pytest.raises(Unpublishable):
        revision.publish()

    revision.refresh_from_db()
    assert revision.approved_go_live_at is None


def test_withdrawn_with_faults_it_stays_withdrawn(lesson):
    lesson.unpublish()
    page = draft(LessonPage.objects.get(pk=lesson.pk))

    with pytest.raises(Unpublishable):
        page.get_latest_revision().publish()

    assert not LessonPage.objects.get(pk=lesson.pk).live
    assert shelf.now().lesson(lesson.get_parent().slug, lesson.slug) is None


def test_an_earlier_version_with_faults_is_not_brought_back(siri, lesson):
    draft(lesson)
    faulty = lesson.get_latest_revision()
    fresh = LessonPage.objects.get(pk=lesson.pk)
    fresh.save_revision().publish()

    data = {**editor.form(fresh), "summary": faulty.as_object().summary}
    reverted = siri.post(
        f"/redaksjon/pages/{lesson.pk}/edit/", {**data, "revision": faulty.pk, "action-publish": "1"}
    )

    assert reverted.status_code == 200
    assert LessonPage.objects.get(pk=lesson.pk).summary == fresh.summary


def test_a_published_lesson_moves_within_its_part_only(siri, lesson):
    other = PartPage.objects.filter(locale=lesson.locale).exclude(pk=lesson.get_parent().pk).first()

    answer = siri.post(f"/redaksjon/pages/{lesson.pk}/move/{other.pk}/confirm/")

    assert answer.status_code == 302
    assert Page.objects.get(pk=lesson.pk).get_parent().pk != other.pk


def test_the_address_of_a_published_lesson_cannot_be_written_over(siri, lesson):
    assert editor.save(siri, lesson, slug="en-annen").status_code == 302

    assert editor.latest(lesson).slug == lesson.slug
