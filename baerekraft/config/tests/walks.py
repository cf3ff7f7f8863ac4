"""Everywhere that people and machines go in the product, each as they really get there."""

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, override_settings
from django.urls import reverse
from django.utils import timezone

from baerekraft.accounts.models import Role
from baerekraft.accounts.tests.factories import make_staff, sign_in
from baerekraft.assessments import finalising, links, retention
from baerekraft.assessments.collection import publishing
from baerekraft.assessments.models import Link
from baerekraft.assessments.tests.factories import goals, make_assessment
from baerekraft.assessments.tests.finals import make_publication
from baerekraft.campaigns import leaving, rounds, tokens
from baerekraft.campaigns import tasks as campaign_tasks
from baerekraft.campaigns.models import PeopleFile, Recipient
from baerekraft.campaigns.tests.factories import make_campaign, make_recipient
from baerekraft.catalog import shelf
from baerekraft.config import chores
from baerekraft.credentials.tasks import mail_certificate
from baerekraft.delivery import tasks as questions_by_mail
from baerekraft.delivery import tokens as question_tokens
from baerekraft.delivery.tests.factories import make_review
from baerekraft.insight.tests.factories import coordinator, county
from baerekraft.interop.tests.machines import make_program
from baerekraft.interop.tests.peers import peer
from baerekraft.interop.tests.store import record_store
from baerekraft.interop.webhooks import delivering
from baerekraft.interop.webhooks.tests import test_webhooks as webhooks
from baerekraft.interop.xapi.tests import test_pushing as stores
from baerekraft.learners import erasure, passes, proofs
from baerekraft.learners.models import Learner
from baerekraft.learners.tasks import mail_proofs
from baerekraft.learners.tests.factories import make_learner
from baerekraft.mail import deliveries, messages
from baerekraft.mail import rounds as mail_rounds
from baerekraft.mail import tasks as mail_tasks
from baerekraft.mail.models import Outgoing
from baerekraft.mail.tests import postbox
from baerekraft.player import pledges
from baerekraft.player.tests.browsing import answer_form, browser, enter, lesson_path
from baerekraft.quality import tasks as quality
from baerekraft.records import elsewhere, totals
from baerekraft.records.models import Response
from baerekraft.records.tests.factories import make_part_done, make_response
from baerekraft.reports import tasks as reports
from baerekraft.reports.tests.factories import make_crowd

FOUND = {200, 303, 302}


def device_of(learner: Learner) -> Client:
    client = browser()
    client.cookies["baerekraft"] = passes.value(learner, proven=bool(learner.proven_at), shared=False)
    return client


def see(client: Client, *paths: str) -> None:
    for path in paths:
        answer = client.get(path)
        assert answer.status_code in FOUND, f"{path} answered {answer.status_code}"


def send(client: Client, path: str, form: dict[str, Any] | None = None) -> Any:
    answer = client.post(path, form or {})
    assert answer.status_code in FOUND, f"{path} answered {answer.status_code}: {answer.content[:500]}"
    return answer


def of_kind(kind: str) -> tuple[Any, Any]:
    pairs = ((entry, one) for entry in shelf.now().lessons for one in entry.document.exercises)
    return next((entry, exercise) for entry, exercise in pairs if exercise.kind == kind)


def strangers() -> None:
    """Whoever has not entered reads, searches and looks at the figures of her place."""
    lesson = shelf.now().lessons[0]
    see(browser(), "/", "/kurs/", f"/kurs/{lesson.part}/", lesson_path(lesson), "/kurs/sok/?q=klima")
    see(browser(), "/kurs/ordliste/", "/kurs/ovelser/", "/personvern/", "/k/baerum/", "/healthz", "/readyz")
    see(browser(), "/status/", "/status/mal/13/", "/status/kommune/", "/status/kommune/baerum/")
    see(browser(), "/status/sammenlign/", "/sjekken/", "/bli-med/")


def entering() -> None:
    """Kari enters twice, proves her address by code and by link, and both become one."""
    first, second = browser(), browser()
    enter(first, "Kari", "kari@example.no")
    mail_proofs.call()
    kari = Learner.objects.get(email="kari@example.no")
    lesson = shelf.now().lessons[0]
    for exercise in lesson.document.exercises:
        assert answer_form(first, lesson, exercise).status_code in FOUND
    send(first, "/bli-med/kode/ny/")
    kari.refresh_from_db()
    send(first, "/bli-med/kode/", {"code": proofs.code(kari)})
    enter(second, "Kari", "kari@example.no")
    answer_form(second, lesson)
    again = Learner.objects.get(email="kari@example.no", joined=None, proven_at=None)
    send(browser(), f"/bli-med/bekreft/{proofs.token(again)}/", {"action": "yes"})
    see(second, "/min-side/")
    send(second, "/bli-med/ut/")


