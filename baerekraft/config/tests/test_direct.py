"""The way in, as it is answered before the middleware."""

from io import BytesIO
from typing import Any

import pytest
from django.test import RequestFactory

from baerekraft.config import direct
from baerekraft.learners.models import Learner
from baerekraft.player import entering

pytestmark = pytest.mark.django_db


def posted(body: bytes, content_type: str, **headers: str) -> tuple[int, dict[str, str], str]:
    about = {"CONTENT_TYPE": content_type, "CONTENT_LENGTH": str(len(body)), "wsgi.input": BytesIO(body)}
    environ = RequestFactory().post("/bli-med/", **headers).environ | about
    answered: dict[str, Any] = {}

    def start_response(status: str, lines: list[tuple[str, str]]) -> None:
        answered.update(status=int(status.split()[0]), headers=dict(lines))

    page = b"".join(direct.respond(entering.enter, environ, start_response)).decode()
    return answered["status"], answered["headers"], page


FORM = "application/x-www-form-urlencoded"
PART = b'--x\r\nContent-Disposition: form-data; name="%b"\r\n\r\n%b\r\n'


def test_kari_comes_in_with_the_same_headers_as_through_the_middleware(client):
    status, headers, _page = posted(b"name=Kari&email=kari@example.no", FORM)

    assert status == 303
    assert headers["X-Frame-Options"] == "DENY"
    assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
    through = client.post("/bli-med/", {"name": "", "email": ""})
    for name in ("Content-Security-Policy", "Cross-Origin-Opener-Policy", "Referrer-Policy"):
        assert headers[name] == through[name]


@pytest.mark.parametrize(
    "content_type",
    ["multipart/form-data", "multipart/form-data; boundary=", "multipart/form-data; boundary=é"],
)
def test_a_form_that_cannot_be_taken_apart_is_the_senders_fault(content_type):
    assert posted(b"--x", content_type)[0] in {400, 422}


@pytest.mark.parametrize("charset", ["utf-7", "rot13", "utf-16", "klingon"])
def test_whatever_letters_the_sender_says_it_is_written_with(charset):
    body = PART % (b"name", b"+2AA-Kari") + PART % (b"email", b"kari@example.no") + b"--x--\r\n"

    status, _headers, _page = posted(body, f"multipart/form-data; boundary=x; charset={charset}")

    assert status == 303
    assert Learner.objects.get().name == "+2AA-Kari"


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"", 422),
        (b"a=1&" * 4000, 400),
        (b"name=" + b"a" * 3_000_000, 400),
        (b"name=%00&email=%00", 422),
        (b"name=%ED%A0%80&email=kari@example.no", 422),
    ],
)
def test_hostile_forms_get_a_clear_page(body, status):
    found, headers, page = posted(body, FORM)

    assert found == status
    assert headers["Content-Type"].startswith("text/html")
    assert "<h1" in page
    assert not Learner.objects.exists()


def test_another_sites_form_is_refused():
    for headers in (
        {"HTTP_SEC_FETCH_SITE": "cross-site"},
        {"HTTP_ORIGIN": "null"},
        {"HTTP_ORIGIN": "http://["},
    ):
        assert posted(b"name=Kari&email=kari@example.no", FORM, **headers)[0] == 403
    assert not Learner.objects.exists()


def test_another_host_is_refused():
    assert posted(b"name=Kari&email=kari@example.no", FORM, HTTP_HOST="evil.example")[0] == 400


def test_a_fault_of_ours_is_a_clear_page_and_is_logged(monkeypatch, caplog):
    monkeypatch.setattr(entering, "learner_from", lambda *_: 1 / 0)

    status, _headers, page = posted(b"name=Kari&email=kari@example.no", FORM)

    assert status == 500
    assert "<h1" in page
    assert "kari@example.no" not in caplog.text
