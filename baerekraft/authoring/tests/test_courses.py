"""Siri makes courses, orders them, moves what is in them, closes and withdraws them."""

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from wagtail.actions.copy_page import CopyPageAction
from wagtail.models import Page

from baerekraft.accounts.models import Role, User
from baerekraft.accounts.tests.factories import make_staff, sign_in
from baerekraft.authoring import addresses, drafting, publishing
from baerekraft.authoring import municipal as local
from baerekraft.authoring.models import CoursePage, LessonPage, PartPage
from baerekraft.catalog import shelf
from baerekraft.catalog.models import CourseKey, PublishedCourse
from baerekraft.municipalities.models import Municipality

pytestmark = pytest.mark.django_db


@pytest.fixture
def siri(client: Client) -> Client:
    return sign_in(client, User.objects.create_superuser("siri@example.no", "et langt passord til prøven"))


def main() -> CoursePage:
    return CoursePage.objects.get(slug=shelf.now().main.slug)


def asker() -> Municipality:
    return Municipality.objects.get(slug="asker")


def make_course(title: str = "Kloke innkjøp", slug: str = "innkjop", parent: Page | None = None, **more):
    page = CoursePage(title=title, slug=slug, lead="Innledning.", learning_goals="Kan dette", **more)
    page.locale = main().locale
    (parent or Page.get_first_root_node()).add_child(instance=page)
    page.save_revision().publish()
    return page


def make_part(course: CoursePage, slug: str = "innkjop-del", title: str = "Delen") -> PartPage:
    part = PartPage(
        title=title, slug=slug, lead="Om delen.", learning_goals="Kan dette", locale=course.locale
    )
    course.add_child(instance=part)
    part.save_revision().publish()
    return part


def make_lesson(part: PartPage, slug: str = "leksjonen") -> LessonPage:
    like = shelf.now().lessons[0].document
    page = LessonPage(live=False, locale=part.locale)
    drafting.fill(page, like.model_copy(update={"part": part.slug, "slug": slug, "title": slug.capitalize()}))
    part.add_child(instance=page)
    page.save_revision().publish()
    return page


def courses() -> list[str]:
    return [course.slug for course in shelf.now().every]


def test_siri_makes_a_course_from_scratch_in_the_editor(siri):
    root = Page.get_first_root_node()
    fields = {
        "title": "Kloke innkjøp",
        "slug": "innkjop",
        "lead": "Innledning.",
        "learning_goals": "Kan dette",
        "audience": "everyone",
        "municipality": "",
        "action-publish": "1",
    }

    made = siri.post(f"/redaksjon/pages/add/authoring/coursepage/{root.pk}/", fields)

    assert made.status_code == 302, made.text
    course = CoursePage.objects.get(slug="innkjop")
    make_lesson(make_part(course))
    assert Client().get("/kurs/innkjop-del/leksjonen/").status_code == 200
    assert "Kloke innkjøp" in Client().get("/kurs/").text
    assert shelf.now().main.slug == main().slug != "innkjop"


def test_the_course_that_siri_drags_to_the_top_is_the_main_one():
    other = make_course()
    make_lesson(make_part(other))

    other.move(main(), pos="left")

    assert shelf.now().main.slug == "innkjop"
    assert shelf.now("nn").main.slug == "innkjop"


def test_a_part_cannot_take_the_address_of_a_part_in_another_course():
    course = make_course()

    with pytest.raises(ValidationError) as refused:
        make_part(course, slug="del-1")

    assert "«del-1-2»" in refused.value.message_dict["slug"][0]


@pytest.mark.parametrize("word", ["sok", "ordliste", "ovelser", "kilder", "alle", "inn"])
def test_a_part_cannot_take_an_address_of_the_courses_own_pages(word):
    course = make_course()

    with pytest.raises(ValidationError) as refused:
        make_part(course, slug=word)

    assert f"«{word}-2»" in refused.value.message_dict["slug"][0]


def test_a_lesson_cannot_take_the_address_of_the_discussion_sheet():
    part = make_part(make_course())

    with pytest.raises(ValidationError):
        make_lesson(part, slug="samtaleark")


def test_two_courses_cannot_have_the_same_address():
    make_course()

    with pytest.raises(ValidationError) as refused:
        make_course(parent=local.home(asker()))

    assert "«innkjop-2»" in refused.value.message_dict["slug"][0]


def test_an_address_that_is_too_long_for_the_records_is_refused():
    with pytest.raises(ValidationError):
        make_course(slug="a" * 51)


