"""What helps while writing: a line about each kind of block, the lesson's sources to choose among, and faults that are shown."""

import json

from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from wagtail import hooks

from baerekraft.authoring.blocks import LessonBody


@hooks.register("insert_editor_js")
def script() -> SafeString:
    return format_html(
        '<script src="{}" data-descriptions="{}" defer></script>',
        static("authoring/writing.js"),
        json.dumps(descriptions()),
    )


def descriptions() -> dict[str, str]:
    """What each kind of block is, by the name it has in the list of kinds."""
    return {str(block.label): str(block.get_description()) for block in LessonBody().child_blocks.values()}


@hooks.register("register_icons")
def icons(known: list[str]) -> list[str]:
    return [*known, "authoring/icons/bar-chart.svg"]
