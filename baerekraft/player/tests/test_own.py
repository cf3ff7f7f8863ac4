import json
from datetime import timedelta

import pytest
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from baerekraft.catalog import shelf
from baerekraft.learners import own_data, passes
from baerekraft.learners.models import Learner
from baerekraft.learners.tests.factories import make_learner
from baerekraft.mail.models import Outgoing
from baerekraft.municipalities.models import Municipality, MunicipalityCode
from baerekraft.player import pledges
from baerekraft.player.tests.browsing import browser, enter
from baerekraft.records.models import FollowUp, Response, Total
from baerekraft.records.tests.factories import make_part_done, make_response

pytestmark = pytest.mark.django_db


def device_of(learner: Learner, *, proven: bool = False):
    client = browser()
    client.cookies["baerekraft"] = passes.value(learner, proven=proven, shared=False)
    return client


def written(learner: Learner, kind: str, **answer: str) -> Response:
    entry, exercise = next(
        (entry, e) for entry in shelf.now().lessons for e in entry.document.exercises if e.kind == kind
    )
    sent = make_response(learner, entry, exercise, answer=answer or None)
    return Response.objects.get(pk=sent.id)


def test_the_own_page_shows_progress_certificate_pledge_and_reflection():
    kari = make_learner("Kari")
    make_part_done(kari)
    written(kari, "reflection", text="Jeg ringer Amina.")
    written(kari, "pledge", step="own", text="Jeg spør om reisevei.")

    page = device_of(kari).get("/min-side/").content.decode()

    assert "Jeg ringer Amina." in page
    assert "Jeg spør om reisevei." in page
    assert kari.certificates.get().code in page


def test_ola_sees_nothing_of_karis():
    kari, ola = make_learner("Kari"), make_learner("Ola")
    make_part_done(kari)
    reflection = written(kari, "reflection", text="Bare min tanke.")
    device = device_of(ola)
    certificate = kari.certificates.get()

    assert "Bare min tanke." not in device.get("/min-side/").content.decode()
    assert "Bare min tanke." not in device.get("/min-side/data.json").content.decode()
    assert device.get(f"/min-side/kursbevis/{certificate.code}.pdf").status_code == 404
    assert (
        device.post(f"/min-side/kursbevis/{certificate.code}/synlighet/", {"show_name": "yes"}).status_code
        == 404
    )
    assert device.post(f"/min-side/lofter/{reflection.pk}/", {"outcome": "done"}).status_code == 404


@pytest.mark.parametrize(
    "path",
    ["/min-side/", "/min-side/data.json", "/min-side/opplysninger/", "/min-side/sletting/", "/bli-med/kode/"],
)
def test_whoever_has_not_entered_is_shown_the_way_in(path):
    response = browser().get(path)

    assert response.status_code == 302
    assert response["Location"] == "/bli-med/"


def test_the_download_holds_everything():
    kari = make_learner("Kari", municipality="Bærum")
    make_part_done(kari)
    written(kari, "reflection", text="Jeg ringer Amina.")

    data = json.loads(device_of(kari).get("/min-side/data.json").content)

    assert data["learner"]["email"] == "kari@example.no"
    assert data["learner"]["municipality"] == "Bærum"
    assert len(data["responses"]) == Response.objects.count()
    assert "Jeg ringer Amina." in json.dumps(data, ensure_ascii=False)
    assert len(data["certificates"]) == len(data["part_completions"]) == 1


def test_kari_corrects_her_name_and_the_certificate_follows():
    kari = make_learner("Kari")
    make_part_done(kari)
    device = device_of(kari)

    response = device.post("/min-side/opplysninger/", {"name": "Kari Nordmann", "email": kari.email})

    kari.refresh_from_db()
    assert response.status_code == 303
    assert kari.name == kari.certificates.get().name == "Kari Nordmann"
    assert device.get("/min-side/").status_code == 200


def test_a_new_address_must_be_proven_and_the_device_stays_in():
    kari = make_learner("Kari", proven=True)
    device = device_of(kari, proven=True)

    device.post("/min-side/opplysninger/", {"name": "Kari", "email": "kari@ny.no"})

    kari.refresh_from_db()
    assert (kari.email, kari.proven_at) == ("kari@ny.no", None)
    assert device.get("/min-side/").status_code == 200


def test_details_with_a_fault_keep_what_was_typed():
    kari = make_learner("Kari")

    response = device_of(kari).post("/min-side/opplysninger/", {"name": "Kari Ny", "email": "nei"})

    assert response.status_code == 422
    assert "Kari Ny" in response.content.decode()
    kari.refresh_from_db()
    assert kari.name == "Kari"


def test_erasing_asks_once_and_then_erases_at_once():
    kari = make_learner("Kari")
    make_part_done(kari)
    device = device_of(kari)
    assert device.post("/min-side/sletting/", {}).status_code == 422
    assert Learner.objects.exists()

    response = device.post("/min-side/sletting/", {"sure": "on"})

    assert response.status_code == 200
    assert not Learner.objects.exists()
    assert device.cookies["baerekraft"].value == ""


def test_another_site_can_neither_erase_nor_answer():
    kari = make_learner("Kari")
    device = browser(**{"Sec-Fetch-Site": "cross-site"})
    device.cookies["baerekraft"] = passes.value(kari, proven=False, shared=False)

    for path in ("/min-side/sletting/", "/min-side/opplysninger/", "/bli-med/ut/"):
        assert device.post(path, {"sure": "on"}).status_code == 403
    assert Learner.objects.exists()


