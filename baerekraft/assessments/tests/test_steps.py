"""The ladder's pages: Kari writes, without a script and with one; nobody gets in who has no link."""

import json
import re

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from baerekraft.assessments import finalising, ladder, links, saving
from baerekraft.assessments.models import Assessment, Clash, Link
from baerekraft.assessments.tests.factories import make_assessment

pytestmark = pytest.mark.django_db
GOALS = "alternatives/main/goals"


@pytest.fixture
def kari(browser_without_script: Client) -> Client:
    return browser_without_script


def way_in(assessment: Assessment, right: Link.Right = Link.Right.EDIT, name: str = "Kari") -> str:
    return links.secret(links.make(assessment, right, at=timezone.now(), name=name))


def step(secret: str, slug: str) -> str:
    return reverse("assessments:step", args=[secret, slug])


def fresh(assessment: Assessment) -> Assessment:
    return Assessment.objects.get(pk=assessment.pk)


@pytest.mark.parametrize("slug", [step.slug for step in ladder.STEPS])
def test_every_step_opens_half_filled_and_empty(kari: Client, slug: str):
    for fields in ({}, {"case/title": "Feltet", "form": "extended", f"{GOALS}/15/effect": "negative"}):
        answer = kari.get(step(way_in(make_assessment(**fields)), slug))
        assert answer.status_code == 200
        assert "<h1>" in answer.content.decode()


@pytest.mark.parametrize("slug", [step.slug for step in ladder.STEPS])
def test_a_step_asks_the_database_little(kari: Client, slug: str, django_assert_max_num_queries):
    secret = way_in(
        make_assessment(**{"case/title": "Feltet", "form": "extended", f"{GOALS}/15/effect": "negative"})
    )
    kari.get(step(secret, slug))
    with django_assert_max_num_queries(9):
        kari.get(step(secret, slug))


def test_kari_saves_a_form_and_goes_on(kari: Client):
    assessment = make_assessment(**{"case/title": "Feltet"})
    secret = way_in(assessment)

    answer = kari.post(
        step(secret, "sak"),
        {"revision": "1", "case/title": "Feltet på Sletta", "case/unit": "Plan", "then": "onwards"},
    )

    assert answer["Location"] == step(secret, "siling")
    assert fresh(assessment).document.case.title == "Feltet på Sletta"
    assert [change.by for change in fresh(assessment).changes.filter(path="case/unit")] == ["Kari"]


def test_what_cannot_be_taken_stands_on_the_page_and_the_rest_is_saved(kari: Client):
    assessment = make_assessment(**{"case/title": "Feltet"})
    secret = way_in(assessment)

    answer = kari.post(
        step(secret, "sak"),
        {
            "revision": "1",
            "case/decided_on": "31.02.2027",
            "case/unit": "Plan",
            "case/description": "x" * 200_000,
        },
    )

    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'value="31.02.2027"' in page
    assert "x" * 200_000 in page
    assert page.count("ds-validation-message") == 2
    assert fresh(assessment).document.case.unit == "Plan"


def test_two_write_in_the_same_place_and_both_texts_are_kept(kari: Client):
    assessment = make_assessment(**{"case/title": "Feltet"})
    karis, olas = way_in(assessment), way_in(assessment, name="Ola")
    kari.post(step(karis, "sak"), {"revision": "1", "case/description": "Karis"})

    kari.post(step(olas, "sak"), {"revision": "1", "case/description": "Olas", "then": "onwards"})

    assert fresh(assessment).document.case.description == "Karis"
    [clash] = Clash.objects.filter(assessment=assessment)
    assert (clash.value, clash.by) == ("Olas", "Ola")
    for secret in (karis, olas):
        page = kari.get(step(secret, "sak")).content.decode()
        assert "Olas" in page
        assert "Karis" in page

    kari.post(reverse("assessments:settlement", args=[olas, clash.pk]), {"keep": "this"})
    assert fresh(assessment).document.case.description == "Olas"
    assert not Clash.objects.filter(assessment=assessment, settled_at=None).exists()


def test_an_empty_row_leaves_nothing_behind(kari: Client):
    assessment = make_assessment(**{f"{GOALS}/11/effect": "positive", f"{GOALS}/15/effect": "negative"})
    secret = way_in(assessment)
    page = kari.get(step(secret, "konflikter")).content.decode()
    inputs = dict.fromkeys(re.findall(r'name="((?:measures|conflicts)/[^"]+)"', page), "")
    inputs |= {name: "11-15" for name in inputs if name.endswith("/about")}
    inputs |= {name: "confirmed" for name in inputs if re.match(r"conflicts/own-\w+/state", name)}

    kari.post(step(secret, "konflikter"), {"revision": "1", **inputs})

    assert fresh(assessment).document.measures == {}
    assert fresh(assessment).document.conflicts == {}


def test_the_script_saves_field_by_field(kari: Client):
    assessment = make_assessment(**{"case/title": "Feltet"})
    secret = way_in(assessment)
    changes = [
        {"path": "case/unit", "value": "Plan", "base": 1},
        {"path": "case/kind", "value": "tull", "base": 1},
    ]

    told = send(kari, secret, changes).json()

    assert told["revision"] == 2
    assert list(told["errors"]) == ["case/kind"]
    assert fresh(assessment).document.case.unit == "Plan"
    assert send(kari, secret, changes).json()["revision"] == 2
    assert kari.get(reverse("assessments:changed", args=[secret]), {"revision": "1"}).json()["others"] == {
        "case/unit": "Plan"
    }


