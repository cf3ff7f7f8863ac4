"""Every address of the editor, walked: nobody reads what is not hers, and a new view must be given a rule here.

Eva edits for Asker, Ola for Bærum. The county has a closed course, and Bærum a page, a variant and a course of its own.
"""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings as installed
from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.test import Client
from django.urls import get_resolver
from django.utils import timezone
from wagtail.models import Locale, Page
from wagtail_localize.models import StringSegment, Translation, TranslationSource

from baerekraft.accounts.models import Role, User
from baerekraft.accounts.tests.factories import make_staff
from baerekraft.adaptation import making
from baerekraft.adaptation.pages import LocalLessonPage
from baerekraft.adaptation.tests.factories import change, make_variant, text_block, the_lesson
from baerekraft.authoring import municipal, roles
from baerekraft.authoring.models import CoursePage, LessonPage
from baerekraft.authoring.tests.test_courses import make_course, make_lesson, make_part
from baerekraft.importing import models as importing
from baerekraft.municipalities.models import Municipality
from baerekraft.translation import units

pytestmark = pytest.mark.django_db

# Who opens each of our own pages when it is about the county's closed lesson. A new view needs a line.
WRITERS, STAFF = ("Kari", "Anne"), ("Eva", "Nils", "Kari", "Anne")
OURS: dict[str, tuple[str, ...]] = {
    "import/mal.xlsx": STAFF,
    "import/sporsmal/<int:pk>/": (),
    "import/sporsmal/til/<int:lesson_id>/": WRITERS,
    "import/word/<int:pk>/": (),
    "import/word/til/<int:page_id>/": WRITERS,
    "import/<int:pk>/forkasting/": (),
    "ansatte/": (),
    "ansatte/<int:pk>/tilbakekalling/": (),
    "eksport/<int:course>/": (),
    "images/<int:image_id>/delete/": (),
    "koblinger/": (),
    "koblinger/lrs/": (),
    "koblinger/lrs/<int:pk>/fra-begynnelsen/": (),
    "koblinger/lrs/<int:pk>/gjenopptaking/": (),
    "koblinger/lrs/<int:pk>/pause/": (),
    "koblinger/lrs/<int:pk>/tilbakekalling/": (),
    "koblinger/lti/": (),
    "koblinger/lti/<int:pk>/": (),
    "koblinger/lti/<int:pk>/tilbakekalling/": (),
    "koblinger/lti/registrering/": (),
    "koblinger/nokler/": (),
    "koblinger/nokler/<int:pk>/tilbakekalling/": (),
    "koblinger/webhooks/": (),
    "koblinger/webhooks/<int:pk>/": (),
    "koblinger/webhooks/<int:pk>/<uuid:delivery>/": (),
    "koblinger/webhooks/<int:pk>/gjenopptaking/": (),
    "koblinger/webhooks/<int:pk>/hemmelighet/": (),
    "koblinger/webhooks/<int:pk>/pause/": (),
    "koblinger/webhooks/<int:pk>/proving/": (),
    "koblinger/webhooks/<int:pk>/tilbakekalling/": (),
    "kurs/<int:page>/lenke/": (),
    "kvalitet/<int:page_id>/": WRITERS,
    "kvalitet/<int:page_id>/ord/": (),
    "kvalitet/<int:page_id>/panel/": WRITERS,
    "localize/update/<int:translation_source_id>/": (),
    "lokalt/<int:page>/endringer/": (),
    "lokalt/<int:page>/svar/": (),
    "lokalt/ny/": ("Eva",),
    "oversettelser/": STAFF,
    "oversettelser/<int:page>/": (),
    "oversettelser/fil/": (),
    "oversettelser/inn/": STAFF,
    "oversettelser/inn/svar/": (),
    "pages/<int:page_id>/kept/": WRITERS,
    "pages/<int:page_id>/preview/<slug:exercise>/": (),
    "ta-med/<int:page>/": ("Anne",),
    "tavle/": ("Nils", *WRITERS),
    "tavle/<int:page_id>/sporsmal/": WRITERS,
    "veiledning/<slug:name>/": STAFF,
    "veiledning/bilder/<str:name>": (),
}
# Open to those who are not signed in: signing in, and what its pages need.
OPEN = ("inn/", "login/", "password_reset/", "jsi18n/", "localize/jsi18n/", "sprite/", "logout/")
# Wagtail's and wagtail-localize's own, by where they stand. Each is walked below; a new one needs a word.
THEIRS = (
    *("pages/", "choose-page/", "choose-external-link/", "choose-email-link/", "choose-phone-link/"),
    *("choose-anchor-link/", "bulk/", "api/main/", "workflows/", "reports/", "collections/", "images/"),
    *(
        "documents/",
        "snippets/",
        "recording_chooser/",
        "users/",
        "groups/",
        "sites/",
        "locales/",
        "localize/",
    ),
    *("account/", "dismissibles/", "editing-sessions/", "block-preview/", "tag-autocomplete/", "test404/"),
    *("failwhale/", ".*/"),
)
# Known broken on purpose, and search, whose index these tables have not.
LEFT_OUT = ("failwhale/", "logout/", "pages/search/", "choose-page/search/", "jsi18n/", "localize/jsi18n/")
SECRET = re.compile(r"HEMMELIG\w*")
STATICS = {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}


