"""Texts go out to a translator and come in again, and nothing is lost or taken by mistake."""

import pytest
from django.test import Client

from baerekraft.accounts.models import Role, User
from baerekraft.accounts.tests.factories import make_staff
from baerekraft.authoring import compiling, translating
from baerekraft.authoring.models import CoursePage, LessonPage
from baerekraft.translation import po, receiving, units, xliff
from baerekraft.translation.receiving import What
from baerekraft.translation.xliff import Unreadable

pytestmark = pytest.mark.django_db
SLUG = "hva-er-baerekraftig-utvikling"


@pytest.fixture
def siri() -> User:
    return make_staff("Siri", Role.APPROVER)


@pytest.fixture
def nynorsk() -> LessonPage:
    return LessonPage.objects.get(slug=SLUG, locale__language_code="nn")


def out(page: LessonPage, module=xliff) -> str:
    return module.write([units.sheet(page)], "nn").decode()


def counts(text: str, user: User, module=xliff) -> dict[str, int]:
    return dict(receiving.plan(module.read(text.encode()), user).counts)


@pytest.mark.parametrize("module", [xliff, po])
def test_a_file_that_comes_back_untouched_changes_nothing(nynorsk, siri, module):
    text = out(nynorsk, module)

    found = counts(text, siri, module)

    assert set(found) == {"same"}
    assert found["same"] > 50


def test_every_text_of_the_whole_course_goes_out_and_comes_back(siri):
    course = CoursePage.objects.filter(locale__language_code="nb").first()
    pages = units.pages(course, "en", siri)
    assert len(pages) > 20
    sheets = [units.sheet(page) for page in pages]

    assert set(counts(xliff.write(sheets, "en").decode(), siri)) == {"same"}
    for sheet in sheets:
        assert all(unit.target for unit in sheet.units), sheet.page.title
        saved = sheet.translation.source.get_ephemeral_translated_instance(sheet.translation.target_locale)
        if isinstance(sheet.page, LessonPage):
            assert compiling.lesson(saved, part="del-1") == compiling.lesson(sheet.page, part="del-1")


def test_what_the_translator_wrote_becomes_a_draft_and_not_a_published_lesson(nynorsk, siri):
    before = nynorsk.takeaway
    text = out(nynorsk).replace(before, "Ei heilt ny setning.")
    plan = receiving.plan(xliff.read(text.encode()), siri)
    assert [row.shown for row in plan.of(What.CHANGED)] == ["Ei heilt ny setning."]

    assert receiving.take(plan, by=siri, also=set()) == 1

    draft = LessonPage.objects.get(pk=nynorsk.pk).get_latest_revision_as_object()
    assert draft.takeaway == "Ei heilt ny setning."
    assert translating.published(nynorsk).order_by("-version").first().document.takeaway == before


def test_what_changed_in_the_original_meanwhile_is_taken_only_when_confirmed(nynorsk, siri):
    text = out(nynorsk).replace(nynorsk.takeaway, "Ei ny setning.")
    original = nynorsk.original
    original.takeaway = "Originalen er en annen nå."
    original.save_revision().publish()

    plan = receiving.plan(xliff.read(text.encode()), siri)

    [row] = plan.of(What.STALE)
    assert (row.shown, row.original_now) == ("Ei ny setning.", "Originalen er en annen nå.")
    assert receiving.take(plan, by=siri, also=set()) == 0
    assert receiving.take(plan, by=siri, also={row.key}) == 1


def with_link(nynorsk: LessonPage) -> str:
    """The lesson's first paragraph with a link and bold in both languages, as it goes out."""
    original = nynorsk.original
    raw = list(original.body.raw_data)
    raw[0]["value"]["body"] = '<p>Se <a href="https://x.no/">her</a> og <b>der</b>.<br/>Ny linje.</p>'
    original.body = raw
    original.save()
    revision = original.save_revision()
    LessonPage.objects.filter(pk=original.pk).update(live_revision=revision)
    units.sheet(nynorsk).translation.source.update_from_db()
    return out(nynorsk)


def test_links_bold_and_line_breaks_are_codes_that_come_back(nynorsk, siri):
    text = with_link(nynorsk)
    assert (
        '<g id="1" ctype="link">her</g> og <g id="2" ctype="bold">der</g>.<x id="3" ctype="lb" />Ny linje.'
        in text
    )
    translated = text.replace(
        "Ny linje.</source>",
        'Ny linje.</source><target>Sjå <mrk mtype="seg" mid="1"><g id="2">der</g></mrk> og <g id="1">her</g>.<x id="3"/>Ny line.</target>',
    )

    [row] = receiving.plan(xliff.read(translated.encode()), siri).of(What.CHANGED)

    assert row.after == 'Sjå <b>der</b> og <a id="a1">her</a>.<br/>Ny line.'


