from django.urls import path

from baerekraft.player import answering, entering, own, responses, searching, views

app_name = "player"
urlpatterns = [
    path("", views.public, name="front"),
    path("kurs/", views.public, name="course"),
    path("kurs/sok/", searching.search, name="search"),
    path("kurs/ordliste/", views.public, name="glossary"),
    path("kurs/<slug:part>/", views.public, name="part"),
    path("kurs/<slug:part>/<slug:lesson>/", views.public, name="lesson"),
    path("kurs/<slug:part>/<slug:lesson>/svar/<slug:exercise>/", answering.answer, name="answer"),
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
    path("min-side/data.json", own.data, name="data"),
    path("min-side/lofter/<uuid:response>/", own.follow_up, name="follow-up"),
    path("frakoblet/", views.public, name="offline"),
    path("personvern/", views.public, name="privacy"),
    path("tilgjengelighet/", views.public, name="accessibility"),
    path("sw.js", views.public, name="service-worker"),
    path("manifest.webmanifest", views.public, name="manifest"),
]
