"""Settings › Connections › Keys: which other systems may fetch what, for administrators."""

from datetime import date, timedelta

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from baerekraft.accounts import inviting
from baerekraft.interop import staff
from baerekraft.interop.staff import Card
from baerekraft.interop.tokens import issuing
from baerekraft.interop.tokens.models import Token
from baerekraft.municipalities.models import Municipality

USUAL_DAYS, MOST_DAYS = 365, 5 * 366

staff.CARDS.append(
    Card(
        _("Keys"),
        _("What lets a program fetch the course as a package, a place's figures or its published checks."),
        "tokens",
        "key",
    )
)


def _in_a_year() -> date:
    return timezone.localdate() + timedelta(days=USUAL_DAYS)


class NewKey(forms.Form):
    name = forms.CharField(
        label=_("Name"), max_length=80, help_text=_("Who will use it, such as “KS Læring, Bærum”.")
    )
    scopes = forms.MultipleChoiceField(
        label=_("What it may be used for"), choices=Token.Scope.choices, widget=forms.CheckboxSelectMultiple
    )
    municipality = forms.ModelChoiceField(
        Municipality.objects.order_by("name"),
        label=_("Municipality"),
        required=False,
        help_text=_("Whose figures and checks it shows."),
    )
    county = forms.ChoiceField(
        label=_("County"),
        required=False,
        help_text=_(
            "Instead of a municipality. With neither, it shows the figures for everyone here as a whole."
        ),
    )
    expires_on = forms.DateField(
        label=_("Last day"),
        initial=_in_a_year,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("After that day it opens nothing. Five years at most."),
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        counties = [(county, county) for county in inviting.counties()]
        self.fields["county"].choices = [("", "–"), *counties]  # type: ignore[attr-defined]

    def clean_expires_on(self) -> date:
        day: date = self.cleaned_data["expires_on"]
        today = timezone.localdate()
        if not today <= day <= today + timedelta(days=MOST_DAYS):
            raise forms.ValidationError(_("Choose a day from today on, at most five years ahead."))
        return day

    def clean(self) -> None:
        super().clean()
        if self.cleaned_data.get("municipality") and self.cleaned_data.get("county"):
            self.add_error("county", _("Choose a municipality or a county, not both."))


@staff.administrators_only
@never_cache
def keys(request: HttpRequest) -> HttpResponse:
    """The keys there are, and a form for one more. The new one's text is on this one answer and nowhere else."""
    form = NewKey(request.POST or None)
    made = _made(request, form) if request.method == "POST" and form.is_valid() else None
    every = Token.objects.select_related("municipality", "made_by")
    living = every.living(timezone.localdate())
    context = {
        "form": NewKey() if made else form,
        "made": made,
        "living": living,
        "over": every.exclude(pk__in=living.values("pk")).order_by("-pk"),
    }
    return render(request, "interop/staff/keys.html", context)


@require_POST
@staff.administrators_only
def revocation(request: HttpRequest, pk: int) -> HttpResponse:
    token = get_object_or_404(Token, pk=pk)
    issuing.revoke(token, at=timezone.now())
    messages.success(request, _now("The key “%(name)s” opens nothing any more.") % {"name": token.name})
    return redirect("tokens")


def _made(request: HttpRequest, form: NewKey) -> tuple[Token, str] | None:
    chosen = form.cleaned_data
    try:
        return issuing.issue(
            chosen["name"],
            scopes=chosen["scopes"],
            municipality=chosen["municipality"],
            county=chosen["county"],
            expires_on=chosen["expires_on"],
            by=request.user,  # type: ignore[arg-type]
            at=timezone.now(),
        )
    except issuing.NameTaken as taken:
        form.add_error("name", str(taken))
        return None
