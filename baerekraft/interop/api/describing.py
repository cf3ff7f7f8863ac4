"""The API's description of itself: what ninja knows, and what it does not."""

from typing import Any

from ninja.openapi.schema import REF_TEMPLATE, OpenAPISchema
from ninja.operation import Operation

from baerekraft.interop.api import problems

LIMITS = {
    "RateLimit-Limit": "How many questions a minute takes.",
    "RateLimit-Remaining": "How many of them are left.",
    "RateLimit-Reset": "Seconds until the next minute.",
}


class Description(OpenAPISchema):
    """Ninja gathers shapes by their short names. Where two rooms both have a Table, the later is named by its tag too."""

    def __init__(self, *args: Any) -> None:
        self.gathered: dict[str, Any] = {}
        super().__init__(*args)
        self._tell_of_refusals()

    def responses(self, operation: Operation) -> dict[int, dict[str, Any]]:
        before, self.schemas = self.schemas, {}
        told = super().responses(operation)
        names = {
            REF_TEMPLATE.format(model=name): REF_TEMPLATE.format(model=_by_tag(operation, name))
            for name, shape in self.schemas.items()
            if self.gathered.setdefault(name, shape) != shape
        }
        own = {
            _by_tag(operation, name) if REF_TEMPLATE.format(model=name) in names else name: shape
            for name, shape in self.schemas.items()
        }
        self.schemas = before | _pointing(own, names)
        answer: dict[int, dict[str, Any]] = _pointing(told, names)
        return answer

    def _tell_of_refusals(self) -> None:
        shape = problems.Problem.model_json_schema(ref_template=REF_TEMPLATE)
        components = self["components"]
        components["schemas"] |= {**shape.pop("$defs"), "Problem": shape}
        components["responses"] = _refusals()
        components["headers"] = {name: _counted(told) for name, told in LIMITS.items()}
        for operations in self["paths"].values():
            for operation in operations.values():
                _complete(operation)


def _by_tag(operation: Operation, name: str) -> str:
    tag = (operation.tags or [""])[0]
    return f"{tag}{name}"


def _pointing(told: Any, names: dict[str, str]) -> Any:
    """The same, where whatever points at a shape that has got another name points there."""
    if isinstance(told, dict):
        return {key: _pointing(value, names) for key, value in told.items()}
    if isinstance(told, list):
        return [_pointing(value, names) for value in told]
    return names.get(told, told) if isinstance(told, str) else told


def _complete(operation: dict[str, Any]) -> None:
    """Every answer may be unchanged, and each of these ways to say no may be met."""
    responses = operation["responses"]
    responses[200]["headers"] = {name: {"$ref": f"#/components/headers/{name}"} for name in LIMITS}
    responses[304] = {"description": "As when you last asked."}
    # A token that is sent is looked at everywhere, also where none is needed.
    statuses = {401: "Unknown", 429: "TooOften", "4XX": "Problem", "5XX": "Problem"}
    if "security" in operation:
        statuses[403] = "Forbidden"
    for status, name in statuses.items():
        responses[status] = {"$ref": f"#/components/responses/{name}"}


def _refusals() -> dict[str, Any]:
    content = {problems.TYPE: {"schema": {"$ref": REF_TEMPLATE.format(model="Problem")}}}
    text = {"schema": {"type": "string"}}
    return {
        "Problem": {"description": "Why there is no answer.", "content": content},
        "Unknown": {
            "description": "The token is missing, unknown, revoked or past its last day, and nobody is signed in.",
            "headers": {"WWW-Authenticate": {"required": True, **text}},
            "content": content,
        },
        "Forbidden": {
            "description": "The token has not got this right.",
            "headers": {"WWW-Authenticate": text},
            "content": content,
        },
        "TooOften": {
            "description": "Too many questions in this minute.",
            "headers": {"Retry-After": {"required": True, **_counted("Seconds to wait.")}},
            "content": content,
        },
    }


def _counted(told: str) -> dict[str, Any]:
    return {"description": told, "schema": {"type": "integer", "minimum": 0}}
