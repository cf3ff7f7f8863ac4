"""The forms of courses and parts: what a municipality's own course is for, and copies that get addresses of their own."""

from typing import Any

from django.core.exceptions import ValidationError
from wagtail.admin.forms.pages import CopyForm

from baerekraft.authoring.forms import DraftForm


class CourseForm(DraftForm):
    """Under a municipality's page the course is that municipality's; nobody has to choose it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        home = getattr(self.parent_page and self.parent_page.specific, "municipality", None)
        if home and "municipality" in self.fields:
            self.initial["municipality"] = home.pk
            self.fields["municipality"].disabled = True
            choices = [(key, label) for key, label in self.fields["audience"].choices if key != "everyone"]
            self.fields["audience"].choices = choices
            if self.initial.get("audience") == "everyone":
                self.initial["audience"] = "municipality"


class CopyWithAddress(CopyForm):
    """A copy's address is free among all courses or parts, not only beside it in the tree."""

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        copy = type(self.page.specific)(slug=cleaned.get("new_slug") or "")
        try:
            copy.check_address()
        except ValidationError as error:
            self.add_error("new_slug", error.message_dict["slug"])
        return cleaned
