"""The ladder's pages: Kari writes, without a script and with one; nobody gets in who has no link."""

import json
import re

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from baerekraft.assessments import finalising, ladder, links, saving, sets, starting
from baerekraft.assessments.models import Assessment, Clash, Link
from baerekraft.assessments.tests.factories import make_assessment, save

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


def test_vikens_areas_are_a_view_over_the_uns_targets_each_once(kari: Client):
    marked = {f"{GOALS}/{n}/effect": "positive" for n in range(1, 18)}
    assessment = make_assessment(**{"form": "extended", "targets": "viken@2020", **marked})
    page = kari.get(step(way_in(assessment), "delmal")).content.decode()

    assert "Helhetlig by- og stedsutvikling" in page
    names = re.findall(r'name="(alternatives/main/targets/[^"]+/reason)"', page)
    assert len(names) > 60
    assert len(names) == len(set(names))
    assert all("un@2015:" in name for name in names)


def test_a_municipalitys_own_target_under_two_goals_is_asked_about_once(kari: Client):
    content = "id;asker\nversion;2025\ntitle_nb;Mål i Asker\n\nnumber;text_nb;maps_to\n1;Trygg skolevei;un:11.2 un:3.6\n"
    sets.take_in(content.encode(), "asker.csv", at=timezone.now())
    marked = {f"{GOALS}/{n}/effect": "positive" for n in (3, 11)}
    assessment = make_assessment(**{"form": "extended", "targets": "asker@2025", **marked})
    page = kari.get(step(way_in(assessment), "delmal")).content.decode()

    assert page.count('name="alternatives/main/targets/asker@2025:1/reason"') == 1


def test_a_long_form_travels_light(kari: Client):
    secret = way_in(make_assessment(**{f"{GOALS}/{n}/effect": "positive" for n in range(1, 18)}))
    answer = kari.get(step(secret, "mal"), headers={"Accept-Encoding": "gzip"})
    assert answer["Content-Encoding"] == "gzip"
    assert len(answer.content) < 15_000


def revision(page: str) -> str:
    [found] = re.findall(r'name="revision" value="(\d+)"', page)
    return found


def test_kari_mends_one_thing_and_takes_another_back_to_what_it_was(kari: Client):
    assessment = make_assessment(**{"case/title": "Feltet"})
    secret = way_in(assessment)
    sent = {"revision": "1", "case/title": "Parken", "case/decided_on": "31.02.2027"}
    answer = kari.post(step(secret, "sak"), sent)

    seen = revision(answer.content.decode())
    kari.post(step(secret, "sak"), {"revision": seen, "case/title": "Feltet", "case/decided_on": ""})

    assert fresh(assessment).document.case.title == "Feltet"
    assert not Clash.objects.exists()


def test_what_ola_wrote_meanwhile_is_not_gone_over_when_kari_mends(kari: Client):
    assessment = make_assessment(**{"case/title": "Feltet"})
    secret = way_in(assessment)
    save(assessment, {"case/title": "Olas"}, by="Ola")
    answer = kari.post(step(secret, "sak"), {"revision": "1", "case/title": "x" * 201})

    kari.post(step(secret, "sak"), {"revision": revision(answer.content.decode()), "case/title": "Karis"})

    assert fresh(assessment).document.case.title == "Olas"
    assert [clash.value for clash in Clash.objects.all()] == ["Karis"]


def test_what_ola_wrote_meanwhile_stands_when_kari_shortens_and_saves_again(kari: Client, monkeypatch):
    assessment = make_assessment(**{"case/title": "Feltet", "case/unit": "Plan"})
    secret = way_in(assessment)
    save(assessment, {"case/unit": "Olas"}, by="Ola")
    monkeypatch.setattr("baerekraft.assessments.fields.MOST", 100)
    sent = {"case/unit": "Plan", "case/description": "x" * 200}
    answer = kari.post(step(secret, "sak"), {"revision": "1", **sent})
    assert answer.status_code == 413

    seen = revision(answer.content.decode())
    kari.post(step(secret, "sak"), {"revision": seen, **sent, "case/description": "Kort"})

    assert fresh(assessment).document.case.unit == "Olas"
    assert fresh(assessment).document.case.description == "Kort"


