"""The API itself, and its description of itself."""

from typing import Any

from ninja import NinjaAPI
from ninja.openapi.schema import REF_TEMPLATE, OpenAPISchema
from ninja.renderers import JSONRenderer

from baerekraft.interop.api import asking, goals, indicators, municipalities, problems

DESCRIPTION = (
    "Figures on the UN's sustainable development goals for Viken, its counties and its 51 municipalities, through "
    "the borders of 2020 and 2024. Reading is open to everyone, without a key. Every figure says who publishes it "
    "and on what terms; where licence_clarified is false, ask the publisher before you use it again."
)


class Json(JSONRenderer):
    json_dumps_params = {"ensure_ascii": False}


class Api(NinjaAPI):
    def get_openapi_schema(self, **kwargs: Any) -> OpenAPISchema:
        """What ninja knows, and what it does not: how we say no, and that an answer may be unchanged."""
        schema = super().get_openapi_schema(**kwargs)
        shape = problems.Problem.model_json_schema(ref_template=REF_TEMPLATE)
        components = schema["components"]
        components["schemas"] |= {**shape.pop("$defs"), "Problem": shape}
        content = {problems.TYPE: {"schema": {"$ref": REF_TEMPLATE.format(model="Problem")}}}
        components["responses"] = {"Problem": {"description": "Why there is no answer.", "content": content}}
        for operations in schema["paths"].values():
            for operation in operations.values():
                operation["responses"][304] = {"description": "As when you last asked."}
                operation["responses"]["4XX"] = {"$ref": "#/components/responses/Problem"}
        return schema


api = Api(
    title="Bærekraft",
    version="1",
    description=DESCRIPTION,
    urls_namespace="api",
    # Its own pages fetch their script from another site.
    docs_url=None,
    renderer=Json(),
    openapi_extra={"info": {"summary": "Sustainability figures for Norwegian municipalities"}},
)
api.add_decorator(asking.only_known)
problems.handle(api)
for router in (goals.router, indicators.router, municipalities.router):
    api.add_router("", router)
