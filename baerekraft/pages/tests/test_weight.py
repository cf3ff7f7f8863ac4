"""What a page says it weighs, and that our sum is the published model's."""

import re

import pytest

from baerekraft.catalog import shelf
from baerekraft.pages import registry, serving, weight
from baerekraft.pages.tests.test_serving import PUBLIC
from baerekraft.pages.weight import Weight

# Grams by bytes from npm's @tgwf/co2 0.19.0: new co2({ model: "swd", version: 4 }).perByte(bytes). Its perVisit(bytes)
# gives the same, for it takes every visit as a first one when nothing else is said.
CO2_JS = {
    1: 1.482e-7,
    11_600: 0.00171912,
    44_500: 0.0065949,
    461_000: 0.0683202,
    1_769_000: 0.2621658,
    1_000_000_000: 148.2,
}


@pytest.mark.parametrize("size", CO2_JS)
def test_our_grams_are_those_of_the_published_model(size):
    assert weight.grams(size) == pytest.approx(CO2_JS[size], rel=1e-12)


@pytest.mark.django_db
@pytest.mark.parametrize("path", PUBLIC)
def test_every_public_page_tells_what_it_weighs(client, path):
    foot = client.get(path).content.decode().partition("<footer")[2]

    assert re.search(r"Denne siden veier \d+ kB og slipper ut om lag 0,\d{3} g CO₂\.", foot)


@pytest.mark.django_db
@pytest.mark.parametrize("path", [*PUBLIC, "/status/", "/status/kommune/", "lesson"])
def test_the_page_is_the_same_when_its_weight_has_been_put_in(monkeypatch, path):
    """It is rendered twice; nothing that it shows may have been used up by the first time."""
    weighed = []
    monkeypatch.setattr(weight, "of", lambda page: weighed.append(page) or Weight(1, "0,001"))
    path = f"/kurs/{shelf.now().lessons[0].key}/" if path == "lesson" else path

    served, _kind = serving.render(path)

    first = serving.INDENT.sub("\n", weighed[0])
    assert served.decode().partition("<footer")[0] == first.partition("<footer")[0]
    assert "veier 1 kB" in served.decode()
    assert "veier" not in first.partition("<footer")[2]


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/sw.js", "/manifest.webmanifest"])
def test_what_is_no_page_for_people_is_not_weighed(monkeypatch, path):
    monkeypatch.setattr(weight, "of", lambda page: pytest.fail("weighed"))

    assert serving.render(path)


def test_only_pages_for_people_are_weighed():
    assert registry.Made("a.html", {}).weighed
    assert not registry.Made("a.js", {}, "text/javascript; charset=utf-8").weighed


def test_the_pages_own_style_and_script_count_as_they_are_sent(settings, tmp_path):
    settings.STATIC_ROOT = tmp_path
    for name, size in {"own.1.css": 9000, "own.1.css.br": 700, "own.1.js": 40}.items():
        (tmp_path / name).write_bytes(b"x" * size)
    page = '<link rel="stylesheet" href="/static/own.1.css"><script type="module" src="/static/own.1.js"></script>'

    assert weight.own_assets(page) == 740
    assert weight.own_assets("<p>Nothing</p>") == 0
