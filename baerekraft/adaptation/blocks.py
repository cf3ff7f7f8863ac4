"""The changes that a municipality can make to the county's lesson, and the stream they stand in."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from baerekraft.adaptation import anchors
from baerekraft.authoring.blocks import LessonBody

# Exercises are the county's alone, so that figures are about the same questions everywhere.
OWN_KINDS = ("text", "example", "fact", "chart", "image", "table")


class OwnBlock(blocks.StreamBlock):
    """One block of the municipality's own, of a kind that the county's lessons have too."""

    def __init__(self, local_blocks: object = None, **options: object) -> None:
        own = [(name, block) for name, block in LessonBody().child_blocks.items() if name in OWN_KINDS]
        super().__init__(own, **{"min_num": 1, "max_num": 1, **options})


class ReplaceBlock(blocks.StructBlock):
    anchor = anchors.field(anchors.every_text, label=_("Instead of"))
    own = OwnBlock(label=_("Your own"))

    class Meta:
        icon = "edit"
        label = _("Replace")


class AddBlock(blocks.StructBlock):
    anchor = anchors.field(anchors.every_block, label=_("After"))
    own = OwnBlock(label=_("Your own"))

    class Meta:
        icon = "plus"
        label = _("Add")


class HideBlock(blocks.StructBlock):
    anchor = anchors.field(anchors.every_text, label=_("Leave out"))

    class Meta:
        icon = "view"
        label = _("Leave out")


class ChangesBody(blocks.StreamBlock):
    replace = ReplaceBlock()
    add = AddBlock()
    hide = HideBlock()

    class Meta:
        required = False
