"""The page for people, in our own look: the usual ones fetch their script from another site."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_GET

from baerekraft.design.languages import Tongue
from baerekraft.interop.api.service import api

EXAMPLES = {"slug": "folketall", "municipality": "0136"}
# What every list takes is said once.
SHARED = ("limit", "offset", "language")


@require_GET
def page(request: HttpRequest) -> HttpResponse:
    """What can be asked for, as the description says it."""
    paths = api.get_openapi_schema()["paths"]
    told = {path: methods["get"] for path, methods in paths.items()}
    parameters = {each["name"]: each for operation in told.values() for each in operation["parameters"]}
    # The page has no address in each language: the API has one, and a parameter for it.
    tongues = [
        Tongue(code, name, f"?language={code}", code == get_language()) for code, name in settings.LANGUAGES
    ]
    context = {
        "operations": [_operation(path, operation) for path, operation in told.items()],
        "shared": [_parameter(parameters[name]) for name in SHARED],
        "tongues": tongues,
    }
    return render(request, "interop/api.html", context)


def _operation(path: str, told: dict[str, Any]) -> dict[str, Any]:
    own = [each for each in told["parameters"] if each["in"] == "query" and each["name"] not in SHARED]
    return {
        "path": path,
        "does": told["description"],
        "example": path.format(**EXAMPLES),
        "parameters": [_parameter(each) for each in own],
    }


def _parameter(told: dict[str, Any]) -> dict[str, str]:
    """Its values where they are few. Where it may be left out, the first shape is what it is when given."""
    shape = told["schema"].get("anyOf", [told["schema"]])[0]
    span = f"{shape.get('minimum')}–{shape['maximum']}" if "maximum" in shape else ""
    return {
        "name": told["name"],
        "does": told["description"],
        "values": ", ".join(shape.get("enum", [])) or span,
    }
