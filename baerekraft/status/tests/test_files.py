import csv
import io
import json
from xml.etree import ElementTree

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db


def test_siri_takes_hols_figures_with_her(client: Client) -> None:
    answer = client.get("/status/kommune/hol.csv")

    assert answer["Content-Disposition"] == 'attachment; filename="status-kommune-hol.csv"'
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))
    assert {row["place"] for row in rows} == {"Hol"}
    assert all(row["publisher"] and row["licence"] for row in rows)


@pytest.mark.parametrize("path", ["tall/valgdeltakelse", "kommune/hol", "alle-tall"])
def test_every_set_comes_as_csv_xlsx_and_json(client: Client, path: str) -> None:
    assert client.get(f"/status/{path}.csv")["Content-Type"].startswith("text/csv")
    assert client.get(f"/status/{path}.xlsx").content.startswith(b"PK")
    assert json.loads(client.get(f"/status/{path}.json").content)["values"]


@pytest.mark.parametrize(
    "path",
    [
        "tall/valgdeltakelse",
        "tall/valgdeltakelse/kart",
        "tall/innbyggere-67",
        "kommune/hol/valgdeltakelse",
        "kommune/hol/valgdeltakelse/plass",
        "kommune/hol/skog/plass",
    ],
)
def test_a_chart_is_a_picture_that_says_its_source(client: Client, path: str) -> None:
    answer = client.get(f"/en/status/{path}.svg")

    assert answer["Content-Type"].startswith("image/svg+xml")
    assert answer["Content-Disposition"].startswith("inline")
    assert "Content-Security-Policy" in answer
    ElementTree.fromstring(answer.content)
    assert "Source: " in answer.text


def test_a_chart_as_png(client: Client) -> None:
    answer = client.get("/status/kommune/hol/valgdeltakelse.png")

    assert answer["Content-Type"] == "image/png"
    assert answer.content.startswith(b"\x89PNG")


@pytest.mark.parametrize(
    "path",
    [
        "tall/finnes-ikke.csv",
        "tall/finnes-ikke.svg",
        "tall/finnes-ikke/kart.svg",
        "tall/elbiler/kart.svg",
        "kommune/atlantis.csv",
        "kommune/hol.exe",
        "kommune/atlantis/skog.svg",
        "kommune/hol/finnes-ikke.svg",
        "kommune/hol/skog.svg",
        "kommune/hol/robek/plass.svg",
        "kommune/hol/jordbruksareal/plass.svg",
    ],
)
def test_what_cannot_be_drawn_is_not_found(client: Client, path: str) -> None:
    assert client.get(f"/status/{path}").status_code == 404


def test_an_unchanged_chart_is_not_drawn_again(client: Client) -> None:
    first = client.get("/status/kommune/hol/skog/plass.svg")
    again = client.get("/status/kommune/hol/skog/plass.svg", headers={"If-None-Match": first["ETag"]})

    assert again.status_code == 304
    assert "max-age=60" in first["Cache-Control"]


def test_the_map_of_an_indicator_is_on_its_page(client: Client) -> None:
    assert client.get("/nn/status/kart/?tall=skog")["Location"] == "/nn/status/tall/skog/"
    for text in ("", "finnes-ikke", "\0", "x" * 5000, "<b>"):
        assert client.get("/status/kart/", {"tall": text})["Location"] == "/status/"


def test_one_chart_asks_the_database_little(client: Client, django_assert_max_num_queries: object) -> None:
    with django_assert_max_num_queries(9):  # type: ignore[operator]
        client.get("/status/kommune/hol/skog/plass.svg")
