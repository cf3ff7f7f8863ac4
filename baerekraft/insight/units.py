"""A municipality's units: added, named anew, closed and opened again. Closed ones stay, for records point at them."""

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST

from baerekraft.insight import access
from baerekraft.learners import entry
from baerekraft.municipalities.models import Municipality, Unit
from baerekraft.reports.scopes import Scope

LONGEST = 80
MOST = 500  # a municipality has some hundred


class Units(forms.Form):
    names = forms.CharField(
        label=gettext_lazy("New units"),
        help_text=gettext_lazy("One name a line. Paste a whole list if you have one."),
        max_length=LONGEST * MOST,
        widget=forms.Textarea({"rows": 5}),
    )


@require_http_methods(["GET", "POST"])
@access.place
def page(request: HttpRequest, scope: Scope) -> HttpResponse:
    municipality = _municipality(scope)
    form = Units(request.POST or None)
    if request.method == "POST" and form.is_valid():
        _say(request, *add(municipality, form.cleaned_data["names"]))
        return redirect(request.path)
    units = municipality.units.all()
    context = {
        "scope": scope,
        "form": form,
        "units": units.filter(closed_at=None).alphabetical(),  # type: ignore[attr-defined]
        "closed": units.exclude(closed_at=None).alphabetical(),  # type: ignore[attr-defined]
    }
    return render(request, "insight/units.html", context)


def add(municipality: Municipality, text: str) -> tuple[int, int]:
    """A unit for each line that is none already; a closed one of the name opens. How many are new, and how many were there."""
    known = {unit.name.lower(): unit for unit in municipality.units.all()}
    new = there = 0
    for line in text.splitlines():
        name = entry.clean_name(line)[:LONGEST].strip()
        unit = known.get(name.lower())
        if not name or len(known) >= MOST:
            continue
        if unit and unit.closed_at is None:
            there += 1
            continue
        if unit:
            unit.closed_at = None
            unit.save(update_fields=["closed_at"])
        else:
            known[name.lower()] = Unit.objects.create(municipality=municipality, name=name)
        new += 1
    return new, there


def _say(request: HttpRequest, new: int, there: int) -> None:
    said = ngettext("%(count)d unit is added.", "%(count)d units are added.", new) % {"count": new}
    if there:
        said += " " + ngettext("%(count)d was there already.", "%(count)d were there already.", there) % {
            "count": there
        }
    messages.success(request, said)


@require_POST
@access.place
def name(request: HttpRequest, scope: Scope, pk: int) -> HttpResponse:
    unit = get_object_or_404(_municipality(scope).units, pk=pk)
    wanted = entry.clean_name(request.POST.get("name", ""))[:LONGEST].strip()
    others = _municipality(scope).units.exclude(pk=pk)
    if not wanted:
        messages.error(request, _("A unit needs a name."))
    elif wanted.lower() in {other.name.lower() for other in others}:
        messages.error(request, _("There is another unit called %(name)s.") % {"name": wanted})
    else:
        unit.name = wanted
        unit.save(update_fields=["name"])
        messages.success(request, _("The unit is called %(name)s.") % {"name": wanted})
    return redirect(access.address(scope, "units"))


@require_POST
@access.place
def closing(request: HttpRequest, scope: Scope, pk: int) -> HttpResponse:
    """Nobody can be put in it any more; or they can again."""
    unit = get_object_or_404(_municipality(scope).units, pk=pk)
    unit.closed_at = None if unit.closed_at else timezone.now()
    unit.save(update_fields=["closed_at"])
    said = _("%(name)s is closed.") if unit.closed_at else _("%(name)s is open again.")
    messages.success(request, said % {"name": unit.name})
    return redirect(access.address(scope, "units"))


def _municipality(scope: Scope) -> Municipality:
    assert scope.municipality is not None  # noqa: S101 - its address names one
    return scope.municipality