def test_a_pledge_is_asked_about_once_after_thirty_days(settings):
    kari = make_learner("Kari")
    pledge = written(kari, "pledge")
    written(kari, "reflection")
    now = timezone.now()
    assert pledges.ask(at=now) == 0

    later = now + timedelta(days=31)

    assert pledges.ask(at=later) == 1
    assert pledges.ask(at=later) == 0
    device_of(kari).post(f"/min-side/lofter/{pledge.pk}/", {"outcome": "done"})
    assert FollowUp.objects.get().outcome == "done"


def mails_about_pledges() -> int:
    for row in DBTaskResult.objects.filter(task_path__contains="mail_pledge"):
        pledges.mail_pledge.call(*row.args_kwargs["args"])
    return Outgoing.objects.count()


def test_a_pledge_that_was_changed_is_asked_about_once():
    kari = make_learner("Kari", proven=True)
    for step in ("a", "b", "a"):
        newest = written(kari, "pledge", step=step)

    assert pledges.ask(at=timezone.now() + timedelta(days=31)) == 1
    assert FollowUp.objects.get().response == newest
    assert mails_about_pledges() == 1


def test_a_strangers_words_are_not_mailed_to_karis_address():
    for name, answer in (
        ("Ukjent", {"step": "own", "text": "Logg inn på evil.example"}),
        ("Vinn en bil på evil.example", {"step": "a"}),
    ):
        written(make_learner(name, email="kari@example.no"), "pledge", **answer)

    pledges.ask(at=timezone.now() + timedelta(days=31))

    assert mails_about_pledges() == 0


def test_pledges_by_the_hundred_do_not_flood_karis_inbox():
    for _ in range(8):
        written(make_learner("Ukjent", email="kari@example.no"), "pledge")

    pledges.ask(at=timezone.now() + timedelta(days=31))

    assert mails_about_pledges() == 5


def test_the_own_page_costs_few_questions(django_assert_max_num_queries):
    kari = make_learner("Kari")
    make_part_done(kari)
    written(kari, "pledge")
    device = device_of(kari)
    device.get("/min-side/")

    with django_assert_max_num_queries(10):
        device.get("/min-side/")


def test_entering_with_a_kari_who_was_erased_gives_a_new_start():
    device = browser()
    enter(device, "Kari", "kari@example.no")
    Learner.objects.all().delete()

    assert device.get("/min-side/tilstand/").json()["learner"] is None
    assert enter(device, "Kari", "kari@example.no").status_code == 303


DETAILS = "/min-side/opplysninger/"


def said(learner, **changes):
    fields = {"name": learner.name, "email": learner.email, "municipality": learner.municipality.slug}
    return {**fields, **changes}


def test_kari_chooses_her_unit_among_those_of_her_municipality():
    kari = make_learner("Kari", municipality="Bærum")
    school = kari.municipality.units.create(name="Skolen")
    kari.municipality.units.create(name="Nedlagt", closed_at=timezone.now())
    device = device_of(kari)

    page = device.get(DETAILS).content.decode()
    device.post(DETAILS, said(kari, unit=school.pk))

    assert "Skolen" in page
    assert "Nedlagt" not in page
    kari.refresh_from_db()
    assert kari.unit == school
    assert own_data.everything(kari)["learner"]["unit"] == "Skolen"


def test_a_unit_of_another_municipality_is_refused():
    kari = make_learner("Kari", municipality="Bærum")
    kari.municipality.units.create(name="Skolen")
    harbour = Municipality.objects.get(name="Halden").units.create(name="Havna")

    response = device_of(kari).post(DETAILS, said(kari, unit=harbour.pk))

    assert response.status_code == 422
    kari.refresh_from_db()
    assert kari.unit is None


def test_whoever_changes_municipality_leaves_her_unit():
    kari = make_learner("Kari", municipality="Bærum", unit="Skolen")

    device_of(kari).post(DETAILS, said(kari, municipality="halden", unit=kari.unit_id))

    kari.refresh_from_db()
    assert (kari.municipality.name, kari.unit) == ("Halden", None)


def test_where_there_are_no_units_nobody_is_asked():
    kari = make_learner("Kari", municipality="Bærum")

    assert 'name="unit"' not in device_of(kari).get(DETAILS).content.decode()


def test_a_municipality_that_has_become_a_part_of_another_cannot_be_chosen():
    MunicipalityCode.objects.filter(municipality__name="Hol").update(last_year=2027)
    kari = make_learner("Kari", municipality="Bærum")

    page = device_of(kari).get(DETAILS).content.decode()

    assert 'value="hole"' in page
    assert 'value="hol"' not in page


def test_a_pledge_that_was_kept_counts_once_and_is_taken_back_when_it_was_not():
    kari = make_learner("Kari")
    pledge = written(kari, "pledge")
    device, kept = device_of(kari), Total.objects.filter(what="kept")

    for outcome, count in (("done", 1), ("done", 1), ("dropped", 0), ("done", 1)):
        device.post(f"/min-side/lofter/{pledge.pk}/", {"outcome": outcome})
        assert sum(kept.values_list("count", flat=True)) == count
