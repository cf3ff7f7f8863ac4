"""The forms of the editor's two ways in."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page


class QuestionsFile(forms.Form):
    file = forms.FileField(
        label=_("File with questions"),
        widget=forms.FileInput(attrs={"accept": ".gift,.txt,.xml,.xlsx,.csv,.tsv"}),
        max_length=200,
        allow_empty_file=True,
    )


class WordFile(forms.Form):
    file = forms.FileField(
        label=_("Word document"),
        widget=forms.FileInput(attrs={"accept": ".docx"}),
        max_length=200,
        allow_empty_file=True,
    )


class NewLesson(forms.Form):
    """What a lesson from a Word document is called, and its address."""

    title = forms.CharField(label=_("Title"), max_length=120)
    slug = forms.SlugField(
        label=_("Address"),
        max_length=60,
        help_text=_("The last part of the lesson's address: letters from a to z, digits and hyphens."),
    )

    def __init__(self, *args: Any, part: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.part = part

    def clean_slug(self) -> str:
        slug = self.cleaned_data["slug"].lower().replace("_", "-").strip("-")
        if not slug:
            raise forms.ValidationError(_("Write at least one letter or digit."))
        if not Page._slug_is_available(slug, self.part):
            raise forms.ValidationError(_("Another lesson in this part has this address. Choose another."))
        return str(slug)
