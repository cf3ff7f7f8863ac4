"""Whether the process lives, and whether it can do its work."""

from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse

from baerekraft.catalog import shelf


def live(request: HttpRequest) -> HttpResponse:
    return HttpResponse("ok\n", content_type="text/plain")


def faults() -> list[str]:
    """What keeps this process from being ready, in words an operator can act on."""
    try:
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            return ["the database is not migrated: run baerekraft migrate"]
        if not shelf.now().lessons:
            return ["no course is published: run baerekraft seed"]
    except DatabaseError as error:
        return [f"the database cannot be reached: {error.__class__.__name__}"]
    return []


def ready(request: HttpRequest) -> HttpResponse:
    found = faults()
    return JsonResponse({"ready": not found, "faults": found}, status=503 if found else 200)
