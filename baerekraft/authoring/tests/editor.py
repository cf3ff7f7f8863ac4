"""What the editor's browser sends when a page is saved: every field as it stands, with what Siri has changed."""

from typing import Any

from django.test import Client
from wagtail import blocks
from wagtail.fields import StreamField
from wagtail.test.utils.form_data import rich_text

from baerekraft.accounts.models import Membership, Role, User

PLAIN = (
    "title",
    "slug",
    "lead",
    "terrain",
    "learning_goals",
    "audience",
    "summary",
    "outcome",
    "hook",
    "goals",
    "serves",
)
MORE = ("illustration", "illustration_alt", "takeaway")


def person(name: str, role: Role) -> User:
    found = User.objects.create_user(f"{name.lower()}@example.no", first_name=name)
    Membership.objects.create(user=found, role=role)
    return found


def browser(client: Client, someone: User) -> Client:
    client.force_login(someone)
    return client


def latest(page: Any) -> Any:
    return type(page).objects.get(pk=page.pk).get_latest_revision_as_object()


def form(page: Any, **changes: Any) -> dict[str, Any]:
    data = {name: getattr(page, name) for name in (*PLAIN, *MORE) if hasattr(page, name)}
    for field in page._meta.fields:
        if isinstance(field, StreamField):
            value = getattr(page, field.name).get_prep_value()
            data |= fields(field.stream_block, value, field.name)
    latest = page.latest_revision
    if latest:
        data["loaded_revision_id"] = latest.pk
        data["loaded_revision_created_at"] = latest.created_at.isoformat()
    return {**data, **changes}


def fields(block: blocks.Block, value: Any, prefix: str) -> dict[str, Any]:
    match block:
        case blocks.StreamBlock() | blocks.ListBlock():
            data = {f"{prefix}-count": len(value)}
            for index, item in enumerate(value):
                place = f"{prefix}-{index}"
                child = (
                    block.child_blocks[item["type"]]
                    if isinstance(block, blocks.StreamBlock)
                    else block.child_block
                )
                data |= {
                    f"{place}-deleted": "",
                    f"{place}-order": index,
                    f"{place}-type": item["type"],
                    f"{place}-id": item["id"],
                    **fields(child, item["value"], f"{place}-value"),
                }
            return data
        case blocks.StructBlock():
            value = value or {}
            found = {}
            for name, child in block.child_blocks.items():
                empty: Any = [] if isinstance(child, blocks.ListBlock) else ""
                inner = value.get(name)
                found |= fields(child, empty if inner is None else inner, f"{prefix}-{name}")
            return found
        case blocks.RichTextBlock():
            return {prefix: rich_text(value, features=block.features)}
        case blocks.BooleanBlock():
            return {prefix: "on"} if value else {}
    return {prefix: "" if value is None else value}


def save(siri: Client, page: Any, action: str = "", **changes: Any) -> Any:
    data = form(page, **changes)
    if action:
        data[f"action-{action}"] = "1"
    return siri.post(f"/redaksjon/pages/{page.pk}/edit/", data)


def autosave(siri: Client, page: Any, **changes: Any) -> Any:
    """As the editor's script does it."""
    headers = {"x-requested-with": "XMLHttpRequest", "accept": "application/json"}
    return siri.post(f"/redaksjon/pages/{page.pk}/edit/", form(page, **changes), headers=headers)