@pytest.mark.parametrize(
    ("target", "what"),
    [
        ('Sjå <g id="1">her</g>.<x id="3"/>', "2 (<b>)"),
        ('<g id="1">a</g><g id="1">b</g><g id="2">c</g><x id="3"/>', "1 (<a>)"),
        ('<g id="1">a</g><g id="2">b</g><x id="3"/><g id="9">c</g>', "g 9"),
        ('<ph id="1">a</ph>', "ph 1"),
    ],
)
def test_broken_mark_up_is_refused_for_that_text_alone_and_says_why(nynorsk, siri, target, what):
    text = with_link(nynorsk).replace("Ny linje.</source>", f"Ny linje.</source><target>{target}</target>")
    text = text.replace(nynorsk.takeaway, "Ei ny setning.")

    plan = receiving.plan(xliff.read(text.encode()), siri)

    [broken] = plan.of(What.BROKEN)
    assert what in broken.why
    assert len(plan.of(What.CHANGED)) == 1


LAUGHS = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]><xliff version="1.2"><file>&b;</file></xliff>'
OUTSIDE = (
    '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><xliff version="1.2"><file>&a;</file></xliff>'
)
WRONG = '<xliff version="1.2"><file source-language="{}" target-language="{}" original="x"/></xliff>'


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"hei",
        b"\xff\xfe\x00",
        LAUGHS.encode(),
        OUTSIDE.encode(),
        b'<html version="1.2"/>',
        b'<xliff version="2.0"/>',
        WRONG.format("nb-NO", "de-DE").encode(),
        WRONG.format("en", "nn").encode(),
        WRONG.format("nb", "nb").encode(),
        b"<xliff version='1.2'>" + b" " * xliff.LARGEST,
    ],
)
def test_a_file_that_is_no_translation_of_ours_is_refused(body):
    with pytest.raises(Unreadable):
        xliff.read(body)


@pytest.mark.parametrize(
    "body", [b"", b"msgid", b"/etc/passwd", b'msgid ""\nmsgstr "Language: de\\n"\n', b"\xff\xfe"]
)
def test_a_po_file_that_cannot_be_used_is_refused(body):
    with pytest.raises(Unreadable):
        po.read(body)


def test_texts_of_pages_that_are_not_ours_are_told_and_left_alone(nynorsk, siri):
    text = out(nynorsk).replace(str(nynorsk.translation_key), "nothing-we-know")

    assert set(counts(text, siri)) == {"unknown"}


def test_siri_downloads_a_file_and_brings_it_in_through_the_pages(nynorsk, siri, settings):
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    browser = Client()
    browser.force_login(siri)
    file = browser.get(f"/redaksjon/oversettelser/fil/?page={nynorsk.original.pk}&language=nn")
    assert file.status_code == 200
    assert file["Content-Disposition"].endswith('.nn.xlf"')
    body = file.content.decode().replace(nynorsk.takeaway, "Ei ny setning.")

    from django.core.files.uploadedfile import SimpleUploadedFile

    page = browser.post("/redaksjon/oversettelser/inn/", {"file": SimpleUploadedFile("a.xlf", body.encode())})
    assert "Ei ny setning." in page.content.decode()
    assert LessonPage.objects.get(pk=nynorsk.pk).get_latest_revision_as_object().takeaway == nynorsk.takeaway
    answer = browser.post("/redaksjon/oversettelser/inn/svar/", {"file": page.context["file"]})

    assert answer.status_code == 302
    assert LessonPage.objects.get(pk=nynorsk.pk).get_latest_revision_as_object().takeaway == "Ei ny setning."


def test_a_translator_is_sent_what_the_original_says_now(nynorsk, siri):
    original = nynorsk.original
    original.takeaway = "Originalen er en annen nå."
    original.save_revision().publish()
    browser = Client()
    browser.force_login(siri)

    file = browser.get(f"/redaksjon/oversettelser/fil/?page={original.pk}&language=nn")

    assert "Originalen er en annen nå." in file.content.decode()


def test_a_file_that_was_not_shown_first_is_not_taken(siri):
    browser = Client()
    browser.force_login(siri)

    answer = browser.post("/redaksjon/oversettelser/inn/svar/", {"file": "made-up"})

    assert answer["Location"] == "/redaksjon/oversettelser/inn/"


def test_a_translation_taken_in_compiles(nynorsk, siri):
    text = out(nynorsk).replace(nynorsk.takeaway, "Ei ny setning.")
    receiving.take(receiving.plan(xliff.read(text.encode()), siri), by=siri, also=set())

    draft = LessonPage.objects.get(pk=nynorsk.pk).get_latest_revision_as_object()

    assert compiling.lesson(draft, part="del-1").takeaway == "Ei ny setning."