def own_pages() -> None:
    """What Kari does and sees when she has been here a while; then she erases herself."""
    kari = make_learner("Kari", municipality="Bærum", unit="Skui skole", role="leader", proven=True)
    make_part_done(kari)
    device, lesson = device_of(kari), shelf.now().lessons[0]
    see(device, f"/min-side/tilstand/?lesson={lesson.key}", "/min-side/tilstand/", "/min-side/")
    entry, poll = of_kind("poll")
    answer_form(device, entry, poll)
    see(device, f"{lesson_path(entry)}svar/{poll.id}/fordeling/", f"{lesson_path(lesson)}mine-svar/")
    entry, pledge = of_kind("pledge")
    promise = Response.objects.get(pk=make_response(kari, entry, pledge).id)
    later = timezone.now() + timedelta(days=settings.PLEDGE_DAYS + 1)
    pledges.ask(at=later)
    pledges.mail_pledge.call(str(promise.pk))
    send(device, f"/min-side/lofter/{promise.pk}/", {"outcome": "done"})
    sent = {"owner": str(kari.pk), "responses": []}
    device.post("/min-side/svar/", json.dumps(sent), content_type="application/json")
    send(device, "/min-side/laering/del-1/", {"before-1": "1", "now-1": "4"})
    see(device, "/min-side/laering/del-1/", "/min-side/data.json", "/min-side/opplysninger/")
    certificate = kari.certificates.get()
    mail_certificate.call(certificate.pk)
    see(device, f"/kursbevis/{certificate.code}/", f"/min-side/kursbevis/{certificate.code}.pdf")
    send(device, f"/min-side/kursbevis/{certificate.code}/synlighet/", {"show_name": "yes"})
    see(device, f"/kursbevis/{certificate.code}/merke.json")
    send(device, "/repetisjon/del-1/")
    review = make_review(make_learner_done("Ola"))
    see(browser(), f"/repetisjon/svar/{question_tokens.to_answer(review)}/")
    make_assessment(case__title="Feltet", email=kari.email, learner=kari)
    see(device, "/min-side/")
    send(device, "/min-side/opplysninger/", {"name": "Kari Nordmann", "email": kari.email})
    see(device, "/min-side/sletting/")
    send(device, "/min-side/sletting/", {"sure": "on"})


def make_learner_done(name: str) -> Learner:
    learner = make_learner(name, proven=True)
    make_part_done(learner)
    return learner


def checking() -> None:
    """The check from its first page to a published report, and the collection of everybody's."""
    kari = browser()
    send(kari, "/sjekken/ny/", {"title": "Feltet", "author": "Kari", "email": "kari@example.no"})
    assessment = make_assessment(
        goals({11: "positive", 15: "negative"}),
        case__title="Feltet",
        case__municipality="baerum",
        email="kari@example.no",
    )
    link = links.make(assessment, Link.Right.EDIT, at=timezone.now(), name="Kari")
    secret = links.secret(link)
    way = reverse("assessments:overview", args=[secret])
    see(kari, way, *(f"{way}{page}/" for page in ("sak", "deling", "historikk", "kommentarer", "endringer")))
    send(kari, f"{way}sak/", {"revision": "1", "case/title": "Feltet på Sletta", "then": "onwards"})
    send(kari, f"{way}deling/", {"right": "comment", "name": "Ola"})
    send(kari, f"{way}kommentarer/", {"step": "goals", "name": "Ola", "text": "Fint."})
    see(kari, f"{way}sjekk.json", f"{way}bevaring/", f"{way}sletting/")
    finalising.finish(assessment, by="Kari", at=timezone.now())
    see(
        kari,
        f"{way}rapport/",
        f"{way}rapport.pdf",
        f"{way}rapport.json",
        f"{way}arkiv.json",
    )
    published = make_publication(make_assessment(goals({11: "positive"}), case__title="Brygge"))
    see(kari, f"/sjekken/samling/{published.slug}/")
    see(kari, "/sjekken/samling/", "/sjekken/samling/?q=brygge&kommune=baerum&mal=11")
    publishing.withdraw(published, at=timezone.now())
    old = make_assessment(case__title="Glemt", at=timezone.now() - timedelta(days=3000))
    retention.delete_idle(at=timezone.now())
    assert not type(old).objects.filter(pk=old.pk).exists()


