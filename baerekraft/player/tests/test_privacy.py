"""The privacy page says what may leave this very installation."""

import re

import pytest

from baerekraft.pages import serving

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def cold():
    serving.build.cache_clear()
    yield
    serving.build.cache_clear()


def read(client) -> str:
    return re.sub(r"\s+", " ", client.get("/en/personvern/").content.decode())


def test_kari_reads_that_record_stores_get_a_pseudonym(client):
    page = read(client)

    assert "under a pseudonym, never with your name or address" in page
    assert "Nobody at your workplace sees what you answer" in page


def test_kari_reads_it_when_record_stores_get_her_address(client, settings):
    before = read(client)
    settings.XAPI_EMAIL = True
    serving.build.cache_clear()

    page = read(client)

    assert page != before
    assert "with your e-mail address when you have confirmed it" in page
    assert "Nobody at your workplace sees what you answer" not in page


def test_the_cookie_that_replicas_need_is_named_where_there_are_replicas(client, settings):
    sentence = "one more necessary cookie remembers it for ten seconds"
    assert sentence not in read(client)

    settings.REPLICAS = ["replica 1"]
    serving.build.cache_clear()

    assert sentence in read(client)
