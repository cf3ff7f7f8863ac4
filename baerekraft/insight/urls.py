"""Addresses in Innsikt. A page of a place stands below the place's own address, and is given it by `access.place`."""

from django.urls import URLPattern, URLResolver, include, path, register_converter
from django.urls.converters import StringConverter

from baerekraft.insight import (
    archives,
    campaign_editing,
    campaigns,
    coordinators,
    dashboards,
    downloads,
    following,
    guide,
    home,
    letters,
    people,
    people_files,
    posters,
    results,
    units,
)


class PaperConverter(StringConverter):
    regex = "a3|a4"


class QrConverter(StringConverter):
    regex = "svg|png"


class FiguresConverter(StringConverter):
    regex = "csv|xlsx"


register_converter(FiguresConverter, "figures")
register_converter(PaperConverter, "paper")
register_converter(QrConverter, "qr")

# Pages that a county, a municipality and a unit all have.
EVERY: list[URLPattern] = [
    path("", dashboards.place, name="place"),
    path("tabeller/", dashboards.tables, name="tables"),
    path("tall.<figures:kind>", downloads.figures, name="figures-file"),
    path("rapport.pdf", downloads.report, name="report"),
]
# Pages that a municipality and a unit have.
OWN: list[URLPattern] = [
    path("kampanjer/", campaigns.listing, name="campaigns"),
    path("kampanjer/ny/", campaign_editing.new, name="campaign-new"),
    path("kampanjer/<int:pk>/", campaigns.page, name="campaign"),
    path("kampanjer/<int:pk>/endring/", campaign_editing.edit, name="campaign-edit"),
    path("kampanjer/<int:pk>/start/", campaigns.start, name="campaign-start"),
    path("kampanjer/<int:pk>/slutt/", campaigns.end, name="campaign-end"),
    path("kampanjer/<int:pk>/kopi/", campaigns.copy, name="campaign-copy"),
    path("kampanjer/<int:pk>/sletting/", campaigns.deletion, name="campaign-deletion"),
    path("kampanjer/<int:pk>/brev/", letters.page, name="letter"),
    path("kampanjer/<int:pk>/brev/vist/", letters.shown, name="letter-shown"),
    path("kampanjer/<int:pk>/brev/til-meg/", letters.to_me, name="letter-to-me"),
    path("kampanjer/<int:pk>/lenke/", posters.page, name="way-in"),
    path("kampanjer/<int:pk>/plakat-<paper:paper>.pdf", posters.poster, name="poster"),
    path("kampanjer/<int:pk>/qr.<qr:ending>", posters.code, name="qr"),
    path("kampanjer/<int:pk>/folk/", people.page, name="people"),
    path("kampanjer/<int:pk>/folk/ny-liste/", people_files.upload, name="people-upload"),
    path("kampanjer/<int:pk>/folk/<int:file>/", people_files.page, name="people-file"),
    path(
        "kampanjer/<int:pk>/folk/<int:file>/avbrudd/", people_files.cancellation, name="people-cancellation"
    ),
    path("kampanjer/<int:pk>/folk/<int:file>/angring/", people_files.undoing, name="people-undoing"),
    path("kampanjer/<int:pk>/folk/ut/<int:person>/", people.removal, name="person-removal"),
    path("kampanjer/<int:pk>/fremdrift/", following.page, name="progress"),
    path("kampanjer/<int:pk>/navn/", following.names, name="names"),
    path("kampanjer/<int:pk>/navn.csv", following.names_file, name="names-file"),
    path("kampanjer/<int:pk>/navn/fil/", following.names_making, name="names-making"),
]
# Pages that only a municipality has.
MUNICIPAL: list[URLPattern] = [
    path("resultater/", results.page, name="results"),
    path("resultater/<int:file>/", results.file_page, name="results-file"),
    path("resultater/<int:file>/avbrudd/", results.cancellation, name="results-cancellation"),
    path("enheter/", units.page, name="units"),
    path("enheter/<int:pk>/navn/", units.name, name="unit-name"),
    path("enheter/<int:pk>/lukking/", units.closing, name="unit-closing"),
    path("sjekker/", archives.page, name="archives"),
    path("sjekker/<int:pk>/arkiv.zip", archives.package, name="archive"),
]
# Pages that a county and a municipality have.
WIDE: list[URLPattern] = [
    path("koordinatorer/", coordinators.page, name="coordinators"),
    path("koordinatorer/<int:pk>/", coordinators.withdrawal, name="coordinator-withdrawal"),
]

app_name = "insight"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", home.page, name="home"),
    path("hjelp/", guide.page, name="guide"),
    path("hjelp/bilder/<slug:shown>.png", guide.picture, name="guide-picture"),
    path("fylke/", include([*EVERY, *WIDE]), {"county": ""}),
    path("fylke/<slug:county>/", include([*EVERY, *WIDE])),
    path("<slug:municipality>/", include([*EVERY, *OWN, *MUNICIPAL, *WIDE])),
    path("<slug:municipality>/enhet/<int:unit>/", include([*EVERY, *OWN])),
]