def test_a_copied_course_has_parts_of_its_own_and_is_not_the_main_one():
    before = shelf.now().main.slug

    action = CopyPageAction(
        main(), recursive=True, update_attrs={"title": "Kopi", "slug": "kopi"}, keep_live=True
    )
    copy = action.execute(skip_permission_checks=True)

    slugs = list(PartPage.objects.child_of(copy).values_list("slug", flat=True))
    assert len(slugs) == len(set(slugs)) == len(shelf.now().parts)
    assert not set(slugs) & {part.slug for part in shelf.now().parts}
    assert shelf.now().main.slug == before
    assert [course.slug for course in shelf.now().courses] == [before, "kopi"]
    kept = shelf.now().courses[1]
    assert [part.slug for part in kept.parts] == slugs
    assert len(kept.lessons) == len(shelf.now().lessons)
    for part in PartPage.objects.child_of(copy):
        assert part.get_latest_revision_as_object().slug == part.slug


def test_a_draft_copy_is_no_course_until_it_is_published():
    copy = CopyPageAction(
        main(), recursive=True, update_attrs={"title": "Kopi", "slug": "kopi"}, keep_live=False
    )
    copy.execute(skip_permission_checks=True)

    publishing.outline()
    shelf.forget()

    assert "kopi" not in courses()


def test_siri_is_told_at_the_copy_that_the_address_is_taken(siri):
    make_course(parent=local.home(asker()))
    fields = {"new_title": "Kopi", "new_slug": "innkjop", "new_parent_page": main().get_parent().pk}

    answer = siri.post(f"/redaksjon/pages/{main().pk}/copy/", fields)

    assert "«innkjop-2»" in answer.text
    assert CoursePage.objects.filter(slug="innkjop").count() == 1


def test_a_part_moves_to_another_course_with_its_lessons_and_its_address():
    first, other = make_course(), make_course("Andre", "andre")
    part = make_part(first)
    make_lesson(part)

    part.move(other, pos="last-child")

    assert shelf.now().around("innkjop-del").slug == "andre"
    assert "Andre" in Client().get("/kurs/innkjop-del/leksjonen/").text


def test_an_unpublished_course_is_withdrawn_and_comes_back():
    course = make_course()
    make_lesson(make_part(course))

    course.unpublish()
    assert Client().get("/kurs/alle/innkjop/").status_code == 410
    assert Client().get("/kurs/innkjop-del/leksjonen/").status_code == 410

    course.save_revision().publish()
    assert Client().get("/kurs/innkjop-del/leksjonen/").status_code == 200


def test_an_unpublished_part_is_withdrawn_with_its_lessons():
    part = make_part(make_course())
    make_lesson(part)

    part.unpublish()

    assert Client().get("/kurs/innkjop-del/").status_code == 410
    assert Client().get("/kurs/innkjop-del/leksjonen/").status_code == 410


def test_a_deleted_course_without_records_is_gone():
    make_course().delete()

    assert "innkjop" not in courses()
    assert PublishedCourse.objects.get(slug="innkjop").withdrawn_at


def test_what_stands_under_a_municipalitys_page_is_never_everyones():
    course = make_course(parent=local.home(asker()))
    make_lesson(make_part(course))

    assert [one.slug for one in shelf.now().of_municipality("asker")] == ["innkjop"]
    assert "Kloke innkjøp" not in Client().get("/kurs/").text


def test_a_municipalitys_course_must_say_which():
    with pytest.raises(ValidationError) as refused:
        make_course(audience="municipality")

    assert "kommune" in str(refused.value) or "municipality" in str(refused.value)


def test_a_closed_course_is_not_seen_and_its_link_is_made_and_renewed_by_siri(siri):
    course = make_course(audience="closed")
    make_lesson(make_part(course))
    where = f"/redaksjon/kurs/{course.pk}/lenke/"
    assert Client().get("/kurs/innkjop-del/leksjonen/").status_code == 404
    assert "/kurs/inn/" not in siri.get(where).text

    siri.post(where)
    first = CourseKey.objects.get(course="innkjop").secret
    assert f"/kurs/inn/{first}/" in siri.get(where).text

    siri.post(where)
    assert CourseKey.objects.get(course="innkjop").secret != first
    assert Client().get(f"/kurs/inn/{first}/").status_code == 404
    assert where in siri.get(f"/redaksjon/pages/{course.pk}/edit/").text


def test_an_editor_who_may_not_publish_does_not_see_the_link(client):
    course = make_course(audience="closed")
    client.force_login(make_staff("Ola", Role.EDITOR))

    for method in (client.get, client.post):
        assert method(f"/redaksjon/kurs/{course.pk}/lenke/").status_code in (302, 403)
    assert not CourseKey.objects.exists()


def test_the_main_courses_outline_is_as_it_was_before_there_were_several():
    content = PublishedCourse.objects.filter(slug=main().slug, language="nb").latest("version").content

    assert not {"audience", "municipality", "place"} & set(content)


def test_every_word_that_stands_after_kurs_is_an_address_nobody_can_take():
    assert {"sok", "ordliste", "ovelser", "kilder", "alle", "inn"} <= addresses.own_pages(1)
    assert {"samtaleark", "samtaleark.pdf"} <= addresses.own_pages(2)
