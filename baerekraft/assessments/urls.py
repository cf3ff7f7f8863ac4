from django.urls import path, register_converter

from baerekraft.assessments import links
from baerekraft.assessments.views import (
    autosave,
    collection,
    comments,
    history,
    keeping,
    mine,
    opening,
    reports,
    sharing,
    steps,
)


class SecretConverter:
    regex = links.SECRET

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(SecretConverter, "secret")

app_name = "assessments"
urlpatterns = [
    path("sjekken/", opening.front, name="front"),
    path("sjekken/ny/", opening.new, name="new"),
    path("sjekken/fil/", opening.open_file, name="open-file"),
    path("sjekken/mine/<uuid:assessment>/", mine.mine, name="mine"),
    path("sjekken/samling/", collection.collection, name="collection"),
    path("sjekken/samling/<slug:slug>/", collection.published, name="published"),
    path("sjekken/samling/<slug:slug>/mal/", collection.use_as_template, name="use-as-template"),
    path("sjekken/<secret:secret>/", steps.overview, name="overview"),
    path("sjekken/<secret:secret>/lagring/", autosave.save, name="save"),
    path("sjekken/<secret:secret>/endringer/", autosave.changed, name="changed"),
    path("sjekken/<secret:secret>/deling/", sharing.sharing, name="sharing"),
    path("sjekken/<secret:secret>/deling/<int:other>/ny/", sharing.replacement, name="replacement"),
    path("sjekken/<secret:secret>/deling/epost/", sharing.address, name="address"),
    path("sjekken/<secret:secret>/historikk/", history.history, name="history"),
    path("sjekken/<secret:secret>/historikk/<int:revision>/angring/", history.undoing, name="undoing"),
    path("sjekken/<secret:secret>/kollisjoner/<int:clash>/", history.settlement, name="settlement"),
    path("sjekken/<secret:secret>/kommentarer/", comments.comments, name="comments"),
    path("sjekken/<secret:secret>/kommentarer/<int:comment>/", comments.resolution, name="resolution"),
    path("sjekken/<secret:secret>/sjekk.json", sharing.file, name="file"),
    path("sjekken/<secret:secret>/bevaring/", keeping.keeping, name="keeping"),
    path("sjekken/<secret:secret>/sletting/", sharing.deletion, name="deletion"),
    path("sjekken/<secret:secret>/ferdigstilling/", reports.finishing, name="finishing"),
    path("sjekken/<secret:secret>/ny-versjon/", reports.reopening, name="reopening"),
    path("sjekken/<secret:secret>/publisering/", reports.publication, name="publication"),
    path("sjekken/<secret:secret>/rapport.pdf", reports.pdf, name="report-pdf"),
    path("sjekken/<secret:secret>/rapport.docx", reports.docx, name="report-docx"),
    path("sjekken/<secret:secret>/rapport.json", reports.json, name="report-json"),
    path("sjekken/<secret:secret>/arkiv.json", reports.archive, name="report-archive"),
    path("sjekken/<secret:secret>/arkiv.zip", reports.transfer, name="report-transfer"),
    path("sjekken/<secret:secret>/rapport/", reports.report, name="report"),
    path("sjekken/<secret:secret>/<slug:step>/", steps.step, name="step"),
]
