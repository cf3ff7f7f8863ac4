"""The form that an editor writes a draft in: saving keeps what she wrote, publishing says what must be mended."""

from typing import Any

from django import forms
from django.core.validators import MaxLengthValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.fields import StreamField

TIMES = ("go_live_at", "expire_at")


class DraftForm(WagtailAdminPageForm):
    """A save is never refused for what the content says; only for what the database cannot hold."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.limits: dict[str, list[Any]] = {}
        if self.instance.first_published_at and "slug" in self.fields:
            self.fields["slug"].disabled = True
            self.fields["slug"].help_text = _(
                "The address cannot be changed once the page has been published."
            )

    def defer_required_fields(self) -> None:
        super().defer_required_fields()
        for name, field in self.fields.items():
            if name not in self.limits and isinstance(self._column(name), models.TextField):
                self.limits[name] = field.validators
                field.validators = [
                    one for one in field.validators if not isinstance(one, MaxLengthValidator)
                ]

    def restore_required_fields(self) -> None:
        for name, validators in self.limits.items():
            self.fields[name].validators = validators
        self.limits = {}
        super().restore_required_fields()

    def _clean_form(self) -> None:
        times = {name: self.cleaned_data[name] for name in TIMES if name in self.cleaned_data}
        super()._clean_form()
        if self.is_deferred_validation:
            # Nothing happens at these times until the draft is published; then they are looked at.
            for name in times:
                self._errors.pop(name, None)
            self.cleaned_data.update(times)
        elif "go_live_at" in self.changed_data and _has_passed(self.cleaned_data.get("go_live_at")):
            text = _("This time has passed. Choose a later time, or empty the field to publish at once.")
            self.add_error("go_live_at", forms.ValidationError(text))

    def _post_clean(self) -> None:
        super()._post_clean()
        if not self.is_deferred_validation:
            self._tell_faults()

    def _tell_faults(self) -> None:
        """Show each fault at the field or block it belongs to."""
        from baerekraft.authoring import faults, placing, streams

        by_field: dict[str, list[Any]] = {}
        for fault in faults.of(self.instance):
            by_field.setdefault(fault.field, []).append(fault)
        for name, found in by_field.items():
            column = self._column(name)
            if name not in self.fields:
                self.add_error(None, [str(fault) for fault in found])
            elif isinstance(column, StreamField):
                told = [(fault.path[1:], fault.what) for fault in found]
                self.add_error(
                    name, streams.at_blocks(column.stream_block, told, placing.raw(self.instance, name))
                )
            elif name not in self.errors:
                self.add_error(name, [fault.what for fault in found])

    def _column(self, name: str) -> Any:
        return next((field for field in self.instance._meta.fields if field.name == name), None)


def _has_passed(time: Any) -> bool:
    return bool(time and time < timezone.now())
