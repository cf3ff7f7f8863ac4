"""Drafts: the pages that an editor changes. Learners never meet them; they meet what is compiled from them."""

from typing import Any, ClassVar, Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MinLengthValidator
from django.db import models
from django.utils import timezone
from django.utils.csp import CSP, build_policy
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.models import Locale, Page
from wagtail.snippets.models import register_snippet
from wagtail_localize.fields import SynchronizedField

from baerekraft.authoring import blocks
from baerekraft.exercises.block import fault

# A translation keeps its original's address.
SAME_EVERYWHERE = [SynchronizedField("slug", overridable=False)]


class Draft(Page):
    """`seeded` is the fingerprint of what the content file gave, so that an editor's change can be told from it."""

    seeded = models.CharField(max_length=64, blank=True, editable=False)

    class Meta:
        abstract = True

    promote_panels: ClassVar[list[Any]] = [FieldPanel("slug")]
    settings_panels: ClassVar[list[Any]] = []
    preview_modes: ClassVar[list[Any]] = [("", _("Preview"))]

    def clean(self) -> None:
        """A page that learners know keeps its address: links, answers and translations hang on it."""
        super().clean()
        known = type(self).objects.filter(pk=self.pk).exclude(first_published_at=None).first()
        if known and known.slug != self.slug:
            raise ValidationError(
                {"slug": _("The address cannot be changed once the page has been published.")}
            )

    @property
    def language(self) -> str:
        """A page that is not saved yet is in the course's own language."""
        return str(self.locale.language_code) if self.locale_id else settings.LANGUAGE_CODE

    @property
    def original(self) -> Self:
        """The page this one translates; itself when it is none."""
        default = Locale.objects.get(language_code=settings.LANGUAGE_CODE)
        if self.locale_id == default.pk:
            return self
        found = type(self).objects.filter(translation_key=self.translation_key, locale=default).first()
        return found or self


class CoursePage(Draft):
    lead = models.TextField(_("introduction"), max_length=400)
    learning_goals = models.TextField(_("learning goals"), help_text=_("One per line."))

    content_panels = [*Page.content_panels, FieldPanel("lead"), FieldPanel("learning_goals")]
    subpage_types = ["authoring.PartPage"]
    # There is room for one course. It comes from the content files; a second would take its place among learners.
    is_creatable = False
    parent_page_types = ["wagtailcore.Page"]
    override_translatable_fields = SAME_EVERYWHERE

    class Meta:
        verbose_name = _("course")


class PartPage(Draft):
    class Terrain(models.TextChoices):
        FOREST = "forest", _("Forest")
        MOUNTAIN = "mountain", _("Mountain")
        SUMMIT = "summit", _("Summit")

    lead = models.TextField(_("introduction"), max_length=400)
    terrain = models.CharField(_("terrain"), max_length=10, choices=Terrain, default=Terrain.FOREST)
    learning_goals = models.TextField(
        _("learning goals"), help_text=_("One per line. They are shown on the certificate.")
    )
    discussion = StreamField(
        blocks.OneSheet(), verbose_name=_("discussion sheet"), blank=True, help_text=_("One printed page.")
    )

    content_panels = [
        *Page.content_panels,
        FieldPanel("lead"),
        FieldPanel("terrain"),
        FieldPanel("learning_goals"),
        FieldPanel("discussion"),
    ]
    override_translatable_fields = [*SAME_EVERYWHERE, SynchronizedField("terrain")]
    subpage_types = ["authoring.LessonPage"]
    parent_page_types = ["authoring.CoursePage"]

    class Meta:
        verbose_name = _("part")


