"""Who may do what: Kari edits for the county, Anne approves, Nils translates, Eva edits for Asker; Ola is in Bærum."""

from io import BytesIO

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from PIL import Image as Picture
from wagtail.models import Collection, GroupPagePermission, Page

from baerekraft.accounts.models import Role, User
from baerekraft.accounts.tests.factories import letters_to, make_staff, sign_in
from baerekraft.authoring import municipal, roles
from baerekraft.authoring.models import CoursePage, GlossaryTerm, LessonPage
from baerekraft.media import library
from baerekraft.municipalities.models import Municipality

pytestmark = pytest.mark.django_db

ADMIN = "/redaksjon"
INVITED = {
    "Kari": (Role.EDITOR, ""),
    "Anne": (Role.APPROVER, ""),
    "Nils": (Role.TRANSLATOR, ""),
    "Eva": (Role.MUNICIPAL_EDITOR, "Asker"),
}


@pytest.fixture
def browser_of():
    def browser(name: str) -> Client:
        client = Client()
        role, municipality = INVITED[name]
        client.force_login(make_staff(name, role, municipality))
        return client

    return browser


@pytest.fixture
def lesson():
    return LessonPage.objects.filter(locale__language_code="nb", live=True).first()


@pytest.fixture
def translated():
    return LessonPage.objects.filter(locale__language_code="nn").first()


@pytest.fixture
def asker(db):
    return municipal.home(Municipality.objects.get(name="Asker"))


@pytest.fixture
def baerum(db):
    return municipal.home(Municipality.objects.get(name="Bærum"))


def opens(client: Client, path: str) -> bool:
    """Whether the page opens: Wagtail answers others with a redirect, 403 or 404."""
    return client.get(f"{ADMIN}{path}").status_code == 200


def of_page(page: Page) -> list[str]:
    """Everything in the editor that shows or changes one page."""
    revision = page.get_latest_revision() or page.save_revision()
    here = f"/pages/{page.pk}"
    return [
        f"{here}/edit/",
        f"{here}/edit/preview/",
        f"{here}/delete/",
        f"{here}/move/",
        f"{here}/copy/",
        f"{here}/unpublish/",
        f"{here}/privacy/",
        f"{here}/history/",
        f"{here}/usage/",
        f"{here}/workflow_history/",
        f"{here}/view_draft/",
        f"{here}/revisions/{revision.pk}/revert/",
        f"{here}/revisions/{revision.pk}/view/",
        f"{here}/revisions/compare/{revision.pk}...live/",
        f"{here}/convert_alias/",
        f"/bulk/wagtailcore/page/publish/?id={page.pk}",
        f"/bulk/wagtailcore/page/delete/?id={page.pk}",
        f"/bulk/wagtailcore/page/move/?id={page.pk}",
        f"/bulk/wagtailcore/page/unpublish/?id={page.pk}",
    ]


# What anybody in the editor may look at, because learners may: how a published page has come about.
READABLE = ("/usage/", "/bulk/")


@pytest.mark.parametrize("which", ["lesson", "baerum", "course"])
def test_eva_in_asker_gets_nowhere_near_pages_that_are_not_askers(browser_of, lesson, baerum, which, asker):
    eva = browser_of("Eva")
    page = {"lesson": lesson, "baerum": baerum, "course": CoursePage.objects.first()}[which]

    opened = [path for path in of_page(page) if opens(eva, path) and not any(r in path for r in READABLE)]

    assert opened == []


@pytest.mark.parametrize("action", ["publish", "delete", "move", "unpublish"])
def test_eva_changes_nothing_by_choosing_many_pages_at_once(browser_of, lesson, baerum, action):
    eva = browser_of("Eva")
    for page in (lesson, baerum):
        eva.post(f"{ADMIN}/bulk/wagtailcore/page/{action}/?id={page.pk}", {"chooser": baerum.pk})

    for page in (lesson, baerum):
        now = Page.objects.get(pk=page.pk)
        assert (now.live, now.path) == (page.live, page.path)


def test_eva_posts_to_others_pages_in_vain(browser_of, lesson, baerum, asker):
    eva = browser_of("Eva")
    before = {page.pk: (page.title, page.live, page.path) for page in Page.objects.all()}
    for page in (lesson, baerum):
        for path, form in {
            "edit/": {"title": "Mitt", "slug": page.slug, "action-publish": "1"},
            "delete/": {},
            "unpublish/": {},
            f"move/{asker.pk}/confirm/": {},
            "copy/": {"new_title": "K", "new_slug": "k", "new_parent_page": asker.pk, "copy_subpages": "on"},
            "lock/": {},
            "privacy/": {"restriction_type": "login"},
        }.items():
            eva.post(f"{ADMIN}/pages/{page.pk}/{path}", form)
    eva.post(
        f"{ADMIN}/pages/add/authoring/partpage/{CoursePage.objects.first().pk}/",
        {"title": "Ny", "slug": "ny"},
    )

    assert {page.pk: (page.title, page.live, page.path) for page in Page.objects.all()} == before


