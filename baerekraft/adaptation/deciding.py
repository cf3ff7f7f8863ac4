"""Deciding: the municipality answers what the county's change asks. Each answer is a revision, and can be undone."""

from typing import Any

from baerekraft.accounts.models import User
from baerekraft.adaptation import anchors, layer
from baerekraft.adaptation.layer import Base
from baerekraft.adaptation.pages import LocalLessonPage


def keep(page: LocalLessonPage, change: str, *, by: User) -> None:
    """The municipality's own stands, now over the county's block as it has become."""
    draft = page.get_latest_revision_as_object()
    raw = draft.changes.get_prep_value()
    for item in raw:
        if item["id"] == change:
            _move_on(draft, item)
    _save(page, draft, raw, by)


def take(page: LocalLessonPage, change: str, *, by: User) -> None:
    """The county's stands: the change is dropped."""
    draft = page.get_latest_revision_as_object()
    raw = [item for item in draft.changes.get_prep_value() if item["id"] != change]
    draft.bases.pop(change, None)
    _save(page, draft, raw, by)


def _move_on(draft: LocalLessonPage, item: dict[str, Any]) -> None:
    """What replaced a block that is gone stands on its own, after the nearest one that is left."""
    county = anchors.county(draft.original)
    found = layer.find(Base.model_validate(draft.bases[item["id"]]), county)
    anchor = county.ids[max(found.place, 0)]
    if found.gone:
        item["type"] = "add"
    item["value"]["anchor"] = anchor
    base = county.base(anchor)
    draft.bases[item["id"]] = base.model_dump(mode="json") if base else None


def _save(page: LocalLessonPage, draft: LocalLessonPage, raw: list[dict[str, Any]], by: User) -> None:
    """At once for learners too, unless the editor has more that is not published."""
    draft.changes = draft._meta.get_field("changes").to_python(raw)
    straight = page.live and not page.has_unpublished_changes and page.permissions_for_user(by).can_publish()
    revision = draft.save_revision(user=by, log_action=True)
    if straight:
        revision.publish(user=by)