class LessonPage(Draft):
    """`translates` is the fingerprint of the text that a translation was made from."""

    summary = models.TextField(_("summary"), max_length=400, help_text=_("One sentence, used in lists."))
    outcome = models.TextField(
        _("outcome"), max_length=400, help_text=_("Follows the words “Afterwards you can”.")
    )
    hook = models.TextField(
        _("hook"), help_text=_("A situation with a person, a place and a choice; 40–60 words.")
    )
    goals = models.CharField(
        _("UN goals"), max_length=60, help_text=_("Numbers separated by commas: 3, 4, 10.")
    )
    serves = models.CharField(
        _("learning goals"), max_length=20, help_text=_("Numbers separated by commas: 1, 4.")
    )
    illustration = models.TextField(_("illustration (SVG)"))
    illustration_alt = models.CharField(_("text for people who cannot see it"), max_length=300)
    body = StreamField(blocks.LessonBody(), verbose_name=_("content"))
    steps = StreamField(blocks.StepsBody(), verbose_name=_("what you can do"))
    takeaway = models.TextField(_("takeaway"), max_length=400)
    tool = StreamField(
        blocks.OneSheet(), verbose_name=_("tool"), blank=True, help_text=_("One printed page for a meeting.")
    )
    further_reading = StreamField(blocks.ReadingBody(), verbose_name=_("read more"), blank=True)
    sources = StreamField(blocks.SourcesBody(), verbose_name=_("sources"))
    translates = models.CharField(max_length=12, blank=True, editable=False)

    content_panels = [
        *Page.content_panels,
        MultiFieldPanel([FieldPanel("summary"), FieldPanel("outcome"), FieldPanel("hook")], _("Opening")),
        FieldRowPanel([FieldPanel("goals"), FieldPanel("serves")]),
        FieldPanel("body"),
        FieldPanel("steps"),
        FieldPanel("takeaway"),
        FieldPanel("tool"),
        FieldPanel("further_reading"),
        FieldPanel("sources"),
        MultiFieldPanel([FieldPanel("illustration"), FieldPanel("illustration_alt")], _("Illustration")),
    ]
    subpage_types: ClassVar[list[str]] = []
    parent_page_types = ["authoring.PartPage"]
    override_translatable_fields = [
        *SAME_EVERYWHERE,
        SynchronizedField("goals", overridable=False),
        SynchronizedField("serves", overridable=False),
        SynchronizedField("illustration"),
    ]

    class Meta:
        verbose_name = _("lesson")

    def get_admin_display_title(self) -> str:
        """The title in lists, where it says when a translation has fallen behind or there are newer figures."""
        from baerekraft.authoring import newer, translating

        said = []
        if self.pk and translating.is_behind(self):
            said.append(_("older than its original"))
        if self.pk and newer.of_page(self):
            said.append(_("newer figures exist"))
        title = str(super().get_admin_display_title())
        return f"{title} ({', '.join(map(str, said))})" if said else title

    def clean(self) -> None:
        """Refuse a draft that could not be published, and say why."""
        from pydantic import ValidationError as DocumentError

        from baerekraft.authoring import compiling, taking
        from baerekraft.authoring.asking import NoFigure

        super().clean()
        try:
            taking.take(compiling.lesson(self, part="part"), on=timezone.localdate())
        except NoFigure as error:
            raise ValidationError(str(error)) from error
        except DocumentError as error:
            place = " › ".join(str(step) for step in error.errors()[0]["loc"])
            raise ValidationError(f"{place}: {fault(error)}" if place else fault(error)) from error

    def serve_preview(self, request: Any, mode_name: str) -> Any:
        from baerekraft.authoring import compiling, taking
        from baerekraft.player import lessons

        part = self.get_parent().slug if self.get_parent() else "part"
        document = taking.take(compiling.lesson(self, part=part), on=timezone.localdate())
        response = lessons.preview(request, document)
        # The editor shows the preview in a frame of its own page.
        policy: dict[str, Any] = {**settings.SECURE_CSP, "frame-ancestors": [CSP.SELF]}
        response["Content-Security-Policy"] = build_policy(policy)
        response["X-Frame-Options"] = "SAMEORIGIN"
        return response


@register_snippet
class GlossaryTerm(models.Model):
    term = models.CharField(_("term"), max_length=120)
    language = models.CharField(max_length=2, default="nb")
    forms = models.TextField(_("inflections"), blank=True, help_text=_("Lower case, separated by commas."))
    explanation = models.TextField(_("explanation"), max_length=300, validators=[MinLengthValidator(10)])
    seeded = models.CharField(max_length=64, blank=True, editable=False)

    panels = [FieldPanel("term"), FieldPanel("forms"), FieldPanel("explanation")]

    class Meta:
        verbose_name = _("glossary term")
        verbose_name_plural = _("glossary")
        constraints = [models.UniqueConstraint(fields=["term", "language"], name="one_explanation_per_term")]

    def __str__(self) -> str:
        return self.term
