"""Forms a learner fills in. What was typed is always shown again."""

from typing import Any

from django import forms
from django.conf import settings
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from baerekraft.learners.entry import clean_email, clean_name
from baerekraft.learners.models import Learner
from baerekraft.municipalities.models import Municipality, MunicipalityCode, Unit


def municipality_choices() -> list[Any]:
    """The municipalities by the county they are in now, with none first."""
    groups: dict[str, list[tuple[str, str]]] = {}
    counties = dict(MunicipalityCode.objects.filter(last_year=None).values_list("municipality", "county"))
    for municipality in Municipality.objects.living().alphabetical():
        groups.setdefault(counties[municipality.pk], []).append((municipality.slug, municipality.name))
    return [("", _("Not chosen")), *sorted(groups.items())]


def role_choices() -> list[Any]:
    return [("", _("Not chosen")), *Learner.Role.choices]


class Shared:
    """A field that all forms share. Django copies each field for each form; nothing here changes one, and the way in is busy."""

    def __deepcopy__(self, memo: Any) -> Any:
        return self


class ChoiceField(Shared, forms.ChoiceField):
    pass


class NameField(Shared, forms.CharField):
    """Tidied before it is measured, for tidying may make it longer."""

    def to_python(self, value: Any) -> str:
        return clean_name(super().to_python(value) or "")

    def validate(self, value: str) -> None:
        super().validate(value)
        if not any(character.isalnum() for character in value):
            raise forms.ValidationError(self.error_messages["required"], code="required")


class AddressField(Shared, forms.EmailField):
    """Tidied before it is judged."""

    def to_python(self, value: Any) -> str:
        return clean_email(super().to_python(value) or "")


class PersonForm(forms.Form):
    name = NameField(
        label=gettext_lazy("Name"),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={
            "required": gettext_lazy("Give your name."),
            "max_length": gettext_lazy("The name is too long. Use no more than 120 characters."),
        },
    )
    email = AddressField(
        label=gettext_lazy("E-mail"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email", "inputmode": "email", "spellcheck": "false"}),
        error_messages={
            "required": gettext_lazy("Give your e-mail address."),
            "invalid": gettext_lazy(
                "This does not look like an e-mail address. It should look like kari@kommune.no."
            ),
        },
    )
    municipality = ChoiceField(
        label=gettext_lazy("Municipality"), required=False, choices=municipality_choices
    )
    role = ChoiceField(label=gettext_lazy("Role"), required=False, choices=role_choices)

    def clean_municipality(self) -> Municipality | None:
        slug = self.cleaned_data["municipality"]
        return Municipality.objects.filter(slug=slug).first() if slug else None


class DetailsForm(PersonForm):
    """What a learner says of herself; her unit as well, where her municipality has any."""

    language = ChoiceField(label=gettext_lazy("Language"), required=False, choices=settings.LANGUAGES)

    def __init__(self, *args: Any, learner: Learner, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.home = learner.municipality
        self.units = {str(unit.pk): unit for unit in units_for(learner)}
        if self.units:
            names = [(key, unit.name) for key, unit in self.units.items()]
            self.fields["unit"] = forms.ChoiceField(
                label=_("Unit"),
                required=False,
                choices=[("", _("Not chosen")), *names],
                help_text=_(
                    "Where you work. If you change municipality, you can choose a unit there afterwards."
                ),
                error_messages={"invalid_choice": _("Choose a unit in your own municipality.")},
            )

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        stays = said.get("municipality") == self.home
        said["unit"] = self.units.get(said.get("unit", "")) if stays else None
        return said


def units_for(learner: Learner) -> list[Unit]:
    """The open units of her municipality, and the one she is in."""
    if learner.municipality_id is None:
        return []
    units = Unit.objects.filter(municipality=learner.municipality_id)
    return units.filter(Q(closed_at=None) | Q(pk=learner.unit_id)).alphabetical()


class TickField(Shared, forms.BooleanField):
    pass


class EnterForm(PersonForm):
    shared = TickField(label=gettext_lazy("This is a shared computer"), required=False)


class CodeForm(forms.Form):
    code = forms.CharField(
        label=gettext_lazy("Code"),
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}),
        error_messages={"required": gettext_lazy("Type the six digits from the e-mail.")},
    )