def test_eva_sees_only_her_own_in_lists_reports_and_the_api(browser_of, lesson, baerum, asker):
    eva = browser_of("Eva")

    listed = eva.get(f"{ADMIN}/api/main/pages/?limit=20").json()["items"]
    root = eva.get(f"{ADMIN}/pages/", follow=True).content.decode()

    assert {item["id"] for item in listed} == {asker.pk}
    assert eva.get(f"{ADMIN}/api/main/pages/{lesson.pk}/").status_code == 404
    assert eva.get(f"{ADMIN}/api/main/pages/{baerum.pk}/").status_code == 404
    assert "Bærum" not in root
    for report in ("locked", "workflow", "workflow_tasks", "site-history", "aging-pages", "page-types-usage"):
        said = eva.get(f"{ADMIN}/reports/{report}/", follow=True).content.decode()
        assert lesson.title not in said, report


def test_eva_edits_and_publishes_her_own(browser_of, asker):
    eva = browser_of("Eva")

    assert opens(eva, f"/pages/{asker.pk}/edit/")
    assert Page.objects.get(pk=asker.pk).permissions_for_user(User.objects.get()).can_publish()


SETTINGS = [
    "/users/",
    "/users/new/",
    "/groups/",
    "/groups/new/",
    "/sites/",
    "/sites/new/",
    "/locales/",
    "/collections/",
    "/workflows/list/",
    "/workflows/tasks/index/",
    "/ansatte/",
]


@pytest.mark.parametrize("name", INVITED)
def test_settings_are_for_administrators(browser_of, name):
    someone = browser_of(name)

    assert [path for path in SETTINGS if opens(someone, path)] == []


@pytest.mark.parametrize("name", INVITED)
def test_nobody_makes_herself_an_administrator(browser_of, name):
    someone = browser_of(name)
    me = User.objects.get()
    form = {"email": me.email, "first_name": "", "last_name": "", "is_superuser": "on", "is_active": "on"}
    for path in (f"/users/edit/{me.pk}/", f"/users/{me.pk}/", "/users/new/", "/account/"):
        someone.post(f"{ADMIN}{path}", form)
    someone.post(f"{ADMIN}/ansatte/", {"address": "x@example.no", "role": "administrator"})

    me.refresh_from_db()
    assert not me.is_superuser
    assert me.email == f"{name.lower()}@example.no"
    assert User.objects.count() == 1


def test_kari_writes_but_does_not_publish_lock_or_delete(browser_of, lesson):
    kari = browser_of("Kari")
    may = lesson.permissions_for_user(User.objects.get())

    assert opens(kari, f"/pages/{lesson.pk}/edit/")
    assert opens(kari, f"/pages/{lesson.pk}/history/")
    assert not any([may.can_publish(), may.can_lock(), may.can_delete(), may.can_unpublish()])
    for path in ("unpublish/", "privacy/", "delete/"):
        assert not opens(kari, f"/pages/{lesson.pk}/{path}"), path


def test_kari_publishes_nothing_by_choosing_many(browser_of, lesson):
    kari = browser_of("Kari")
    lesson.unpublish()

    kari.post(f"{ADMIN}/bulk/wagtailcore/page/publish/?id={lesson.pk}")

    assert not Page.objects.get(pk=lesson.pk).live


def test_kari_does_not_come_into_a_municipalitys_pages(browser_of, asker):
    kari = browser_of("Kari")

    assert [
        path for path in of_page(asker) if opens(kari, path) and not any(r in path for r in READABLE)
    ] == []


def test_anne_publishes_locks_withdraws_and_makes_a_course(browser_of, lesson, asker):
    anne = browser_of("Anne")
    may = lesson.permissions_for_user(User.objects.get())

    assert may.can_publish()
    assert may.can_lock()
    assert may.can_unpublish()
    assert "add" in Page.get_first_root_node().permissions_for_user(User.objects.get()).permissions
    for path in ("edit/", "unpublish/", "history/"):
        assert opens(anne, f"/pages/{lesson.pk}/{path}"), path
    assert not asker.permissions_for_user(User.objects.get()).can_edit()


def test_nils_changes_translations_and_no_original(browser_of, lesson, translated, asker):
    nils = browser_of("Nils")
    me = User.objects.get()

    assert translated.permissions_for_user(me).can_edit()
    assert not translated.permissions_for_user(me).can_publish()
    assert opens(nils, f"/pages/{translated.pk}/edit/")
    for page in (lesson, asker):
        assert [
            path for path in of_page(page) if opens(nils, path) and not any(r in path for r in READABLE)
        ] == []


