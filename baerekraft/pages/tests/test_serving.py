import re
from urllib.parse import quote

import pytest

from baerekraft.catalog import publishing, shelf
from baerekraft.catalog.models import PublishedLesson
from baerekraft.pages import serving
from baerekraft.pages.models import Page

pytestmark = pytest.mark.django_db

PUBLIC = [
    "/",
    "/kurs/",
    "/kurs/del-1/",
    "/kurs/del-2/",
    "/kurs/ordliste/",
    "/frakoblet/",
    "/personvern/",
    "/tilgjengelighet/",
]


def ask(path: str, **headers: str) -> tuple[str, dict[str, str], bytes]:
    """What the pages in front of Django answer."""
    answered: list = []

    def behind(environ, start_response):
        start_response("418 Behind", [])
        return [b""]

    environ = {"REQUEST_METHOD": "GET", "PATH_INFO": path, **headers}
    body = b"".join(serving.front(behind)(environ, lambda *answer: answered.append(answer)))
    status, headers_out = answered[0]
    return status, dict(headers_out), body


@pytest.fixture(autouse=True)
def cold():
    serving.pages.__init__()
    yield
    serving.pages.__init__()


@pytest.mark.parametrize("path", PUBLIC)
def test_public_pages_are_the_same_for_everyone(path, client):
    served = client.get(path)
    again = client.get(path, headers={"Cookie": "baerekraft=anything"})

    assert served.status_code == 200
    assert served.content == again.content
    assert b"csrf" not in served.content
    assert not served.cookies


def test_every_lesson_is_a_public_page(client):
    for entry in shelf.now().lessons:
        page = client.get(f"/kurs/{entry.key}/")
        assert page.status_code == 200
        assert entry.title in page.content.decode().replace("\u00ad", "")


def test_a_warm_page_asks_the_database_nothing(first_lesson, django_assert_num_queries, monkeypatch):
    # Within the second in which a process does not look for news, however slow this machine is.
    monkeypatch.setattr(serving, "GLANCE_SECONDS", 3600)
    monkeypatch.setattr(shelf, "GLANCE_SECONDS", 3600)
    path = f"/kurs/{first_lesson.key}/"
    ask(path)

    with django_assert_num_queries(0):
        status, headers, body = ask(path, HTTP_ACCEPT_ENCODING="gzip, br")

    assert status == "200 OK"
    assert headers["Content-Encoding"] == "br"
    assert int(headers["Content-Length"]) == len(body)
    assert headers["Cache-Control"].startswith("public")
    assert "default-src 'self'" in headers["Content-Security-Policy"]


@pytest.mark.parametrize(
    ("accepted", "encoding"),
    [
        ("gzip, deflate, br, zstd", "br"),
        ("br;q=1.0, gzip;q=0.5", "br"),
        ("gzip, br;q=0", "gzip"),
        ("br;q=0.0, gzip;q=0.3", "gzip"),
        ("gzip ; q=0.000,br;q=0", None),
        ("", None),
    ],
)
def test_an_encoding_that_is_refused_is_not_sent(first_lesson, accepted, encoding):
    _status, headers, _body = ask(f"/kurs/{first_lesson.key}/", HTTP_ACCEPT_ENCODING=accepted)

    assert headers.get("Content-Encoding") == encoding


def test_a_browser_that_has_the_page_gets_304(first_lesson):
    path = f"/kurs/{first_lesson.key}/"
    etag = ask(path)[1]["ETag"]

    status, _headers, body = ask(path, HTTP_IF_NONE_MATCH=etag)

    assert status == "304 Not Modified"
    assert body == b""


def test_another_process_serves_the_same_bytes_without_rendering(first_lesson, monkeypatch):
    path = f"/kurs/{first_lesson.key}/"
    first = ask(path)
    serving.pages.__init__()
    monkeypatch.setattr(serving, "render", lambda path: pytest.fail("rendered twice"))

    assert ask(path) == first


def test_a_new_version_is_served_when_the_edition_moves(first_lesson):
    path = f"/kurs/{first_lesson.key}/"
    before = ask(path)[2]
    changed = first_lesson.document.model_copy(update={"takeaway": "En helt ny setning."})

    publishing.lesson(changed, at="2026-11-22T09:00:00Z")
    shelf.forget()
    serving.pages.looked_at = 0.0

    after = ask(path)[2]
    assert "En helt ny setning." in after.decode()
    assert before != after
    assert Page.objects.filter(path=path).count() == 1


def test_pages_are_served_while_the_database_is_away(first_lesson, monkeypatch):
    from django.db import OperationalError

    path = f"/kurs/{first_lesson.key}/"
    ask(path)
    serving.pages.looked_at = 0.0

    def away():
        raise OperationalError("gone")

    monkeypatch.setattr(serving, "edition", away)

    assert ask(path)[0] == "200 OK"


@pytest.mark.parametrize(
    "path",
    ["/kurs/del-1/finnes-ikke/", "/kurs/del-9/", "/finnes-ikke/", "/min-side/", "/%00", "/kurs/../etc"],
)
def test_what_is_no_public_page_goes_to_django(path):
    assert ask(path)[0] == "418 Behind"


def test_an_unknown_lesson_is_a_clear_404(client):
    page = client.get("/kurs/del-1/finnes-ikke/")

    assert page.status_code == 404
    assert "Gå til kurset" in page.content.decode()


def test_a_withdrawn_lesson_says_so(first_lesson, client):
    publishing.withdraw(PublishedLesson.objects.filter(pk=first_lesson.published), at="2026-11-22T09:00:00Z")
    shelf.forget()

    page = client.get(f"/kurs/{first_lesson.key}/")

    assert page.status_code == 410
    assert "trukket tilbake" in page.content.decode()


def test_head_gives_headers_alone(first_lesson):
    status, headers, body = ask(f"/kurs/{first_lesson.key}/", REQUEST_METHOD="HEAD")

    assert status == "200 OK"
    assert body == b""
    assert int(headers["Content-Length"]) > 1000


@pytest.mark.parametrize(
    "path", ["/nn//evil.example/", "/NN//evil.example/", "/nn/\\evil.example/", "/nn/\t/evil.example/"]
)
def test_the_way_to_another_language_never_leads_to_another_site(client, path):
    page = client.get(quote(path)).content.decode()

    links = re.findall(r'<a href="([^"]*)" lang="\w\w" hreflang', page)
    assert links
    assert all(re.match(r"/[^/\\\s]", link) for link in links)
