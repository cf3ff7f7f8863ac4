"""The form of a lesson: goals are ticked, not typed, an exercise gets an id of its own, and there is a drawing to begin with."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _

from baerekraft.authoring import drawings, naming
from baerekraft.authoring.forms import DraftForm
from baerekraft.exercises.kinds import BY_NAME
from baerekraft.sdg import goals

# As many of a course's learning goals as a lesson can point at.
LEARNING_GOALS = 5


class Numbers(forms.CheckboxSelectMultiple):
    """Numbers that are stored as «3, 4, 10», each with its name and a box to tick."""

    def format_value(self, value: Any) -> list[str]:
        return numbers(value)

    def value_from_datadict(self, data: Any, files: Any, name: str) -> str:
        ticked = data.getlist(name) if hasattr(data, "getlist") else [data.get(name) or ""]
        return ", ".join(ticked)

    def optgroups(self, name: str, value: Any, attrs: Any = None) -> Any:
        """A number that has no name keeps its box, so that it can be taken away."""
        known = {str(number) for number, _name in self.choices}
        choices = list(self.choices)
        self.choices = [*choices, *((number, number) for number in value if number not in known)]
        try:
            return super().optgroups(name, value, attrs)
        finally:
            self.choices = choices


class LessonForm(DraftForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "goals" in self.fields:
            self.fields["goals"].widget = Numbers({"class": "editor-ticked"}, choices=un_goals())
        if "serves" in self.fields:
            self._offer(self._course())
        if not self.instance.pk:
            self.initial |= drawings.first(self.instance.language)

    def _offer(self, course: Any) -> None:
        """The course's own learning goals, by the numbers they have there."""
        known = course.learning_goals.splitlines() if course else []
        lines = [line.strip() for line in known if line.strip()][:LEARNING_GOALS]
        look = {"class": "editor-ticked editor-sentences"}
        self.fields["serves"].widget = Numbers(look, choices=list(enumerate(lines, start=1)))
        if not lines:
            self.fields["serves"].help_text = _("Write the course's learning goals on its page first.")

    def _course(self) -> Any:
        part = self.instance.get_parent() if self.instance.pk else self.parent_page
        course = part and part.get_parent()
        return course and course.specific if hasattr(course and course.specific, "learning_goals") else None

    def clean_body(self) -> Any:
        """An exercise without an id gets one from its question; one that has an id keeps it."""
        body = self.cleaned_data["body"]
        exercises = [item.value for item in body if item.block.name in BY_NAME]
        taken = {value["id"] for value in exercises}
        for value in exercises:
            if not value["id"]:
                value["id"] = naming.free(naming.short(value["prompt"]) or "oppgave", taken)
                taken.add(value["id"])
        return body


def un_goals() -> list[tuple[int, str]]:
    return [(number, f"{number} {goals.short_name(number)}") for number in goals.NUMBERS]


def numbers(text: Any) -> list[str]:
    return [number.strip() for number in str(text or "").split(",") if number.strip()]