def test_undoing_and_settling_what_no_longer_fits_is_told(kari: Client):
    assessment = make_assessment(**{f"alternatives/a{n}/name": "Ett" for n in range(8)})
    secret = way_in(assessment)
    removed = save(assessment, {"alternatives/a0/name": ""}).assessment.revision
    save(assessment, {"alternatives/b/name": "Nytt"})
    clash = assessment.clashes.create(path="alternatives/c/name", value="Enda et", at=timezone.now())

    undone = kari.post(reverse("assessments:undoing", args=[secret, removed]))
    settled = kari.post(reverse("assessments:settlement", args=[secret, clash.pk]), {"keep": "this"})

    assert (undone.status_code, settled.status_code) == (413, 413)
    assert len(fresh(assessment).document.alternatives) == 8
    assert Clash.objects.get().settled_at is None


def test_somebody_deletes_it_while_kari_saves(kari: Client, monkeypatch):
    assessment = make_assessment(**{"case/title": "Feltet"})
    secret = way_in(assessment)
    real = saving.cleaned

    def meanwhile(sent: dict[str, str]) -> tuple[dict[str, str], dict[str, str]]:
        starting.delete(fresh(assessment), at=timezone.now())
        return real(sent)

    monkeypatch.setattr(saving, "cleaned", meanwhile)
    assert kari.post(step(secret, "sak"), {"revision": "1", "case/unit": "Plan"}).status_code == 410


def test_a_set_of_targets_that_nobody_here_knows_stays_chosen(kari: Client):
    assessment = make_assessment(**{"form": "extended", "targets": "asker@2099"})
    page = kari.get(step(way_in(assessment), "delmal")).content.decode()
    assert '<option value="asker@2099" selected>' in page


def test_a_form_with_two_thousand_fields_is_taken(kari: Client):
    assessment = make_assessment()
    sent = {f"conflicts/{a}-{b}/comment": "" for a in range(1, 50) for b in range(1, 42)}
    answer = kari.post(step(way_in(assessment), "konflikter"), {"revision": "1", **sent, "case/unit": "Plan"})
    assert answer.status_code == 302
    assert fresh(assessment).document.case.unit == "Plan"


@pytest.mark.parametrize(
    "path",
    [
        "alternatives/main/targets/un@2015:../effect",
        "alternatives/main/targets/un@2015:zz/effect",
        "alternatives/main/targets/---@...:1/effect",
        "conflicts/11.zz-15.5/comment",
    ],
)
def test_what_the_report_could_not_read_is_not_taken(kari: Client, path: str):
    change = {"path": path, "value": "positive", "base": 0}
    assert send(kari, way_in(make_assessment()), [change]).status_code == 400


@pytest.mark.parametrize("slug", [*(step.slug for step in ladder.STEPS), "rapport.pdf"])
def test_conflicts_and_targets_that_nobody_knows_stop_no_page(kari: Client, slug: str):
    odd = {
        "targets": "asker@2099",
        "form": "extended",
        "weighing/choice": "borte",
        "measures/a/text": "Flytt",
        "measures/a/about": "99.9-0",
        "measures/b/about": "own-borte",
        "conflicts/99-99/state": "confirmed",
        "conflicts/00-01/comment": "Hm",
        "conflicts/7-7/state": "confirmed",
        "alternatives/main/targets/ukjent@1:1.1/effect": "negative",
        "alternatives/main/targets/un@2015:99.9/effect": "positive",
        "case/decided_on": "2199-12-31",
        f"{GOALS}/11/effect": "both",
    }
    secret = way_in(make_assessment(**odd))
    address = reverse("assessments:report-pdf", args=[secret]) if "." in slug else step(secret, slug)
    assert kari.get(address).status_code == 200