@pytest.mark.parametrize(
    ("name", "adds", "deletes"),
    [("Kari", True, False), ("Anne", True, True), ("Nils", True, False), ("Eva", False, False)],
)
def test_who_explains_words(browser_of, name, adds, deletes):
    someone, term = browser_of(name), GlossaryTerm.objects.first()

    assert opens(someone, "/snippets/authoring/glossaryterm/add/") == adds
    assert opens(someone, f"/snippets/authoring/glossaryterm/edit/{term.pk}/") == adds
    assert opens(someone, f"/snippets/authoring/glossaryterm/delete/{term.pk}/") == deletes


@pytest.mark.parametrize(
    ("name", "pictures"), [("Kari", True), ("Anne", True), ("Nils", False), ("Eva", True)]
)
def test_who_adds_pictures_and_documents(browser_of, name, pictures):
    someone = browser_of(name)

    for path in ("/images/add/", "/documents/add/"):
        assert opens(someone, path) == pictures, path


def test_eva_puts_pictures_in_askers_folder_only(browser_of):
    page = browser_of("Eva").get(f"{ADMIN}/images/add/").content.decode()

    assert Collection.objects.filter(name="Asker").exists()
    assert f'<option value="{library.common().pk}"' not in page
    assert f'<option value="{Collection.get_first_root_node().pk}"' not in page


# Wagtail leaves a temporary file open when it makes the small copies of a list.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_nobody_sees_the_pictures_of_another_municipality(browser_of):
    """The county's own editors neither: rights to the common folder do not reach a municipality's."""
    berit = Client()
    berit.force_login(make_staff("Berit", Role.MUNICIPAL_EDITOR, "Bærum"))
    body = BytesIO()
    Picture.new("RGB", (400, 300), "green").save(body, "PNG")
    about = {"title": "Brua i Asker", "alt": "En bru over en elv", "credit": "Eva", "licence": "CC BY 4.0"}
    eva = browser_of("Eva")
    image = library.add_image("bru.png", body.getvalue(), by=User.objects.get(first_name="Eva"), **about)

    assert image.collection.name == "Asker"
    assert opens(eva, f"/images/{image.pk}/")
    for someone in (browser_of("Kari"), berit):
        assert not opens(someone, f"/images/{image.pk}/")
        assert "Brua i Asker" not in someone.get(f"{ADMIN}/images/").content.decode()
        assert "Brua i Asker" not in someone.get(f"{ADMIN}/images/chooser/").content.decode()


def test_roles_are_mended_and_not_doubled():
    make_staff("Eva", Role.MUNICIPAL_EDITOR, "Asker")
    before = sorted(map(str, GroupPagePermission.objects.all()))
    editors = Group.objects.get(name="Redaktører")
    editors.permissions.clear()
    GroupPagePermission.objects.filter(group=editors).first().delete()
    GroupPagePermission.objects.create(
        group=editors, page=Page.get_first_root_node(), permission_type="publish"
    )

    roles.ensure()
    roles.ensure()

    assert sorted(map(str, GroupPagePermission.objects.all())) == before
    assert editors.permissions.filter(codename="access_admin").exists()


def test_siri_invites_from_the_editor_and_withdraws(client):
    siri = make_staff("Siri", Role.ADMINISTRATOR)
    siri.refresh_from_db()
    sign_in(client, siri)
    asker = Municipality.objects.get(name="Asker")
    form = {"address": "eva@example.no", "name": "Eva Dal", "role": "municipal-editor"}

    without = client.post(f"{ADMIN}/ansatte/", form)
    client.post(f"{ADMIN}/ansatte/", {**form, "municipality": asker.pk})
    eva = User.objects.get(email="eva@example.no")
    page = client.get(f"{ADMIN}/ansatte/").content.decode()
    client.post(f"{ADMIN}/ansatte/{eva.pk}/tilbakekalling/")
    client.post(f"{ADMIN}/ansatte/{siri.pk}/tilbakekalling/")

    assert without.status_code == 200
    assert letters_to("eva@example.no")
    assert "eva@example.no" in page
    assert not User.objects.get(pk=eva.pk).is_active
    assert User.objects.get(pk=siri.pk).is_active


@pytest.mark.parametrize("path", ["/users/new/", "/users/edit/{}/", "/users/delete/{}/", "/users/{}/"])
def test_wagtails_own_user_pages_lead_to_ours(client, path):
    siri = make_staff("Siri", Role.ADMINISTRATOR)
    siri.refresh_from_db()
    sign_in(client, siri)

    answer = client.get(f"{ADMIN}{path.format(siri.pk)}")

    assert answer.status_code in {302, 404}
