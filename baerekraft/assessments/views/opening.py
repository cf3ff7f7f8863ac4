"""The way in: a new assessment, from scratch, from a lesson's dilemma, from a file."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from baerekraft.assessments import dilemmas, file, links, starting, words
from baerekraft.assessments.file import BadFile, Opened
from baerekraft.assessments.models import Link, Publication
from baerekraft.learners import passes, throttle
from baerekraft.learners.entry import clean_email, clean_name
from baerekraft.learners.guard import own_pages_only
from baerekraft.pages import weight

MOST_BYTES = 1_000_000


class StartForm(forms.Form):
    title = forms.CharField(
        label=gettext_lazy("What is the case called?"),
        max_length=200,
        error_messages={
            "required": gettext_lazy("Give the case a title."),
            "max_length": gettext_lazy("The title is too long. Use no more than 200 characters."),
        },
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("What is it?"), choices=(("", "–"), *words.CHOICES["Kind"]), required=False
    )
    author = forms.CharField(
        label=gettext_lazy("Your name"),
        max_length=120,
        required=False,
        help_text=gettext_lazy("Colleagues you share with see it beside what you write."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    email = forms.CharField(
        label=gettext_lazy("E-mail"),
        max_length=254,
        required=False,
        help_text=gettext_lazy("You get a link back to the assessment."),
        widget=forms.EmailInput(attrs={"autocomplete": "email", "spellcheck": "false"}),
    )

    def clean_author(self) -> str:
        return clean_name(self.cleaned_data["author"])

    def clean_email(self) -> str:
        return checked_email(self.cleaned_data["email"])


def checked_email(raw: str) -> str:
    address = clean_email(raw)
    try:
        return str(forms.EmailField(required=False, max_length=254).clean(address))
    except ValidationError:
        raise ValidationError(
            _("This does not look like an e-mail address. It should look like kari@kommune.no.")
        ) from None


@require_safe
def front(request: HttpRequest) -> HttpResponse:
    context = around(request, StartForm(initial=known_about(request)))
    told = {"weight": weight.of_personal("assessments/front.html", context, request)}
    return render(request, "assessments/front.html", {**context, **told})


@require_http_methods(["GET", "HEAD", "POST"])
@own_pages_only
def new(request: HttpRequest) -> HttpResponse:
    """A new assessment; `?dilemma=` brings along a lesson's dilemma."""
    dilemma = dilemmas.find(request.GET.get("dilemma", ""), language=get_language() or "nb")
    if request.method != "POST":
        initial = {**known_about(request), **({"title": dilemma.title, "kind": "case"} if dilemma else {})}
        return render(
            request,
            "assessments/new.html",
            {**around(request, StartForm(initial=initial)), "dilemma": dilemma},
        )
    form = StartForm(request.POST)
    if not form.is_valid():
        return render(
            request, "assessments/new.html", {**around(request, form), "dilemma": dilemma}, status=422
        )
    if too_many(request):
        return render(request, "429.html", status=429)
    sent = {
        "case/title": form.cleaned_data["title"],
        "case/kind": form.cleaned_data["kind"],
        "form": "simple",
    }
    if dilemma:
        sent |= {"case/description": dilemma.description, **dilemma.fields}
    learner = passes.learner_of(request)
    if learner and learner.municipality:
        sent |= {"case/municipality": learner.municipality.slug}
    link = starting.start(
        sent,
        author=form.cleaned_data["author"],
        email=form.cleaned_data["email"],
        learner=learner,
        language=get_language() or "nb",
        lesson=dilemma.lesson_url if dilemma else "",
        at=timezone.now(),
    )
    return begun(link)


@require_POST
@own_pages_only
def open_file(request: HttpRequest) -> HttpResponse:
    """An assessment from a file that was kept, here or elsewhere; as itself or as a template."""
    sent = request.FILES.get("file")
    try:
        if sent is None:
            raise BadFile(_("Choose a file first."))
        if (sent.size or 0) > MOST_BYTES:
            raise BadFile(
                _("The file is too large to be an assessment. It should be a .json file kept from here.")
            )
        opened = file.read(sent.read())
    except BadFile as problem:
        context = around(request, StartForm(initial=known_about(request)))
        return render(
            request, "assessments/front.html", {**context, "file_problem": str(problem)}, status=422
        )
    if too_many(request):
        return render(request, "429.html", status=429)
    return from_file(request, opened)


def from_file(request: HttpRequest, opened: Opened) -> HttpResponse:
    as_template = request.POST.get("as") == "template"
    link = starting.start(
        file.template(opened.fields) if as_template else opened.fields,
        learner=passes.learner_of(request),
        language=opened.language or get_language() or "nb",
        brought_set=opened.brought_set,
        at=timezone.now(),
    )
    starting.bring_comments(link, () if as_template else opened.comments, opened.left_out, at=timezone.now())
    return begun(link)


def begun(link: Link) -> HttpResponse:
    return redirect(f"{reverse('assessments:overview', args=[links.secret(link)])}?ny=1")


def too_many(request: HttpRequest) -> bool:
    """A town hall may start many; a script may not fill the disk."""
    return throttle.exceeded("assessment", throttle.address_of(request), limit=60)


def known_about(request: HttpRequest) -> dict[str, str]:
    learner = passes.learner_of(request)
    return {"author": learner.name, "email": learner.email} if learner else {}


def around(request: HttpRequest, form: StartForm) -> dict[str, Any]:
    examples = Publication.objects.standing().filter(example=True).defer("shown", "searched", "content")
    return {"form": form, "examples": examples.order_by("title")}
