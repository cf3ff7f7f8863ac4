from django.urls import path

from baerekraft.interop.lti import choosing, entering, registering, rosters, views

app_name = "lti"
urlpatterns = [
    path("login/", views.login, name="login"),
    path("start/", views.start, name="start"),
    path("jwks.json", views.key_set, name="keys"),
    path("inn/<slug:ticket>/", entering.enter, name="enter"),
    path("velg/", choosing.choose, name="choose"),
    path("deltakere/", rosters.roster, name="roster"),
    path("registrering/<slug:secret>/", registering.register, name="register"),
]