def walked(resolver: Any, before: str = "") -> Iterator[tuple[str, str]]:
    for one in resolver.url_patterns:
        route = before + str(one.pattern).lstrip("^")
        if hasattr(one, "url_patterns"):
            yield from walked(one, route)
        elif route.startswith("redaksjon/"):
            yield route.removeprefix("redaksjon/").rstrip("$"), one.lookup_str


ROUTES = sorted(set(walked(get_resolver())))


@pytest.fixture(autouse=True)
def rights(settings) -> None:
    settings.STORAGES = {**installed.STORAGES, **STATICS}
    kind, _new = ContentType.objects.get_or_create(app_label="wagtail_localize", model="translation")
    Permission.objects.get_or_create(content_type=kind, codename="submit_translation", defaults={"name": "x"})
    roles.ensure()


def published(part: Any, slug: str) -> LessonPage:
    page = make_lesson(part, slug)
    page.title, page.hook = "HEMMELIGTITTEL", "HEMMELIGTEKST " * 8
    raw = page.body.get_prep_value()
    next(item for item in raw if item["type"] == "text")["value"]["body"] += "<p>HEMMELIGTEKST.</p>"
    page.body = page._meta.get_field("body").to_python(raw)
    page.save_revision().publish()
    return LessonPage.objects.get(pk=page.pk)


@pytest.fixture
def closed() -> LessonPage:
    """The county's closed course."""
    course = make_course("HEMMELIGKURS", "lukket", audience="closed")
    return published(make_part(course, "lukket-del", "HEMMELIGDEL"), "lukket-leksjon")


@pytest.fixture
def of_baerum() -> list[Page]:
    """Bærum's page with a draft, a variant, and a closed course."""
    home = municipal.home(Municipality.objects.get(name="Bærum"))
    home.greeting = "HEMMELIGHILSEN"
    home.save_revision()
    own = change("replace", text_block(the_lesson()), heading="HEMMELIGVARIANT")
    variant = make_variant(the_lesson(), own, municipality="Bærum")
    variant.title = "HEMMELIGVARIANT"
    variant.save_revision()
    course = make_course("HEMMELIGKURS", "baerums", parent=home, audience="closed")
    return [home, variant, course, published(make_part(course, "baerums-del", "HEMMELIGDEL"), "baerums")]


def people() -> dict[str, Client]:
    made = {
        "Eva": make_staff("Eva", Role.MUNICIPAL_EDITOR, "Asker"),
        "Nils": make_staff("Nils", Role.TRANSLATOR),
        "Kari": make_staff("Kari", Role.EDITOR),
        "Anne": make_staff("Anne", Role.APPROVER),
        "Per": User.objects.create_user("per@example.no"),
    }
    browsers = {name: Client(raise_request_exception=False) for name in (*made, "nobody")}
    for name, user in made.items():
        browsers[name].force_login(user)
    return browsers


def numbered(page: Page) -> dict[str, Any]:
    """What the addresses about a page name beside the page itself, with numbers that exist wherever they matter."""
    source, _new = TranslationSource.update_or_create_from_instance(page)
    nynorsk = Locale.objects.get(language_code="nn")
    translation, _new = Translation.objects.get_or_create(source=source, target_locale=nynorsk)
    segment = StringSegment.objects.filter(source=source).first()
    return {
        "revision_id": page.get_latest_revision().pk,
        "translation_id": translation.pk,
        "translation_source_id": source.pk,
        "string_segment_id": segment.pk if segment else 0,
        "content_type_app_name": "authoring",
        "content_type_model_name": page._meta.model_name,
        "app_label": "wagtailcore",
        "model_name": "page",
        "action": "delete",
        "action_name": "approve",
        "name": "redaktor",
        "filter_spec": "width-100",
        "destination_id": municipal.home(Municipality.objects.get(name="Asker")).pk,
    }


def addresses(page: Page) -> dict[str, str]:
    """Every route of the editor, about this page."""
    known = numbered(page)
    return {
        route: _address(route, page, known)
        for route, _view in ROUTES
        if not route.startswith((*OPEN, *LEFT_OUT))
    }


def _address(route: str, page: Page, known: dict[str, Any]) -> str:
    if "revisions/compare" in route:
        return f"/redaksjon/pages/{page.pk}/revisions/compare/live...{known['revision_id']}/"
    if route.startswith(("localize/", "pages/create/")):
        model = "glossaryterm" if route.startswith("localize/") else "page"
        known = {**known, "app_label": "authoring", "model_name": model}
    path = re.sub(r"<(?:\w+:)?(\w+)>", lambda name: str(known.get(name[1], page.pk)), route)
    return f"/redaksjon/{path}" + (f"?id={page.pk}" if "bulk/" in route or "multiple" in route else "")


def said(browser: Client, url: str) -> str:
    answer = browser.get(url)
    return b"".join(answer).decode(errors="replace") if answer.status_code == 200 else ""


