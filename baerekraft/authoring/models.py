"""Drafts: the pages that an editor changes. Learners never meet them; they meet what is compiled from them."""

from typing import Any, ClassVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MinLengthValidator
from django.db import models
from django.utils.csp import CSP, build_policy
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail.snippets.models import register_snippet

from baerekraft.authoring import blocks
from baerekraft.exercises.block import fault


class Draft(Page):
    """`seeded` is the fingerprint of what the content file gave, so that an editor's change can be told from it."""

    seeded = models.CharField(max_length=64, blank=True, editable=False)

    class Meta:
        abstract = True

    promote_panels: ClassVar[list[Any]] = [FieldPanel("slug")]
    settings_panels: ClassVar[list[Any]] = []
    preview_modes: ClassVar[list[Any]] = [("", _("Preview"))]


class CoursePage(Draft):
    lead = models.TextField(_("lead"), max_length=400)
    learning_goals = models.TextField(_("learning goals"), help_text=_("One a line."))

    content_panels = [*Page.content_panels, FieldPanel("lead"), FieldPanel("learning_goals")]
    subpage_types = ["authoring.PartPage"]
    parent_page_types = ["wagtailcore.Page"]

    class Meta:
        verbose_name = _("course")


class PartPage(Draft):
    class Terrain(models.TextChoices):
        FOREST = "forest", _("Forest")
        MOUNTAIN = "mountain", _("Mountain")
        SUMMIT = "summit", _("Summit")

    lead = models.TextField(_("lead"), max_length=400)
    terrain = models.CharField(_("terrain"), max_length=10, choices=Terrain, default=Terrain.FOREST)
    learning_goals = models.TextField(
        _("learning goals"), help_text=_("One a line. They stand on the certificate.")
    )

    content_panels = [
        *Page.content_panels,
        FieldPanel("lead"),
        FieldPanel("terrain"),
        FieldPanel("learning_goals"),
    ]
    subpage_types = ["authoring.LessonPage"]
    parent_page_types = ["authoring.CoursePage"]

    class Meta:
        verbose_name = _("part")


class LessonPage(Draft):
    summary = models.TextField(_("summary"), max_length=400, help_text=_("One sentence for lists."))
    outcome = models.TextField(
        _("outcome"), max_length=400, help_text=_("Follows the words “Afterwards you can”.")
    )
    hook = models.TextField(
        _("hook"), help_text=_("A situation with a person, a place and a choice; 40–60 words.")
    )
    goals = models.CharField(_("UN goals"), max_length=60, help_text=_("Numbers with commas: 3, 4, 10."))
    serves = models.CharField(_("learning goals"), max_length=20, help_text=_("Numbers with commas: 1, 4."))
    illustration = models.TextField(_("illustration (SVG)"))
    illustration_alt = models.CharField(_("text for those who cannot see it"), max_length=300)
    body = StreamField(blocks.LessonBody(), verbose_name=_("content"))
    steps = StreamField(blocks.StepsBody(), verbose_name=_("steps"))
    takeaway = models.TextField(_("takeaway"), max_length=400)
    further_reading = StreamField(blocks.ReadingBody(), verbose_name=_("read more"), blank=True)
    sources = StreamField(blocks.SourcesBody(), verbose_name=_("sources"))

    content_panels = [
        *Page.content_panels,
        MultiFieldPanel([FieldPanel("summary"), FieldPanel("outcome"), FieldPanel("hook")], _("Opening")),
        FieldRowPanel([FieldPanel("goals"), FieldPanel("serves")]),
        FieldPanel("body"),
        FieldPanel("steps"),
        FieldPanel("takeaway"),
        FieldPanel("further_reading"),
        FieldPanel("sources"),
        MultiFieldPanel([FieldPanel("illustration"), FieldPanel("illustration_alt")], _("Illustration")),
    ]
    subpage_types: ClassVar[list[str]] = []
    parent_page_types = ["authoring.PartPage"]

    class Meta:
        verbose_name = _("lesson")

    def clean(self) -> None:
        """Refuse a draft that could not be published, and say why."""
        from pydantic import ValidationError as DocumentError

        from baerekraft.authoring import compiling

        super().clean()
        try:
            compiling.lesson(self, part="part")
        except DocumentError as error:
            place = " › ".join(str(step) for step in error.errors()[0]["loc"])
            raise ValidationError(f"{place}: {fault(error)}" if place else fault(error)) from error

    def serve_preview(self, request: Any, mode_name: str) -> Any:
        from baerekraft.authoring import compiling
        from baerekraft.player import lessons

        part = self.get_parent().slug if self.get_parent() else "part"
        response = lessons.preview(request, compiling.lesson(self, part=part))
        # The editor shows the preview in a frame of its own page.
        policy: dict[str, Any] = {**settings.SECURE_CSP, "frame-ancestors": [CSP.SELF]}
        response["Content-Security-Policy"] = build_policy(policy)
        response["X-Frame-Options"] = "SAMEORIGIN"
        return response


@register_snippet
class GlossaryTerm(models.Model):
    term = models.CharField(_("term"), max_length=120)
    language = models.CharField(max_length=2, default="nb")
    forms = models.TextField(_("inflections"), blank=True, help_text=_("With commas, lower case."))
    explanation = models.TextField(_("explanation"), max_length=300, validators=[MinLengthValidator(10)])
    seeded = models.CharField(max_length=64, blank=True, editable=False)

    panels = [FieldPanel("term"), FieldPanel("forms"), FieldPanel("explanation")]

    class Meta:
        verbose_name = _("glossary term")
        verbose_name_plural = _("glossary")
        constraints = [models.UniqueConstraint(fields=["term", "language"], name="one_explanation_per_term")]

    def __str__(self) -> str:
        return self.term