def coordinating() -> None:
    """Siri's pages of Bærum, Anne's of the county."""
    make_crowd(6, "Bærum", unit="Skui skole")
    siri, campaign = coordinator("Siri", "Bærum"), make_campaign("Bærum", named=True)
    place = "/innsikt/baerum/"
    see(siri, "/innsikt/", place, f"{place}tabeller/", f"{place}tall.csv", f"{place}enheter/")
    see(siri, f"{place}sjekker/", f"{place}resultater/", f"{place}kampanjer/", f"{place}kampanjer/ny/")
    make_recipient(campaign)
    its = f"{place}kampanjer/{campaign.pk}/"
    content = SimpleUploadedFile("folk.csv", b"navn;e-post\nPer;per@baerum.kommune.no\n")
    send(siri, f"{its}folk/ny-liste/", {"file": content})
    listed = PeopleFile.objects.get(campaign=campaign)
    send(siri, f"{its}folk/{listed.pk}/", {})
    see(siri, its, f"{its}folk/", f"{its}folk/?q=kari", f"{its}folk/{listed.pk}/", f"{its}fremdrift/")
    see(siri, f"{its}navn/", f"{its}brev/", f"{its}lenke/", f"{its}endring/")
    send(siri, f"{its}folk/{listed.pk}/angring/")
    see(county("Anne"), "/innsikt/fylke/", "/innsikt/fylke/tabeller/")


def operating() -> None:
    """The lists that those who run the installation look in."""
    anne = sign_in(browser(), make_staff("Drift", Role.ADMINISTRATOR))
    for model in ("credentials/certificate", "assessments/publication"):
        see(anne, f"/drift/{model}/")
    see(anne, "/redaksjon/")


def machines() -> None:
    """Programs that ask the API, a record store that gets statements and a system that is told what happens."""
    certificate = make_learner_done("Ola").certificates.get()
    asks = make_program("figures", "assessments", municipality="Bærum")
    see(asks, "/api/v1/figures", "/api/v1/figures/baerum", "/api/v1/assessments")
    see(asks, f"/api/v1/certificates/{certificate.code}", "/api/v1/courses", "/api/v1/lessons")
    with override_settings(OUTGOING_PRIVATE=True), record_store() as store, peer() as told:
        stores.add(store)
        webhooks.add(told)
        make_learner_done("Per")
        at = stores.settled()
        stores.push(at)
        make_learner_done("Nils")
        stores.push(at + timedelta(minutes=5))
        delivering.deliver(at=timezone.now())
        erasure.erase(Learner.objects.get(name="Per"))
        stores.push(at + timedelta(minutes=9))
        delivering.forget(at=timezone.now())


def by_mail() -> None:
    """A campaign's lessons go out in turns, are answered, and stopped; the queue is looked after."""
    campaign = make_campaign("Bærum")
    kari = make_recipient(campaign)
    Recipient.objects.filter(pk=kari.pk).update(next_at=timezone.now())
    device, at = browser(), timezone.now()
    with postbox.opened() as box, override_settings(MAILERS=box.mailers()):
        rounds.post_due(at=at)
        campaign_tasks.look.call()
        messages.post("mail/trial.html", to="Kari@example.no", context={}, language="nb", key="")
        mail_rounds.deliver(at=at, seconds=0.1)
        mail_tasks.deliver.call(Outgoing.objects.latest("pk").pk)
    see(device, f"/i-posten/{tokens.of(kari)}/", f"/i-posten/{tokens.of(kari)}/1/")
    see(browser(), f"/k/baerum/inn/{campaign.code}/")
    send(browser(), f"/i-posten/{tokens.of(kari)}/stopp/")
    rounds.note_done(at=at)
    deliveries.overdue(at=at)
    deliveries.withdraw("kari@example.no")


def night() -> None:
    """What is done every night, with something to do for each of its parts."""
    at = timezone.now()
    make_learner("Borte", at=at - timedelta(days=3000))
    review = make_review(make_learner_done("Ola"))
    questions_by_mail.ask.call(review.plan_id)
    elsewhere.forget_old(at=at)
    leaving.delete_old(at=at)
    chores.ensure()
    chores.nightly.call()
    reports.prepare.call()
    quality.nightly.call()


def counting_anew() -> None:
    """The operator has every figure counted again from the facts."""
    make_learner_done("Ola")
    totals.rebuild()


WALKS: list[Callable[[], None]] = [
    *(
        strangers,
        entering,
        own_pages,
        checking,
        coordinating,
        operating,
        machines,
        by_mail,
        night,
        counting_anew,
    ),
]
