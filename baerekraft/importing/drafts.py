"""Into the draft: one revision for all that was chosen, so that the page's history takes it back in one step."""

import json
import uuid
from collections.abc import Sequence
from typing import Any, cast

from django.db import transaction

from baerekraft.authoring import drawings, naming
from baerekraft.authoring.models import LessonPage, PartPage
from baerekraft.exercises.kinds import BY_NAME
from baerekraft.importing.questions import Question

# What the page's history calls it.
LOGGED = "authoring.import"
SKIP, REPLACE, NEW = "skip", "replace", "new"
# What a file does not know of an exercise, and the lesson does.
KEPT = ("counts", "sources", "help")


def newest(page: LessonPage) -> LessonPage:
    """The page as the editor last left it, published or not."""
    return cast(LessonPage, page.get_latest_revision_as_object())


def ids(page: LessonPage) -> set[str]:
    """Ids of the exercises that the draft has."""
    return {item["value"].get("id", "") for item in page.body.get_prep_value() if item["type"] in BY_NAME}


def questions(page: LessonPage, chosen: Sequence[Question], *, existing: str, by: Any) -> int:
    """Put the questions last in the lesson's draft. `existing` says what to do with those that are there already."""
    with transaction.atomic():
        page = newest(page)
        body = page.body.get_prep_value()
        places = {item["value"].get("id"): n for n, item in enumerate(body) if item["type"] in BY_NAME}
        taken, count = set(places), 0
        for question in chosen:
            fields = dict(question.fields or {})
            if fields["id"] in places and existing == SKIP:
                continue
            count += 1
            if fields["id"] in places and existing == REPLACE:
                place = places[fields["id"]]
                body[place] = _replacing(body[place], fields)
                continue
            fields["id"] = naming.free(fields["id"], taken)
            taken.add(fields["id"])
            body.append(block(fields.pop("kind"), {"counts": True, "sources": [], **fields}))
        page.body = json.dumps(body)
        if count:
            _revise(page, by=by)
    return count


def append(page: LessonPage, blocks: Sequence[dict[str, Any]], *, by: Any) -> None:
    """Put blocks last in the lesson's draft."""
    with transaction.atomic():
        page = newest(page)
        page.body = json.dumps([*page.body.get_prep_value(), *blocks])
        _revise(page, by=by)


def lesson(part: PartPage, blocks: Sequence[dict[str, Any]], *, title: str, slug: str, by: Any) -> LessonPage:
    """A new lesson, last in the part and not published."""
    page = LessonPage(
        title=title,
        slug=slug,
        live=False,
        owner=by,
        locale=part.locale,
        body=json.dumps(list(blocks)),
        **drawings.first(part.language),
    )
    with transaction.atomic():
        part.add_child(instance=page)
        _revise(page, by=by)
    return page


def _revise(page: LessonPage, *, by: Any) -> None:
    page.save_revision(user=by, log_action=LOGGED, clean=False)


def block(kind: str, value: dict[str, Any]) -> dict[str, Any]:
    """A block as the stream stores it."""
    return {"type": kind, "value": wrapped(value), "id": str(uuid.uuid4())}


def wrapped(value: Any) -> Any:
    """Every item of a list with an id, as the editor writes them."""
    if isinstance(value, dict):
        return {name: wrapped(item) for name, item in value.items()}
    if isinstance(value, list):
        return [{"type": "item", "value": wrapped(item), "id": str(uuid.uuid4())} for item in value]
    return value


def _replacing(old: dict[str, Any], fields: dict[str, Any]) -> dict[str, Any]:
    fields = dict(fields)
    kept = {name: old["value"][name] for name in KEPT if name in old["value"]}
    return {
        "type": fields.pop("kind"),
        "value": {**wrapped(fields), **kept},
        "id": old.get("id") or str(uuid.uuid4()),
    }
