"""A picture, a table and a film on their way from Siri's draft, or from a content file, to Kari's telephone."""

import re
import shutil
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from pydantic import ValidationError
from wagtail_localize.models import TranslationSource
from wagtail_localize.segments import StringSegmentValue
from wagtail_localize.segments.extract import extract_segments

from baerekraft.accounts.models import Role
from baerekraft.accounts.tests.factories import make_staff
from baerekraft.authoring import compiling, contentfile, contentmedia, drafting, faults
from baerekraft.authoring.contentfile import ContentError
from baerekraft.authoring.models import LessonPage
from baerekraft.catalog import shelf
from baerekraft.catalog.document import Illustration, LessonDocument
from baerekraft.media import library, publishing
from baerekraft.media.tests.factories import (
    CAPTIONS,
    exif,
    film,
    make_captions,
    make_film,
    make_image,
    photograph,
)
from baerekraft.media.tests.lessons import draft_with, picture, publish_with, recording, table
from baerekraft.pages import weight

pytestmark = pytest.mark.django_db


def page_of(entry: Any) -> str:
    response = Client().get(f"/kurs/{entry.part}/{entry.slug}/")
    assert response.status_code == 200
    return response.content.decode()


def test_kari_sees_the_picture_with_who_made_it():
    image = make_image()
    html = page_of(publish_with(picture(image.name, caption="Slik så det ut.")))

    stem = image.name.partition(".")[0]
    assert (
        f'<source type="image/avif" srcset="/media/public/{stem}-360.avif 360w, /media/public/{stem}-720.avif 720w'
        in html
    )
    assert f'src="/media/public/{stem}-1080.jpg"' in html
    assert 'width="1080" height="810" alt="Fjorden en morgen" loading="lazy"' in html
    assert "Slik så det ut." in html
    assert "Kari Foto · CC BY 4.0" in html
    assert "lesson-media" in html


def test_a_lesson_without_any_fetches_no_style_for_them():
    assert "lesson-media" not in page_of(shelf.now().lessons[1])


def test_a_decorative_picture_says_nothing():
    assert 'alt="" loading' in page_of(publish_with(picture(make_image().name, alt="", decorative=True)))


def test_a_table_can_be_read_by_row_and_column():
    html = page_of(publish_with(table(("Drammen", "4,1", "3,7"), ("Lier", "", "1,2"))))

    assert '<div class="scroll" role="region" tabindex="0" aria-label="Utslipp">' in html
    assert '<th scope="col">2019</th>' in html
    assert '<th scope="row">Lier</th><td></td><td>1,2</td>' in html


def test_a_film_waits_until_kari_plays_it_and_can_be_read():
    shown, captions, poster = make_film(), make_captions(), make_image()
    html = page_of(publish_with(recording(shown.name, captions.name, poster=poster.name)))

    video = re.search("<video.*?</video>", html, re.DOTALL)[0]
    assert 'controls preload="none" playsinline' in video
    assert "autoplay" not in video
    assert f'<source src="/media/public/{shown.name}" type="video/mp4">' in video
    assert f'<track kind="captions" src="/media/public/{captions.name}" srclang="nb"' in video
    assert 'poster="/media/public/' in video
    assert "<p>Dette er fjorden.</p>" in html
    assert "Kari Film · CC BY 4.0" in html
    assert re.search(r"Video, 2 min, \d+ kB", html)
    text = re.search(r'href="(/media/public/[0-9a-f]{16}\.txt)" download', html)[1]
    assert (
        publishing.folder() / text.rpartition("/")[2]
    ).read_text() == "Om fjorden\n\nHei.\nDette er fjorden.\n"


def test_what_the_page_weighs_counts_the_picture():
    entry = shelf.now().lessons[0]
    before = weight.of(page_of(entry))
    image = make_image()

    after = weight.of(page_of(publish_with(picture(image.name))))

    copy = next(
        copy for copy in publishing.renditions(image) if (copy.width, copy.type) == (720, "image/avif")
    )
    assert after.pictures == 1
    assert after.kilobytes >= before.kilobytes + copy.bytes // 1000


def test_a_draft_shows_the_picture_and_publishes_nothing():
    image = make_image()
    draft = draft_with(picture(image.name))
    draft.save_revision()

    assert faults.of(draft) == []
    assert not publishing.folder().exists()


def told(page: LessonPage) -> str:
    return " / ".join(str(fault) for fault in faults.of(page))


def test_a_picture_without_a_licence_stops_the_lesson():
    image = make_image(licence="")

    assert "lacks a name or a licence" in told(draft_with(picture(image.name)))