def test_every_view_of_the_editor_has_a_rule():
    without = [
        route
        for route, view in ROUTES
        if route
        and not route.startswith(OPEN)
        and route not in OURS
        and (view.startswith("baerekraft.") or not route.startswith(THEIRS))
    ]

    assert without == []


def test_who_opens_our_own_pages_about_a_closed_lesson(closed):
    browsers, found = people(), addresses(closed)
    opened = {
        route: tuple(name for name, browser in browsers.items() if said(browser, found[route]))
        for route in OURS
    }

    assert opened == OURS


@pytest.mark.parametrize("name", ["nobody", "Per"])
def test_nobody_without_a_role_opens_anything(closed, name):
    browser = people()[name]
    opened = [route for route, url in addresses(closed).items() if browser.get(url).status_code == 200]

    assert opened == []


def test_eva_reads_nothing_of_a_closed_course_or_of_another_municipality(closed, of_baerum):
    eva = people()["Eva"]
    leaking = [
        (route, page.specific_class.__name__)
        for page in (closed, closed.get_parent().get_parent().specific, *of_baerum)
        for route, url in addresses(page).items()
        if SECRET.search(said(eva, url))
    ]

    assert leaking == []


@pytest.mark.parametrize("name", ["Nils", "Kari", "Anne"])
def test_the_county_s_staff_read_and_change_nothing_of_a_municipality_s_own(of_baerum, name):
    browser = people()[name]
    home, variant, _course, lesson = of_baerum
    leaking = [
        route
        for page in (home, variant, lesson)
        for route, url in addresses(page).items()
        if route.startswith(("pages/", "bulk/", "import/", "kvalitet/", "lokalt/", "kurs/", "tavle/"))
        and not route.startswith("pages/usage/")
        and SECRET.search(said(browser, url))
    ]
    browser.post(
        f"/redaksjon/pages/add/authoring/partpage/{lesson.get_parent().get_parent().pk}/",
        {"title": "Min", "slug": "min"},
    )

    assert leaking == []
    assert not Page.objects.filter(slug="min").exists()
    assert making.municipalities(User.objects.get(email=f"{name.lower()}@example.no")) == []


def test_eva_cannot_adapt_a_lesson_in_a_closed_course_or_in_anothers(closed, of_baerum):
    eva = people()["Eva"]

    for lesson in (closed, of_baerum[-1]):
        eva.post("/redaksjon/lokalt/ny/", {"municipality": "asker", "lesson": lesson.pk})
    eva.post("/redaksjon/lokalt/ny/", {"municipality": "asker", "lesson": "x"})

    assert LocalLessonPage.objects.filter(original__in=[closed, of_baerum[-1]]).count() == 0


def test_a_variant_of_a_lesson_that_is_closed_later_shows_eva_no_more_of_it():
    eva = people()["Eva"]
    part = make_part(make_course("Kurs", "senere"), "senere-del", "Del")
    lesson = published(part, "senere-leksjon")
    variant = making.make(
        lesson, Municipality.objects.get(name="Asker"), by=User.objects.get(first_name="Eva")
    )
    found = [url for route, url in addresses(variant).items() if route.startswith(("pages/", "lokalt/"))]

    before = [said(eva, url) for url in found]
    CoursePage.objects.filter(slug="senere").update(audience="closed")
    after = [said(eva, url) for url in found]

    # Its own title came from the lesson while it was open.
    assert any("HEMMELIGTEKST" in text for text in before)
    assert not any("HEMMELIGTEKST" in text for text in after)


def test_kari_s_file_is_seen_by_kari_alone():
    browsers = people()
    lesson = the_lesson()
    file = importing.keep(
        "questions", name="a.gift", body=b"::x::Sant?{T}", page=lesson,
        owner=User.objects.get(email="kari@example.no"), at=timezone.now(),
    )  # fmt: skip

    opened = [
        name for name, browser in browsers.items() if said(browser, f"/redaksjon/import/sporsmal/{file.pk}/")
    ]

    assert opened == ["Kari"]


def test_nils_fetches_a_new_original_and_publishes_nothing_by_it():
    nils = people()["Nils"]
    page = LessonPage.objects.filter(locale__language_code="nn", live=True).first()
    source = units.sheet(page).translation.source
    before = page.live_revision_id

    refused = nils.post(f"/redaksjon/localize/update/{source.pk}/", {"publish_translations": "on"})
    fetched = nils.post(f"/redaksjon/localize/update/{source.pk}/", {})

    assert refused.status_code == 302
    assert refused.url == "/redaksjon/"
    assert fetched.status_code == 302
    assert LessonPage.objects.get(pk=page.pk).live_revision_id == before


def test_what_nils_begins_to_translate_is_a_draft():
    nils = people()["Nils"]
    part = make_lesson(
        CoursePage.objects.filter(locale__language_code="nb").first().get_children().first().specific,
        "helt-ny",
    )
    locale = Locale.objects.get(language_code="nn")

    nils.post(f"/redaksjon/localize/submit/page/{part.pk}/", {"locales": locale.pk})

    assert not LessonPage.objects.get(translation_key=part.translation_key, locale=locale).live
