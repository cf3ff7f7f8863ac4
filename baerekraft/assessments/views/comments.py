"""A second reader's comments, resolved one by one."""

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from baerekraft.assessments import fields, ladder, links
from baerekraft.assessments.access import holding
from baerekraft.assessments.models import Comment, Link
from baerekraft.assessments.views import steps
from baerekraft.assessments.views.sharing import owned
from baerekraft.learners import throttle
from baerekraft.learners.entry import clean_name


class CommentForm(forms.Form):
    step = forms.ChoiceField(
        label=gettext_lazy("About"), choices=[(step.key, step.title) for step in ladder.STEPS]
    )
    name = forms.CharField(
        label=gettext_lazy("Your name"),
        max_length=120,
        error_messages={"required": gettext_lazy("Give your name, so that the author knows who to ask.")},
    )
    text = forms.CharField(
        label=pgettext_lazy("field", "Comment"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 5, "class": "box"}),
        error_messages={
            "required": gettext_lazy("Write the comment first."),
            "max_length": gettext_lazy("The comment is too long. Use no more than 4,000 characters."),
        },
    )

    def clean_name(self) -> str:
        return clean_name(self.cleaned_data["name"])

    def clean_text(self) -> str:
        return fields.tidy(self.cleaned_data["text"])


@require_http_methods(["GET", "HEAD", "POST"])
@holding(Link.Right.COMMENT)
def comments(request: HttpRequest, link: Link) -> HttpResponse:
    if request.method != "POST":
        return page(
            request, link, CommentForm(initial={"name": link.name, "step": request.GET.get("om", "")})
        )
    form = CommentForm(request.POST)
    if not form.is_valid():
        return page(request, link, form, status=422)
    if throttle.exceeded("comment", str(owned(link).pk), limit=60):
        return render(request, "429.html", status=429)
    Comment.objects.create(assessment=owned(link), at=timezone.now(), **form.cleaned_data)
    return redirect("assessments:comments", links.secret(link))


def page(request: HttpRequest, link: Link, form: CommentForm, *, status: int = 200) -> HttpResponse:
    titles = {step.key: step for step in ladder.STEPS}
    rows = owned(link).comments.all()
    context = {
        **steps.around(steps.make(request, link)),
        "form": form,
        "open": [{"comment": row, "step": titles.get(row.step)} for row in rows if row.resolved_at is None],
        "resolved": [{"comment": row, "step": titles.get(row.step)} for row in rows if row.resolved_at],
    }
    return render(request, "assessments/comments.html", context, status=status)


@require_POST
@holding(Link.Right.EDIT)
def resolution(request: HttpRequest, link: Link, comment: int) -> HttpResponse:
    """Resolve a comment with an answer, or open it again."""
    found = get_object_or_404(owned(link).comments, pk=comment)
    found.answer = fields.tidy(request.POST.get("answer", ""))[:4000]
    resolved = request.POST.get("act") != "reopen"
    found.resolved_at = timezone.now() if resolved else None
    found.resolved_by = link.name if resolved else ""
    found.save(update_fields=["answer", "resolved_at", "resolved_by"])
    return redirect("assessments:comments", links.secret(link))