def test_a_picture_that_is_gone_stops_the_lesson():
    image = make_image()
    draft = draft_with(picture(image.name))
    image.delete()

    assert "not in the library" in told(draft)


@pytest.mark.parametrize(
    ("block", "said"),
    [
        (lambda: picture(make_image().name, alt=""), "what the picture shows"),
        (lambda: picture(""), ""),
        (lambda: recording(make_film().name), "film needs captions"),
        (lambda: recording(make_film().name, make_captions().name, transcript="<p></p>"), "Fill this in"),
        (lambda: recording(make_captions().name), "Choose a film"),
        (lambda: table(("", "1", "2")), "no name"),
        (lambda: table(("Lier", "1"), head=("", "2019", "2023")), "make them the same"),
        (lambda: table(("Lier", "1", "2"), head=("", "", "2023")), "heading"),
    ],
)
def test_what_is_missing_is_told(block: Any, said: str):
    found = told(draft_with(block()))

    assert found
    assert said in found


def test_the_draft_gives_back_the_document():
    image, shown, captions = make_image(), make_film(), make_captions()
    page = draft_with(picture(image.name), table(("Lier", "1", "2")), recording(shown.name, captions.name))
    document = compiling.lesson(page, part="del-1")

    drafting.fill(page, document)

    assert compiling.lesson(page, part="del-1") == document
    assert LessonDocument.model_validate_json(document.model_dump_json()) == document


def test_a_fingerprint_is_of_the_text_and_not_of_the_copies():
    entry = publish_with(picture(make_image().name), recording(make_film().name, make_captions().name))
    draft = compiling.lesson(
        LessonPage.objects.get(slug=entry.slug, locale__language_code="nb"), part=entry.part
    )

    assert entry.document != draft
    assert entry.document.fingerprint == draft.fingerprint
    assert entry.document.untaken == draft


def test_publishing_twice_is_one_version():
    block = picture(make_image().name)
    first = publish_with(block).version
    page = LessonPage.objects.get(slug="hva-er-baerekraftig-utvikling", locale__language_code="nb")
    page.save_revision().publish()

    assert shelf.now().lessons[0].version == first


@pytest.fixture
def lesson(tmp_path: Path) -> Path:
    """The first lesson as a content file, with room for files beside it."""
    folder = tmp_path / "nb" / "del-1"
    shutil.copytree(Path(settings.CONTENT_DIR) / "nb" / "del-1", folder)
    (folder / "bilder").mkdir()
    return next(folder.glob("1-*.yaml"))


PICTURE = """
  - image:
      file: bilder/fjord.jpg
      alt: Fjorden en morgen
      credit: Kari Foto
      licence: CC BY 4.0
      caption: Slik så det ut.
"""
FILM = """
  - recording:
      file: bilder/fjord.mp4
      captions: bilder/fjord.vtt
      title: Om fjorden
      transcript: |
        Hei.

        Dette er **fjorden**.
      credit: Kari Film
      licence: CC BY 4.0
"""


def write(lesson: Path, block: str) -> int:
    """Put the block first in the lesson; gives the line it begins on."""
    text = lesson.read_text()
    lesson.write_text(text.replace("\nbody:\n", f"\nbody:{block}", 1))
    return lesson.read_text().split("\n").index(block.split("\n")[1]) + 1


def read(lesson: Path) -> LessonDocument:
    return contentfile.lesson(lesson, part="del-1", language="nb")


def test_a_content_file_brings_its_picture_into_the_library_once(lesson: Path):
    (lesson.parent / "bilder" / "fjord.jpg").write_bytes(photograph(exif=exif()))
    write(lesson, PICTURE)
    document = read(lesson)

    for _time in range(2):
        contentmedia.bring(lesson)

    image = library.find(document.body[0].file)
    assert (image.credit, image.licence, image.description) == ("Kari Foto", "CC BY 4.0", "Fjorden en morgen")
    assert image.original_name == "fjord.jpg"


def test_what_a_content_file_corrects_is_corrected_unless_an_editor_has(lesson: Path):
    (lesson.parent / "bilder" / "fjord.jpg").write_bytes(photograph())
    write(lesson, PICTURE)
    contentmedia.bring(lesson)
    name = read(lesson).body[0].file
    lesson.write_text(lesson.read_text().replace("Kari Foto", "Ola Foto"))
    contentmedia.bring(lesson)
    assert library.find(name).credit == "Ola Foto"

    image = library.find(name)
    image.credit = "Siri Foto"
    image.save()
    lesson.write_text(lesson.read_text().replace("Ola Foto", "Per Foto"))
    contentmedia.bring(lesson)
    assert library.find(name).credit == "Siri Foto"


