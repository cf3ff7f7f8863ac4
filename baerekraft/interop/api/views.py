"""The page for people, in our own look: the usual ones fetch their script from another site."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_GET

from baerekraft.catalog import shelf
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
        "groups": _groups(told),
        "shared": [_parameter(parameters[name]) for name in SHARED],
        "limit": settings.API_A_MINUTE if settings.RATE_LIMITS else None,
        "base": request.build_absolute_uri(request.path).rstrip("/"),
        "part": next((part.slug for part in shelf.spoken().parts), ""),
        "tongues": tongues,
    }
    return render(request, "interop/api.html", context)


def _groups(told: dict[str, Any]) -> list[tuple[str, list[dict[str, Any]]]]:
    """The operations under the names of what they are about."""
    found: dict[str, list[dict[str, Any]]] = {}
    for path, operation in told.items():
        found.setdefault(operation["tags"][0], []).append(_operation(path, operation))
    return list(found.items())


def _operation(path: str, told: dict[str, Any]) -> dict[str, Any]:
    own = [each for each in told["parameters"] if each["in"] == "query" and each["name"] not in SHARED]
    return {
        "path": path,
        "does": told["description"],
        "needs": _needs(told),
        "example": "" if "security" in told else _example(path),
        "parameters": [_parameter(each) for each in own],
    }


def _needs(told: dict[str, Any]) -> str:
    """What whoever asks must have."""
    ways = {name for way in told.get("security", []) for name in way}
    words = {"MachineToken": "a token", "Coordinator": "a coordinator who is signed in"}
    return " or ".join(words[name] for name in words if name in ways)


def _example(path: str) -> str:
    """An address of this kind that answers, or nothing where only a holder knows one."""
    entry = next(iter(shelf.spoken().lessons), None)
    course = (
        {"course": shelf.spoken().course_of(entry).slug, "part": entry.part, "lesson": entry.slug}
        if entry
        else {}
    )
    try:
        return path.format(**EXAMPLES, **course)
    except KeyError:
        return ""


def _parameter(told: dict[str, Any]) -> dict[str, str]:
    """Its values where they are few. Where it may be left out, the first shape is what it is when given."""
    shape = told["schema"].get("anyOf", [told["schema"]])[0]
    span = f"{shape.get('minimum')}–{shape['maximum']}" if "maximum" in shape else ""
    return {
        "name": told["name"],
        "does": told["description"],
        "values": ", ".join(shape.get("enum", [])) or span,
    }
