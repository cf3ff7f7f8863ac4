"""Siri's library: each file once, by its content, with who made it, and kept for as long as a lesson shows it."""

import io
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image
from wagtail.models import UploadedFile
from wagtail.users.models import UserProfile

from baerekraft.accounts.models import Role, User
from baerekraft.accounts.tests.factories import make_staff, sign_in
from baerekraft.media import library
from baerekraft.media.library import InUse
from baerekraft.media.models import LibraryImage, LibraryRecording
from baerekraft.media.tests.factories import (
    CAPTIONS,
    bomb,
    exif,
    film,
    make_captions,
    make_film,
    make_image,
    photograph,
)
from baerekraft.media.tests.lessons import picture, publish_with, recording

# Wagtail leaves the file that it makes a thumbnail in to the garbage collector.
pytestmark = [
    pytest.mark.django_db,
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]
SAID = {"title": "Fjorden", "description": "Fjorden en morgen", "credit": "Kari Foto", "licence": "CC BY 4.0"}


@pytest.fixture
def siri() -> Client:
    user = make_staff("Siri", Role.APPROVER)
    UserProfile.objects.update_or_create(user=user, defaults={"preferred_language": "en"})
    client = Client()
    client.force_login(user)
    return client


def root() -> str:
    return str(library.common().pk)


def upload(siri: Client, body: bytes, name: str = "fjord.jpg", **said: str) -> Any:
    file = SimpleUploadedFile(name, body, "image/jpeg")
    return siri.post(reverse("wagtailimages:add"), {**SAID, "collection": root(), "file": file, **said})


def test_siri_uploads_a_photograph(siri: Client):
    assert upload(siri, photograph(exif=exif())).status_code == 302

    image = LibraryImage.objects.get()
    assert image.original_name == "fjord.jpg"
    assert image.file.name == f"library/{image.name}"
    assert b"Telefon" not in image.body()
    assert library.find(image.name) == image


def test_nine_megabytes_are_let_in(siri: Client):
    stream = io.BytesIO()
    Image.effect_noise((3000, 3000), 100).save(stream, "PNG", compress_level=0)
    assert 8_500_000 < len(stream.getvalue()) < 9_500_000

    assert upload(siri, stream.getvalue(), "stoy.png").status_code == 302


