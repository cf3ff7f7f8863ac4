"""The API itself, and its description of itself."""

from functools import cache
from typing import Any

from ninja import NinjaAPI
from ninja.openapi.schema import OpenAPISchema
from ninja.renderers import JSONRenderer

from baerekraft.interop.api import (
    asking,
    assessments,
    certificates,
    courses,
    figures,
    goals,
    indicators,
    municipalities,
    packages,
    problems,
)
from baerekraft.interop.api.describing import Description

DESCRIPTION = (
    "A course in sustainability for Norwegian municipalities, and figures on the UN's sustainable development goals "
    "for Viken, its counties and its 51 municipalities, through the borders of 2020 and 2024. Reading is open to "
    "everyone, without a token, but for what says so. Every figure says who publishes it and on what terms; where "
    "licence_clarified is false, ask the publisher before you use it again."
)
ROUTERS = (
    courses.router,
    certificates.router,
    goals.router,
    indicators.router,
    municipalities.router,
    figures.router,
    assessments.router,
    packages.router,
)


class Json(JSONRenderer):
    json_dumps_params = {"ensure_ascii": False}


class Api(NinjaAPI):
    def get_openapi_schema(
        self, *, path_prefix: str | None = None, path_params: dict[str, Any] | None = None
    ) -> OpenAPISchema:
        return self._described(path_prefix or self.get_root_path(path_params or {}))

    # A quarter of a second's work, and the same until the process ends: so long lives the API, too.
    @cache  # noqa: B019
    def _described(self, path_prefix: str) -> OpenAPISchema:
        return Description(self, path_prefix)


api = Api(
    title="Bærekraft",
    version="1",
    description=DESCRIPTION,
    urls_namespace="api",
    # Its own pages fetch their script from another site.
    docs_url=None,
    renderer=Json(),
    openapi_extra={"info": {"summary": "A sustainability course and figures for Norwegian municipalities"}},
)
api.add_decorator(asking.only_known)
problems.handle(api)
for router in ROUTERS:
    api.add_router("", router)
