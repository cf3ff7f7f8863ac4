"""A table between the document, which has a head and rows, and the editor's grid of columns."""

from typing import Any


def stored(fields: dict[str, Any]) -> dict[str, Any]:
    """A document's table in the shape that the editor keeps it in."""
    grid = {
        "columns": [{"type": "text", "heading": heading} for heading in fields["head"]],
        "rows": [{"values": list(row)} for row in fields["rows"]],
        "caption": fields["caption"],
    }
    return {"grid": grid, "source": fields["source"]}


def told(value: dict[str, Any]) -> dict[str, Any]:
    """The editor's table in the shape of the document."""
    grid = value.get("grid") or {"columns": [], "rows": [], "caption": ""}
    return {
        "caption": grid["caption"],
        "head": [column["heading"] for column in grid["columns"]],
        "rows": [row["values"] for row in grid["rows"]],
        "source": value.get("source") or "",
    }


def is_grid(value: dict[str, Any]) -> bool:
    return set(value) == {"columns", "rows", "caption"}
