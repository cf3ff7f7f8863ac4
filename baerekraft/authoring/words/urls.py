from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import path
from django.views.i18n import JavaScriptCatalog
from wagtail.admin.localization import get_localized_response

catalog = JavaScriptCatalog.as_view(packages=["baerekraft.authoring.words.script"])


def script(request: HttpRequest) -> HttpResponseBase:
    response: HttpResponseBase = get_localized_response(catalog, request)
    return response


# In place of Wagtail's own and its translation editor's, which have little Norwegian.
urlpatterns = [path("jsi18n/", script), path("localize/jsi18n/", script)]