REFUSED = [
    (photograph(200, 100) + b"\0" * 40_000_000, "fjord.jpg", "largest allowed is 10 MB"),
    (b"%PDF-1.7 " + b"x" * 3000, "fjord.jpg", "PDF document"),
    (bomb(), "fjord.png", "50 million pixels"),
    (b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>", "fjord.svg", "SVG drawings"),
]


@pytest.mark.parametrize(("body", "name", "said"), REFUSED)
def test_what_is_refused_is_told_in_words_on_the_page(siri: Client, body: bytes, name: str, said: str):
    response = upload(siri, body, name)

    assert said in response.content.decode()
    assert not LibraryImage.objects.exists()


@pytest.mark.parametrize(("body", "name", "said"), REFUSED)
def test_uploading_many_at_once_is_checked_the_same_way(siri: Client, body: bytes, name: str, said: str):
    answer = siri.post(
        reverse("wagtailimages:add_multiple"),
        {"title": "Fjorden", "collection": root(), "files[]": SimpleUploadedFile(name, body)},
    ).json()

    assert not answer["success"]
    assert said in answer["error_message"]


def test_one_of_many_is_tidied_when_its_fields_are_filled_in(siri: Client):
    file = SimpleUploadedFile("fjord.jpg", photograph(exif=exif()))
    siri.post(
        reverse("wagtailimages:add_multiple"), {"title": "Fjorden", "collection": root(), "files[]": file}
    )
    uploaded = UploadedFile.objects.get()

    answer = siri.post(
        reverse("wagtailimages:create_multiple_from_uploaded_image", args=[uploaded.pk]),
        {
            f"uploaded-image-{uploaded.pk}-{name}": said
            for name, said in {**SAID, "collection": root()}.items()
        },
    )

    assert answer.json()["success"]
    image = LibraryImage.objects.get()
    assert b"Telefon" not in image.body()


def test_who_made_it_must_be_said(siri: Client):
    response = upload(siri, photograph(), credit="", licence="", description="")

    assert set(response.context["form"].errors) == {"credit", "licence", "description"}


def test_the_same_file_twice_is_told_where_it_is(siri: Client):
    upload(siri, photograph())

    assert "already in the library, as “Fjorden”" in upload(siri, photograph(), "kopi.jpg").content.decode()


def test_a_file_is_not_exchanged_for_another(siri: Client):
    image = make_image()
    address = reverse("wagtailimages:edit", args=[image.pk])

    siri.post(
        address,
        {
            **SAID,
            "title": "Ny tittel",
            "collection": root(),
            "file": SimpleUploadedFile("b.jpg", photograph(99, 99)),
        },
    )

    changed = LibraryImage.objects.get()
    assert (changed.title, changed.name, changed.body()) == ("Ny tittel", image.name, image.body())
    assert siri.get(address).status_code == 200


def test_siri_uploads_a_film_while_she_writes(siri: Client):
    address = reverse("recording_chooser:create")
    said = {"title": "Om fjorden", "credit": "Kari Film", "licence": "CC BY 4.0", "seconds": ""}

    answer = siri.post(address, {**said, "file": SimpleUploadedFile("fjord.mp4", film())})

    assert answer.json()["step"] == "chosen"
    found = LibraryRecording.objects.get()
    assert (found.kind, found.seconds, found.original_name) == ("video", 90, "fjord.mp4")


def test_a_sound_that_does_not_say_how_long_it_is_is_asked_about(siri: Client):
    address = reverse("wagtailsnippets_media_libraryrecording:add")
    said = {"title": "Om fjorden", "credit": "Kari", "licence": "CC BY 4.0", "seconds": ""}
    sound = b"ID3\x04" + b"\0" * 500

    refused = siri.post(address, {**said, "file": SimpleUploadedFile("fjord.mp3", sound)})
    assert set(refused.context["form"].errors) == {"seconds"}

    siri.post(address, {**said, "seconds": "75", "file": SimpleUploadedFile("fjord.mp3", sound)})
    assert LibraryRecording.objects.get().seconds == 75


def test_a_program_with_the_name_of_a_film_is_refused(siri: Client):
    address = reverse("wagtailsnippets_media_libraryrecording:add")
    response = siri.post(
        address, {**SAID, "file": SimpleUploadedFile("fjord.mp4", b"MZ\x90\0" + b"\0" * 500)}
    )

    assert "not a film or sound" in response.content.decode()


def test_the_pages_of_the_library_open(siri: Client):
    image, recorded = make_image(), make_film()
    for address in (
        reverse("wagtailimages:index"),
        reverse("wagtailimages:add"),
        reverse("wagtailimages:add_multiple"),
        reverse("wagtailimages:edit", args=[image.pk]),
        reverse("wagtailimages:delete", args=[image.pk]),
        reverse("wagtailimages_chooser:choose"),
        reverse("recording_chooser:choose"),
        reverse("wagtailsnippets_media_libraryrecording:list"),
        reverse("wagtailsnippets_media_libraryrecording:add"),
        reverse("wagtailsnippets_media_libraryrecording:edit", args=[recorded.pk]),
    ):
        assert siri.get(address).status_code == 200, address


def test_a_picture_that_a_lesson_shows_cannot_be_deleted(siri: Client):
    image = make_image()
    entry = publish_with(picture(image.name))

    response = siri.post(reverse("wagtailimages:delete", args=[image.pk]), follow=True)

    assert LibraryImage.objects.filter(pk=image.pk).exists()
    assert entry.title in response.content.decode()
    with pytest.raises(InUse, match=entry.title):
        image.delete()


def test_neither_can_many_at_once(siri: Client):
    image, unused = make_image(), make_image(photograph(500, 400))
    publish_with(picture(image.name))
    address = reverse("wagtail_bulk_action", args=["media", "libraryimage", "delete"])

    siri.post(f"{address}?id={image.pk}&id={unused.pk}")
    assert LibraryImage.objects.count() == 2

    siri.post(f"{address}?id={unused.pk}")
    assert LibraryImage.objects.get() == image


def test_a_film_that_a_lesson_shows_cannot_be_deleted_and_neither_can_its_captions(siri: Client):
    shown, captions = make_film(), make_captions()
    publish_with(recording(shown.name, captions.name))

    for item in (shown, captions):
        siri.post(reverse("wagtailsnippets_media_libraryrecording:delete", args=[item.pk]))

    assert LibraryRecording.objects.count() == 2


def test_what_nobody_shows_can_be_deleted(siri: Client):
    image = make_image()

    siri.post(reverse("wagtailimages:delete", args=[image.pk]))

    assert not LibraryImage.objects.exists()


def test_the_same_file_is_brought_in_once():
    assert make_image().pk == make_image(title="Noe annet").pk
    assert make_captions().body() == CAPTIONS
    assert library.find("0" * 16 + ".jpg") is None


def test_drafts_and_originals_are_for_staff_alone(siri: Client):
    image = make_image()

    assert Client().get(image.file.url).status_code == 404
    seen = siri.get(image.file.url)
    assert seen["Cache-Control"].startswith("private")
    assert b"".join(seen) == image.body()
    assert siri.get("/media/../baerekraft.sqlite3").status_code == 404
    assert siri.get("/media/%2e%2e/secret-key").status_code == 404


def test_an_administrator_without_her_second_factor_fetches_nothing_from_the_library(client):
    file = default_storage.save("documents/utkast.txt", ContentFile(b"Utkast"))
    siri = User.objects.create_superuser("siri-adm@example.no", "et langt passord til prøven")
    client.force_login(siri)

    before = client.get(f"/media/{file}").status_code
    sign_in(client, siri)
    answer = client.get(f"/media/{file}")
    after = b"".join(answer)
    answer.close()
    default_storage.delete(file)

    assert before == 404
    assert after == b"Utkast"
