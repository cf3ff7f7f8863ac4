from django.urls import path

from baerekraft.player import answering, entering, learning, own, responses, samples, searching, views

app_name = "player"
# Bokmål without a prefix, `/nn/…` and `/en/…` for the others.
urlpatterns = [
    path("", views.public, name="front"),
    path("kurs/", views.public, name="course"),
    path("kurs/sok/", searching.search, name="search"),
    path("kurs/ordliste/", views.public, name="glossary"),
    path("kurs/ovelser/", views.public, name="samples"),
    path("kurs/ovelser/svar/<slug:exercise>/", samples.answer, name="sample-answer"),
    path("kurs/ovelser/svar/<slug:exercise>/fordeling/", samples.distribution, name="sample-distribution"),
    path("kurs/kilder/", views.public, name="sources"),
    path("kurs/<slug:part>/", views.public, name="part"),
    path("kurs/<slug:part>/samtaleark/", views.public, name="discussion"),
    path("kurs/<slug:part>/samtaleark.pdf", views.public, name="discussion-pdf"),
    path("kurs/<slug:part>/<slug:lesson>/", views.public, name="lesson"),
    path("kurs/<slug:part>/<slug:lesson>/svar/<slug:exercise>/", answering.answer, name="answer"),
    path(
        "kurs/<slug:part>/<slug:lesson>/svar/<slug:exercise>/fordeling/",
        answering.distribution,
        name="distribution",
    ),
    path("kurs/<slug:part>/<slug:lesson>/verktoy/", views.public, name="tool"),
    path("kurs/<slug:part>/<slug:lesson>/verktoy.pdf", views.public, name="tool-pdf"),
    path("kurs/<slug:part>/<slug:lesson>/mine-svar/", answering.my_answers, name="my-answers"),
    path("bli-med/", entering.enter, name="enter"),
    path("bli-med/kode/", entering.code, name="code"),
    path("bli-med/kode/ny/", entering.resend, name="resend"),
    path("bli-med/bekreft/<str:token>/", entering.confirm, name="confirm"),
    path("bli-med/ut/", entering.leave, name="leave"),
    path("min-side/", own.own, name="own"),
    path("min-side/tilstand/", own.state, name="state"),
    path("min-side/svar/", responses.view, name="responses"),
    path("min-side/opplysninger/", own.details, name="details"),
    path("min-side/sletting/", own.erase, name="erasure"),
    path("min-side/laering/<slug:part>/", learning.learning, name="learning"),
    path("min-side/data.json", own.data, name="data"),
    path("min-side/lofter/<uuid:response>/", own.follow_up, name="follow-up"),
    path("frakoblet/", views.public, name="offline"),
    path("personvern/", views.public, name="privacy"),
    path("tilgjengelighet/", views.public, name="accessibility"),
    path("sw.js", views.public, name="service-worker"),
    path("manifest.webmanifest", views.public, name="manifest"),
]