def send(browser: Client, secret: str, changes: object):
    address = reverse("assessments:save", args=[secret])
    return browser.post(address, json.dumps({"changes": changes}), content_type="application/json")


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{}",
        b"[]",
        b"\xff\xfe",
        b'{"changes": 3}',
        b'{"changes": [3]}',
        b'{"changes": [{"path": "case/title", "value": 3, "base": 1}]}',
        b'{"changes": [{"path": "case/title", "value": "x", "base": true}]}',
        b'{"changes": [{"path": "finnes/ikke", "value": "x", "base": 1}]}',
        b'{"changes": [{"path": "../../etc", "value": "x", "base": 1}]}',
        b"[" * 100_000,
        json.dumps({"changes": [{"path": "case/title", "value": "x", "base": 1}] * 501}).encode(),
    ],
)
def test_what_no_script_of_ours_sends_is_refused(kari: Client, body: bytes):
    assessment = make_assessment(**{"case/title": "Feltet"})
    address = reverse("assessments:save", args=[way_in(assessment)])
    assert kari.post(address, body, content_type="application/json").status_code == 400
    assert fresh(assessment).revision == 1


def test_a_final_one_is_not_changed_and_the_words_stand_on_the_page(kari: Client):
    assessment = make_assessment(
        **{"case/title": "Feltet", f"{GOALS}/15/effect": "negative", "measures/00a/text": "Flytt feltet"}
    )
    finalising.finish(assessment, by="Kari", at=timezone.now())
    secret = way_in(assessment)

    answer = kari.post(step(secret, "sak"), {"revision": "1", "case/description": "For sent"})
    assert answer.status_code == 409
    assert "For sent" in answer.content.decode()
    assert send(kari, secret, [{"path": "case/unit", "value": "Plan", "base": 1}]).status_code == 409
    assert fresh(assessment).document.case.description == ""

    assert (
        kari.post(step(secret, "oppfolging"), {"revision": "1", "measures/00a/outcome": "done"}).status_code
        == 302
    )
    assert fresh(assessment).document.measures["00a"].outcome == "done"


@pytest.mark.parametrize("right", [Link.Right.READ, Link.Right.COMMENT])
def test_ola_who_may_only_read_cannot_write(kari: Client, right: Link.Right):
    assessment = make_assessment(**{"case/title": "Feltet"})
    secret = way_in(assessment, right, "Ola")
    assert kari.get(step(secret, "sak")).status_code == 403
    assert kari.post(step(secret, "sak"), {"case/title": "Mitt"}).status_code == 403
    assert send(kari, secret, [{"path": "case/title", "value": "Mitt", "base": 1}]).status_code == 403
    for name in ("sharing", "history", "deletion", "address", "finishing", "reopening", "publication"):
        assert kari.post(reverse(f"assessments:{name}", args=[secret]), {"sure": "on"}).status_code in (
            403,
            405,
        )
    assert fresh(assessment).title == "Feltet"


def test_neither_search_engines_nor_caches_keep_a_secret_page(kari: Client):
    secret = way_in(make_assessment(**{"case/title": "Feltet"}))
    for address in (
        reverse("assessments:overview", args=[secret]),
        step(secret, "sak"),
        f"/sjekken/{'a' * 32}/",
    ):
        answer = kari.get(address)
        assert "noindex" in answer["X-Robots-Tag"]
        assert "no-store" in answer["Cache-Control"]
        assert answer["Referrer-Policy"] == "same-origin"


def test_another_site_cannot_write(kari: Client):
    assessment = make_assessment(**{"case/title": "Feltet"})
    elsewhere = Client(headers={"Sec-Fetch-Site": "cross-site"})
    assert elsewhere.post(step(way_in(assessment), "sak"), {"case/title": "Kapret"}).status_code == 403
    assert fresh(assessment).title == "Feltet"


def test_from_simple_to_extended_and_back_loses_nothing(kari: Client):
    identity = "un@2015:15.5"
    assessment = make_assessment(
        **{
            "form": "extended",
            f"{GOALS}/15/effect": "negative",
            f"alternatives/main/targets/{identity}/effect": "negative",
        }
    )
    secret = way_in(assessment)
    for form in ("simple", "extended"):
        kari.post(step(secret, "sak"), {"revision": str(fresh(assessment).revision), "form": form})
    assert fresh(assessment).document.main.targets[identity].effect == "negative"
    assert "checked" in kari.get(step(secret, "delmal")).content.decode()


def test_a_municipality_that_is_gone_stays_on_the_page(kari: Client):
    assessment = make_assessment(**{"case/municipality": "gamlebygda"})
    page = kari.get(step(way_in(assessment), "sak")).content.decode()
    assert '<option value="gamlebygda" selected>' in page


def test_undo_gives_back_what_stood(kari: Client):
    assessment = make_assessment(**{"case/title": "Feltet", "case/unit": "Plan"})
    secret = way_in(assessment)
    saving.save(assessment, {"case/unit": ""}, base=1, by="Ola", at=timezone.now())
    assert "Ola" in kari.get(reverse("assessments:history", args=[secret])).content.decode()
    kari.post(reverse("assessments:undoing", args=[secret, 2]))
    assert fresh(assessment).document.case.unit == "Plan"


def test_texts_are_never_read_as_html(kari: Client):
    hostile = "<script>alert(1)</script>"
    assessment = make_assessment(
        **{
            "case/title": hostile,
            "case/description": hostile,
            f"{GOALS}/3/reason": hostile,
            "measures/0a/text": hostile,
        }
    )
    secret = way_in(assessment, name=hostile)
    for one in ladder.STEPS:
        assert hostile not in kari.get(step(secret, one.slug)).content.decode()
    for name in ("sharing", "history", "comments", "overview"):
        assert hostile not in kari.get(reverse(f"assessments:{name}", args=[secret])).content.decode()
