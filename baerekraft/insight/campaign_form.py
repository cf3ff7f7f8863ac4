"""A campaign on one page: what, how, when, text, reminders, contact person, named follow-up."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from baerekraft.accounts.models import User
from baerekraft.campaigns.models import Campaign
from baerekraft.catalog import shelf
from baerekraft.catalog.courses import Entry, PartOnShelf
from baerekraft.municipalities.models import Unit
from baerekraft.reports.scopes import Scope

# What may change when mail has begun to go out: nothing that anybody has been told otherwise.
SAFE = {"title", "greetings", "reminders", "reminder_days", "ends_on"} | {
    "contact_name", "contact_email", "contact_phone",
}  # fmt: skip
WEEKDAYS = [
    (1, _("Monday")), (2, _("Tuesday")), (3, _("Wednesday")), (4, _("Thursday")), (5, _("Friday")),
]  # fmt: skip
HOURS = [(hour, f"{hour:02}.00") for hour in range(7, 17)]
LONGEST_GREETING = 1_500
# From today until the first mail, so that there is time to bring people in and to tell them.
NOTICE = timedelta(days=4)
# Nothing that is planned lies farther away: a year typed with a digit too many is found here.
FARTHEST = timedelta(days=3 * 366)


@dataclass(frozen=True)
class Choice:
    """A part of the course, and which of its lessons are chosen."""

    part: PartOnShelf
    lessons: list[tuple[Entry, bool]]


class CampaignForm(forms.ModelForm):
    lessons = forms.MultipleChoiceField(
        label=_("Lessons"), error_messages={"required": _("Choose at least one lesson.")}
    )
    weekday = forms.TypedChoiceField(label=_("Weekday"), choices=WEEKDAYS, coerce=int)
    hour = forms.TypedChoiceField(label=pgettext_lazy("time of day", "Time"), choices=HOURS, coerce=int)
    reminders = forms.TypedChoiceField(
        label=_("How many reminders"), coerce=int, choices=[(n, str(n)) for n in range(4)]
    )
    reminder_days = forms.IntegerField(label=_("Days between"), min_value=3, max_value=60)

    class Meta:
        model = Campaign
        fields = [
            "title", "lessons", "unit", "way", "plan", "weekday", "hour", "starts_on", "ends_on", "reminders",
            "reminder_days", "named", "language", "contact_name", "contact_email", "contact_phone",
        ]  # fmt: skip
        labels = {"unit": _("Unit"), "language": _("Language"), "named": _("Named follow-up")}
        help_texts = {
            "title": _("Stands on the poster and on the page that people come to."),
            "language": _(
                "For those whose language the list does not tell. Anyone can change it in the mail."
            ),
            "ends_on": _("Nothing goes out after this day."),
            "contact_name": _("She is named in every e-mail, so that people can ask whether it is genuine."),
        }
        widgets = {
            "way": forms.RadioSelect,
            "plan": forms.RadioSelect,
            "starts_on": forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
            "ends_on": forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
        }

    def __init__(self, *args: Any, scope: Scope, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.scope = scope
        offered = {lesson.key: lesson.title for part in _parts(scope) for lesson in part.lessons}
        # What is published no more stays in a campaign that goes on, and is passed over.
        kept = {key: key for key in self.instance.lessons if self.instance.started_at}
        self.fields["lessons"].choices = list((kept | offered).items())  # type: ignore[attr-defined]
        if scope.unit:
            del self.fields["unit"]
        else:
            units = Unit.objects.open().filter(municipality=scope.municipality).order_by("name")
            self.fields["unit"].queryset = units  # type: ignore[attr-defined]
            self.fields["unit"].empty_label = _("The whole municipality")  # type: ignore[attr-defined]
        for code, name in settings.LANGUAGES:
            self.fields[f"greeting_{code}"] = forms.CharField(
                label=name,
                required=False,
                max_length=LONGEST_GREETING,
                initial=self.instance.greetings.get(code, ""),
                widget=forms.Textarea({"rows": 4}),
            )
        if self.instance.started_at:
            self._lock()

    def _lock(self) -> None:
        for name, field in self.fields.items():
            field.disabled = name not in SAFE and not name.startswith("greeting_")

    def clean_starts_on(self) -> date:
        return self._near("starts_on")

    def clean_ends_on(self) -> date:
        return self._near("ends_on")

    def _near(self, name: str) -> Any:
        day = self.cleaned_data[name]
        if day and not self.fields[name].disabled and abs(day - timezone.localdate()) > FARTHEST:
            raise forms.ValidationError(_("Choose a day within three years from now. Is the year right?"))
        return day

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        order = [key for key, _title in self.fields["lessons"].choices]  # type: ignore[attr-defined]
        if "lessons" in cleaned and not self.fields["lessons"].disabled:
            cleaned["lessons"] = sorted(cleaned["lessons"], key=order.index)
        greetings = {code: cleaned.get(f"greeting_{code}", "").strip() for code, _name in settings.LANGUAGES}
        self.instance.greetings = {code: text for code, text in greetings.items() if text}
        return cleaned

    @property
    def choices(self) -> list[Choice]:
        """The course as it stands, with what is chosen."""
        chosen = set(self["lessons"].value() or [])
        return [
            Choice(part, [(lesson, lesson.key in chosen) for lesson in part.lessons])
            for part in _parts(self.scope)
            if part.lessons
        ]

    @property
    def greetings(self) -> list[forms.BoundField]:
        return [self[f"greeting_{code}"] for code, _name in settings.LANGUAGES]


def fresh(scope: Scope, user: User, *, today: date, language: str) -> Campaign:
    """What a new campaign is when nothing is changed: the whole of the first part, one lesson a week."""
    parts = _parts(scope)
    return Campaign(
        municipality=scope.municipality,
        unit=scope.unit,
        title=str(_("Sustainability in %(place)s") % {"place": scope.unit or scope.municipality})[:80],
        lessons=[lesson.key for lesson in parts[0].lessons] if parts else [],
        starts_on=first_day(today),
        language="nn" if language == "nn" else "nb",
        contact_name=user.get_full_name(),
        contact_email=user.email,
        created_by=user,
    )


def first_day(today: date) -> date:
    """The first Tuesday that leaves some days' notice."""
    soonest = today + NOTICE
    return soonest + timedelta(days=(1 - soonest.weekday()) % 7)


def titles(keys: list[str]) -> list[tuple[str, Entry | None]]:
    """The lessons in the reader's language; None for one that is published no more."""
    known = {
        lesson.key: lesson
        for course in shelf.spoken().every
        for part in course.parts
        for lesson in part.lessons
    }
    return [(key, known.get(key)) for key in keys]


def _parts(scope: Scope) -> list[PartOnShelf]:
    """What may be chosen: courses open to everyone, and the municipality's own."""
    found = shelf.spoken()
    own = found.of_municipality(scope.municipality.slug) if scope.municipality else ()
    return [part for course in (*found.courses, *own) for part in course.parts]