def test_a_content_file_brings_a_film_with_captions(lesson: Path):
    (lesson.parent / "bilder" / "fjord.mp4").write_bytes(film())
    (lesson.parent / "bilder" / "fjord.vtt").write_bytes(CAPTIONS)
    write(lesson, FILM)
    document = read(lesson)
    contentmedia.bring(lesson)

    block = document.body[0]
    assert (block.kind, block.transcript) == (
        "video",
        "<p>Hei.</p>\n<p>Dette er <strong>fjorden</strong>.</p>",
    )
    assert library.find_recording(block.file).seconds == 90
    assert library.find_recording(block.captions).kind == "captions"


@pytest.mark.parametrize(
    ("change", "said", "below"),
    [
        (("      credit: Kari Foto\n", ""), "«credit» is missing", 0),
        (("bilder/fjord.jpg", "bilder/borte.jpg"), "is not in del-1/", 1),
        (("bilder/fjord.jpg", "../../secret.jpg"), "is not in del-1/", 1),
        (("bilder/fjord.jpg", "bilder/pdf.jpg"), "PDF", 1),
        (("      alt: Fjorden en morgen\n", ""), "«alt»", 0),
    ],
)
def test_what_is_wrong_is_told_with_file_and_line(
    lesson: Path, change: tuple[str, str], said: str, below: int
):
    (lesson.parent / "bilder" / "fjord.jpg").write_bytes(photograph())
    (lesson.parent / "bilder" / "pdf.jpg").write_bytes(b"%PDF-1.7" + b"x" * 500)
    (lesson.parent.parent.parent / "secret.jpg").write_bytes(photograph())
    line = write(lesson, PICTURE.replace(*change))

    with pytest.raises(ContentError, match=re.escape(said)) as error:
        read(lesson)
    assert error.value.line == line + below


@pytest.mark.parametrize(
    "svg",
    [
        "<svg><script>alert(1)</script></svg>",
        '<svg onload="alert(1)"></svg>',
        "<svg><foreignObject><p>x</p></foreignObject></svg>",
        '<svg><use href="https://example.com/a.svg#a"/></svg>',
        '<svg><path fill="url(https://example.com/a)"/></svg>',
        '<svg><a href="javascript:alert(1)"><path d="M0 0"/></a></svg>',
        '<svg><style>@import "https://example.com"</style></svg>',
        '<svg style="background: url(//example.com)"/>',
        '<!DOCTYPE svg [<!ENTITY a "aaaa">]><svg>&a;</svg>',
        '<svg xmlns:h="http://www.w3.org/1999/xhtml"><h:path/></svg>',
        "<svg><title><![CDATA[</title><script>alert(1)</script>]]></title></svg>",
        "<svg>",
        "<p/>",
    ],
)
def test_a_drawing_that_could_do_more_than_be_seen_is_refused(svg: str):
    with pytest.raises(ValidationError):
        Illustration(svg=svg, alt="En fjord med fjell omkring")


# Wagtail leaves the file that it makes a thumbnail in to the garbage collector.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_siri_opens_the_lesson_in_the_editor_and_sees_it_as_kari_will():
    siri = Client()
    siri.force_login(make_staff("Siri", Role.APPROVER))
    shown, captions = make_film(), make_captions()
    page = draft_with(
        picture(make_image().name), table(("Lier", "1", "2")), recording(shown.name, captions.name)
    )
    page.save_revision()

    editor = siri.get(reverse("wagtailadmin_pages:edit", args=[page.pk]))
    preview = siri.get(reverse("wagtailadmin_pages:view_draft", args=[page.pk]))

    assert "En film om fjorden" in editor.content.decode()
    assert f'src="/media/library/{shown.name}"' in preview.content.decode()
    assert not publishing.folder().exists()


def test_the_texts_of_a_table_and_a_film_can_be_translated_and_the_files_stay():
    shown, captions = make_film(), make_captions()
    page = draft_with(table(("Lier", "1", "2")), recording(shown.name, captions.name))
    page.save_revision().publish()
    page = LessonPage.objects.get(pk=page.pk)

    texts = {
        segment.string.data for segment in extract_segments(page) if isinstance(segment, StringSegmentValue)
    }
    assert {"Utslipp", "Lier", "2019", "Om fjorden", "Dette er fjorden."} <= texts

    source, _made = TranslationSource.update_or_create_from_instance(page)
    translated = source.get_ephemeral_translated_instance(page.locale, fallback=True)
    assert [block.value["file"].name for block in translated.body if block.block_type == "recording"] == [
        shown.name
    ]
    assert (
        compiling.lesson(translated, part="del-1").body[:2] == compiling.lesson(page, part="del-1").body[:2]
    )
