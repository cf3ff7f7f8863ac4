"""Kari's browser fetches what a lesson shows, whole or in parts, and nothing else."""

import io
from typing import Any

import pytest
from PIL import Image

from baerekraft.media import publishing, serving
from baerekraft.media.tests.factories import CAPTIONS, film, make_captions, make_film, make_image, photograph

pytestmark = pytest.mark.django_db


class Answer:
    def __init__(
        self, path: str, method: str = "GET", application: Any = serving.application, **headers: str
    ) -> None:
        environ = {
            "REQUEST_METHOD": method,
            "PATH_INFO": path,
            "QUERY_STRING": "",
            "wsgi.input": io.BytesIO(),
        }
        environ |= {f"HTTP_{name.upper()}": value for name, value in headers.items()}
        chunks = application(environ, self.begin)
        self.at_once = isinstance(chunks, list)
        self.chunks = [bytes(chunk) for chunk in chunks]
        self.body = b"".join(self.chunks)

    def begin(self, status: str, headers: list[tuple[str, str]]) -> None:
        self.status, self.headers = int(status.split()[0]), dict(headers)


def test_a_published_picture_is_kept_for_good_by_browsers():
    copies = publishing.renditions(make_image())
    found = Answer(copies[0].url)

    assert found.status == 200
    assert found.headers["Content-Type"] == "image/avif"
    assert found.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert found.headers["X-Content-Type-Options"] == "nosniff"
    assert Image.open(io.BytesIO(found.body)).size == (360, 270)
    assert len(found.body) == copies[0].bytes
    assert Answer(copies[0].url, if_none_match=found.headers["ETag"]).status == 304


def test_the_whole_product_serves_it_too():
    from baerekraft.config import wsgi  # when there is a folder of static files

    url = publishing.renditions(make_image())[0].url

    assert Answer(url, application=wsgi.application).status == 200
    assert Answer(url, "HEAD", application=wsgi.application).body == b""


def test_a_player_fetches_a_film_in_parts():
    body = film(size=3_000_000)
    url = publishing.recording(make_film(body))

    first = Answer(url, range="bytes=0-")
    assert (first.status, first.headers["Content-Type"]) == (206, "video/mp4")
    assert first.headers["Content-Range"] == f"bytes 0-{serving.PIECE - 1}/{len(body)}"
    assert first.body == body[: serving.PIECE]
    assert first.at_once  # no thread is held while it is sent

    fetched = b""
    while len(fetched) < len(body):
        fetched += Answer(url, range=f"bytes={len(fetched)}-").body
    assert fetched == body


@pytest.mark.parametrize(
    ("asked", "status", "start", "end"),
    [
        ("bytes=0-0", 206, 0, 1),
        ("bytes=10-19", 206, 10, 20),
        ("bytes=-5", 206, -5, None),
        ("bytes=4000-999999", 206, 4000, None),
        ("bytes=-999999", 206, 0, None),
        ("bytes=5-4", 416, 0, 0),
        ("bytes=999999-", 416, 0, 0),
        ("bytes=-0", 416, 0, 0),
        ("bytes=0-1,4-5", 200, 0, None),
        ("bytes=-", 200, 0, None),
        ("lines=0-1", 200, 0, None),
        ("bytes=a-b", 200, 0, None),
        (f"bytes=0-{'9' * 5000}", 200, 0, None),
    ],
)
def test_every_way_of_asking_for_a_part(asked: str, status: int, start: int, end: int | None):
    body = film()
    found = Answer(publishing.recording(make_film(body)), range=asked)

    assert (found.status, found.body) == (status, body[start:end])
    assert int(found.headers["Content-Length"]) == len(found.body)


def test_a_part_of_another_version_is_the_whole():
    url = publishing.recording(make_film())

    assert Answer(url, range="bytes=0-9", if_range='"another"').status == 200


def test_head_says_how_long_and_sends_nothing():
    found = Answer(publishing.recording(make_film()), "HEAD")

    assert (found.body, found.headers["Content-Length"]) == (b"", str(len(film())))
    assert Answer(publishing.recording(make_film()), "HEAD", range="bytes=0-9").body == b""


def test_a_film_fetched_whole_holds_no_thread_either():
    body = film(size=3_000_000)
    found = Answer(publishing.recording(make_film(body)))

    assert found.body == body
    assert found.at_once


def test_captions_and_transcripts_have_their_types():
    assert Answer(publishing.recording(make_captions())).body == CAPTIONS
    assert Answer(publishing.recording(make_captions())).headers["Content-Type"] == "text/vtt; charset=utf-8"
    text = Answer(publishing.transcript("Blåbær\n"))
    assert text.body.decode() == "Blåbær\n"
    assert text.headers["Content-Disposition"].startswith("attachment")


@pytest.mark.parametrize(
    "name",
    [
        "",
        "../library/x",
        "..%2f..%2fsecret-key",
        "../../baerekraft.sqlite3",
        "/etc/passwd",
        "0" * 16 + ".jpg",
        "0" * 16 + ".html",
        ".hidden",
        "0" * 16 + ".jpg\n",
        "0" * 16 + ".jpg\0",
    ],
)
def test_nothing_else_can_be_fetched(name: str):
    publishing.put("0" * 16 + ".html", b"<script>")

    assert Answer(publishing.address(name)).status == 404


def test_a_draft_is_not_public():
    image = make_image()

    assert Answer(publishing.address(image.name)).status == 404


def test_copies_are_never_wider_than_the_picture():
    small = publishing.renditions(make_image(photograph(500, 400)))

    assert {copy.width for copy in small} == {360, 500}
    assert {copy.type for copy in small} == {"image/avif", "image/webp", "image/jpeg"}


def test_a_picture_one_can_see_through_stays_so():
    image = make_image(photograph(400, 300, "PNG", "RGBA"), title="Tegning")

    assert "image/png" in {copy.type for copy in publishing.renditions(image)}


def test_the_same_copies_are_made_once():
    image = make_image()
    first = publishing.renditions(image)
    made = {file.name: file.stat().st_mtime_ns for file in publishing.folder().iterdir()}

    assert publishing.renditions(image) == first
    assert {file.name: file.stat().st_mtime_ns for file in publishing.folder().iterdir()} == made


def test_a_poster_is_cut_around_its_focal_point():
    image = make_image(photograph(1600, 1600))
    middle = publishing.poster(image)
    image.focal_point_x, image.focal_point_y, image.focal_point_width, image.focal_point_height = (
        800,
        100,
        50,
        50,
    )

    assert publishing.poster(image) != middle
    assert Image.open(io.BytesIO(Answer(middle).body)).size == (720, 405)
