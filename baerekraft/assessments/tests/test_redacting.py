"""Secrets of links stay out of the log, whatever goes wrong."""

import io
import logging
from collections.abc import Callable, Iterator
from urllib.parse import quote

import pytest
from django.conf import settings as configured
from django.test import Client, RequestFactory
from django.utils import timezone

from baerekraft.assessments import links
from baerekraft.assessments.redacting import redact
from baerekraft.assessments.tests.factories import make_link
from baerekraft.config import direct

SECRET = "abcdefghijklmnopqrstuvwxyz234567"
PATH = f"/sjekken/{SECRET}/tiltak/"


@pytest.fixture
def log() -> Iterator[Callable[[], str]]:
    """What an operator reads, through the handler that the settings have made."""
    console = logging.getHandlerByName("console")
    assert isinstance(console, logging.StreamHandler)
    before = console.setStream(stream := io.StringIO())
    yield stream.getvalue
    console.setStream(before)


def test_every_handler_that_writes_has_the_filter():
    assert all("secrets" in handler["filters"] for handler in configured.LOGGING["handlers"].values())
    for name in ("", "django", "django.request", "django.server", "django.security", "django_tasks_db"):
        for handler in logging.getLogger(name).handlers:
            ours = type(handler).__module__ == "logging"
            assert not ours or handler.name == "console"


@pytest.mark.django_db
def test_a_page_that_falls_over_leaves_no_secret(log, monkeypatch):
    secret = links.secret(make_link())

    def fall(found: str) -> None:
        raise RuntimeError(f"no room for {found}")

    monkeypatch.setattr(links, "open", fall)
    answer = Client(raise_request_exception=False).get(f"/sjekken/{secret}/bevaring/?fra={secret}")

    assert answer.status_code == 500
    assert secret not in log()
    assert "Internal Server Error: /sjekken/…/bevaring/" in log()
    assert "RuntimeError: no room for …" in log()


@pytest.mark.django_db
def test_nor_does_one_that_is_answered_past_the_middleware(log):
    def fall(request):
        raise RuntimeError(request.path)

    b"".join(direct.respond(fall, RequestFactory().get(PATH).environ, lambda status, lines: None))

    assert SECRET not in log()
    assert "GET /sjekken/…/tiltak/" in log()


@pytest.mark.parametrize(
    "args",
    [
        (PATH,),
        ("%s", PATH),
        ("%(path)s", {"path": PATH}),
        ("%s %s", "too few", PATH, "and one too many"),
        ("%d", PATH),
        ("%s", RequestFactory().get(PATH)),
        ("Referer: %s", f"https://kurs.example.no{PATH}"),
        ("?next=%s", quote(PATH, safe="")),
        (b"bytes " + PATH.encode(),),
        ("%r", [PATH]),
        (RuntimeError(PATH),),
    ],
)
def test_however_it_is_told(log, args):
    logging.getLogger("baerekraft.assessments").warning(*args)

    assert log()
    assert SECRET not in log()
    assert "…" in log()


def test_a_chain_of_errors_is_told_without_it(log):
    try:
        try:
            raise KeyError(SECRET)
        except KeyError as error:
            raise ValueError(PATH) from error
    except ValueError:
        logging.getLogger("django_tasks_db").exception("Task failed", stack_info=True)

    assert SECRET not in log()
    assert "KeyError: '…'" in log()
    assert "ValueError: /sjekken/…/tiltak/" in log()


def test_what_hangs_on_a_record_does_not_carry_it_to_another_handler():
    record = logging.makeLogRecord({"msg": "%s", "args": (PATH,), "request": RequestFactory().get(PATH)})
    console = logging.getHandlerByName("console")

    assert console.filter(record)

    assert SECRET not in str(record.__dict__)


def test_runservers_own_log_is_ours(log):
    logging.getLogger("django.server").warning('"GET %s HTTP/1.1" 404', PATH)

    assert log().count("\n") == 1
    assert SECRET not in log()


@pytest.mark.parametrize(
    "text",
    [
        "0193f3a1c2d47b3e8f90a1b2c3d4e5f6",  # a UUID
        "baerekraft.assessments.tests.test_redacting",
        "Menneskerettighetsorganisasjon",
        "Mail <5b2998b167ece69e646ca2d93ed815be@127.0.0.1> waits until 2026-11-23",
    ],
)
def test_the_rest_of_the_log_can_be_read(text):
    assert redact(text) == text


@pytest.mark.django_db
def test_the_shape_is_that_of_the_secrets_we_make():
    for _ in range(20):
        secret = links.secret(make_link(at=timezone.now()))
        assert redact(f"x/{secret}/") == "x/…/"
