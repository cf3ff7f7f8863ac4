"""Places in a lesson, said as the editor sees them: «Content › 3. Single choice › Option 2»."""

from dataclasses import dataclass

from django.utils.text import capfirst
from django.utils.translation import gettext, gettext_lazy

ITEMS = {
    "options": gettext_lazy("Option"),
    "statements": gettext_lazy("Statement"),
    "items": gettext_lazy("Line"),
    "pairs": gettext_lazy("Pair"),
    "cards": gettext_lazy("Card"),
    "choices": gettext_lazy("Choice"),
    "steps": gettext_lazy("Step"),
    "groups": gettext_lazy("Group"),
    "bars": gettext_lazy("Bar"),
    "rows": gettext_lazy("Row"),
}


@dataclass(frozen=True)
class Place:
    """`field` is the draft's, `number` counts its blocks from one, `block` is the block's name and `inside` leads on."""

    field: str
    number: int = 0
    block: str = ""
    inside: tuple[str | int, ...] = ()

    def __str__(self) -> str:
        from baerekraft.authoring.models import LessonPage

        field = LessonPage._meta.get_field(self.field)
        said = [str(capfirst(str(field.verbose_name)))]
        if self.number:
            label = field.stream_block.child_blocks[self.block].label
            said.append(f"{self.number}. {label}")
        return " › ".join((*said, *self.items))

    @property
    def items(self) -> list[str]:
        """The items of lists on the way in, each with its name and number."""
        steps = zip(self.inside, self.inside[1:], strict=False)
        return [
            f"{ITEMS.get(str(name), gettext('Item'))} {number + 1}"
            for name, number in steps
            if isinstance(number, int)
        ]
