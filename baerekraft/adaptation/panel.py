"""The county's lesson block by block, above the changes that are made to it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.html import strip_tags
from wagtail.admin.panels import Panel

from baerekraft.adaptation import anchors, citing


@dataclass(frozen=True)
class ShownBlock:
    label: str
    texts: list[str]
    is_exercise: bool


class CountyPanel(Panel):
    class BoundPanel(Panel.BoundPanel):
        template_name = "adaptation/county.html"

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            from baerekraft.authoring import reach

            return {
                **super().get_context_data(parent_context),
                "lesson": self.instance.original,
                "blocks": list(shown(self.instance.original))
                if reach.is_open(self.instance.original)
                else [],
            }


def shown(original: Any) -> Iterator[ShownBlock]:
    lesson = anchors.county(original).document
    for anchor, block in zip(anchors.of_lesson(original), lesson.body, strict=True):
        texts = [strip_tags(text) for text in citing.texts(block.model_dump(mode="json"))]
        yield ShownBlock(anchor.label, [text for text in texts if text], anchor.is_exercise)
