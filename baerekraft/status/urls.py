from django.urls import path, register_converter
from django.urls.converters import IntConverter, StringConverter

from baerekraft.pages import views
from baerekraft.status import comparing, files, finding, municipality


class GoalConverter(IntConverter):
    """One address a goal: neither 0 nor 07."""

    regex = "[1-9]|1[0-7]"


class TableConverter(StringConverter):
    regex = "csv|xlsx|json"


class PictureConverter(StringConverter):
    regex = "svg|png"


register_converter(GoalConverter, "goal")
register_converter(TableConverter, "table")
register_converter(PictureConverter, "picture")

app_name = "status"
urlpatterns = [
    path("status/", views.public, name="overview"),
    path("status/mal/<goal:goal>/", views.public, name="goal"),
    path("status/tall/<slug:indicator>/", views.public, name="indicator"),
    path("status/tall/<slug:indicator>.<table:ending>", views.public, name="indicator-file"),
    path("status/tall/<slug:indicator>.<picture:ending>", views.public, name="indicator-chart"),
    path("status/tall/<slug:indicator>/kart.<picture:ending>", views.public, name="indicator-map"),
    path("status/alle-tall.<table:ending>", views.public, name="every-figure"),
    path("status/kommune/", views.public, name="municipalities"),
    path("status/kommune/valgt/", finding.chosen, name="chosen"),
    path("status/kommune/<slug:municipality>/", municipality.page, name="municipality"),
    path("status/kommune/<slug:municipality>.<table:ending>", views.public, name="municipality-file"),
    path(
        "status/kommune/<slug:municipality>/<slug:indicator>.<picture:ending>",
        files.municipality_chart,
        name="municipality-chart",
    ),
    path(
        "status/kommune/<slug:municipality>/<slug:indicator>/plass.<picture:ending>",
        files.municipality_strip,
        name="municipality-strip",
    ),
    path("status/sammenlign/", comparing.page, name="comparison"),
    path("status/kart/", files.map_address, name="map"),
]
