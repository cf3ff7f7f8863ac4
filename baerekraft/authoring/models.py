"""Drafts: the pages that an editor changes. Learners never meet them; they meet what is compiled from them."""

from typing import Any, ClassVar, Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MinLengthValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import CommentPanel, FieldPanel, MultiFieldPanel, PublishingPanel
from wagtail.fields import StreamField
from wagtail.models import Locale, Page
from wagtail.snippets.models import register_snippet
from wagtail_localize.fields import SynchronizedField

from baerekraft.authoring import addresses, blocks
from baerekraft.authoring.course_forms import CopyWithAddress, CourseForm
from baerekraft.authoring.forms import DraftForm
from baerekraft.authoring.lesson_forms import LessonForm
from baerekraft.authoring.panels import FaultsPanel
from baerekraft.municipalities.models import Municipality

# A translation keeps its original's address.
SAME_EVERYWHERE = [SynchronizedField("slug", overridable=False)]


class Draft(Page):
    """`seeded` is the fingerprint of what the content file gave, so that an editor's change can be told from it."""

    seeded = models.CharField(max_length=64, blank=True, editable=False)

    class Meta:
        abstract = True

    promote_panels: ClassVar[list[Any]] = [FieldPanel("slug")]
    settings_panels: ClassVar[list[Any]] = [PublishingPanel(), CommentPanel()]
    # Learners never meet the page itself, so that closing it would close nothing.
    private_page_options: ClassVar[list[str]] = []
    base_form_class = DraftForm
    preview_modes: ClassVar[list[Any]] = [("", _("Preview"))]
    preview_sizes: ClassVar[list[Any]] = [
        {"name": "phone", "icon": "mobile-alt", "device_width": 375, "label": _("Preview on a phone")},
        {"name": "desktop", "icon": "desktop", "device_width": 1280, "label": _("Preview on a computer")},
    ]

    def clean(self) -> None:
        """A page that learners know keeps its address: links, answers and translations hang on it."""
        super().clean()
        known = type(self).objects.filter(pk=self.pk).exclude(first_published_at=None).first()
        if known and known.slug != self.slug:
            raise ValidationError(
                {"slug": _("The address cannot be changed once the page has been published.")}
            )

    def save(self, clean: bool = True, **kwargs: Any) -> Any:
        """A page that goes live has no faults; every way of publishing comes here."""
        from baerekraft.authoring import faults

        if clean and self.live:
            faults.refuse(self)
        return super().save(clean=clean, **kwargs)

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
    """The first course in the tree that is open to everyone is the main one."""

    class Audience(models.TextChoices):
        EVERYONE = "everyone", _("Everyone")
        MUNICIPALITY = "municipality", _("One municipality: open, but found only from its own page")
        CLOSED = "closed", _("Closed: only for those you let in")

    lead = models.TextField(_("introduction"), max_length=400)
    learning_goals = models.TextField(_("learning goals"), help_text=_("One per line."))
    audience = models.CharField(
        _("who the course is for"), max_length=12, choices=Audience, default=Audience.EVERYONE
    )
    municipality = models.ForeignKey(
        Municipality,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("municipality"),
        help_text=_(
            "Whose course it is. Everyone with a confirmed e-mail address there is let into its closed courses."
        ),
    )

    content_panels = [
        FaultsPanel(),
        *Page.content_panels,
        FieldPanel("lead"),
        FieldPanel("learning_goals"),
        MultiFieldPanel([FieldPanel("audience"), FieldPanel("municipality")], _("Who the course is for")),
    ]
    subpage_types = ["authoring.PartPage"]
    admin_default_ordering = "ord"
    parent_page_types = ["wagtailcore.Page", "authoring.MunicipalityPage"]
    base_form_class = CourseForm
    copy_form_class = CopyWithAddress
    override_translatable_fields = [
        *SAME_EVERYWHERE,
        SynchronizedField("audience", overridable=False),
        SynchronizedField("municipality", overridable=False),
    ]

    class Meta:
        verbose_name = _("course")

    def serve_preview(self, request: Any, mode_name: str) -> Any:
        from baerekraft.authoring import previewing

        return previewing.course(self, request)

    def clean(self) -> None:
        super().clean()
        self.check_address()

    def check_address(self) -> None:
        addresses.check_course(self)

    @property
    def whose(self) -> tuple[str, str]:
        """Who it is for and the municipality's slug. What stands under a municipality's page is never everyone's."""
        parent = self.get_parent() if self.path else None
        home = getattr(parent and parent.specific, "municipality", None) or self.municipality
        audience = self.audience
        if audience == self.Audience.EVERYONE and home != self.municipality:
            audience = self.Audience.MUNICIPALITY
        return str(audience), home.slug if home and audience != self.Audience.EVERYONE else ""


class PartPage(Draft):
    class Terrain(models.TextChoices):
        FOREST = "forest", _("Forest")
        MOUNTAIN = "mountain", _("Mountain")
        SUMMIT = "summit", _("Summit")

    lead = models.TextField(_("introduction"), max_length=400)
    terrain = models.CharField(
        _("terrain"),
        max_length=10,
        choices=Terrain,
        default=Terrain.FOREST,
        help_text=_("The drawing and the colours that the part is shown with."),
    )
    learning_goals = models.TextField(
        _("learning goals"), help_text=_("One per line. They are shown on the certificate.")
    )
    discussion = StreamField(
        blocks.OneSheet(), verbose_name=_("discussion sheet"), blank=True, help_text=_("One printed page.")
    )

    content_panels = [
        FaultsPanel(),
        *Page.content_panels,
        FieldPanel("lead"),
        FieldPanel("terrain"),
        FieldPanel("learning_goals"),
        FieldPanel("discussion"),
    ]
    override_translatable_fields = [*SAME_EVERYWHERE, SynchronizedField("terrain")]
    subpage_types = ["authoring.LessonPage"]
    admin_default_ordering = "ord"
    parent_page_types = ["authoring.CoursePage"]
    copy_form_class = CopyWithAddress
    # When a course is copied its parts get addresses of their own, in `save`.
    exclude_fields_in_copy: ClassVar[list[str]] = ["slug"]

    class Meta:
        verbose_name = _("part")

    def serve_preview(self, request: Any, mode_name: str) -> Any:
        from baerekraft.authoring import previewing

        return previewing.part(self, request)

    def clean(self) -> None:
        super().clean()
        self.check_address()

    def check_address(self) -> None:
        addresses.check_part(self)

    def save(self, clean: bool = True, **kwargs: Any) -> Any:
        addresses.give(self)
        return super().save(clean=clean, **kwargs)


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
        _("UN goals"), max_length=60, help_text=_("Those the lesson is about. Two to five is usual.")
    )
    serves = models.CharField(
        _("learning goals"), max_length=20, help_text=_("Those of the course's goals that the lesson serves.")
    )
    illustration = models.TextField(
        _("illustration (SVG)"),
        help_text=_("A new lesson has one to begin with. Leave it unless someone has drawn you another."),
    )
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
        FaultsPanel(),
        *Page.content_panels,
        MultiFieldPanel([FieldPanel("summary"), FieldPanel("outcome"), FieldPanel("hook")], _("Opening")),
        FieldPanel("goals"),
        FieldPanel("serves"),
        FieldPanel("body"),
        FieldPanel("steps"),
        FieldPanel("takeaway"),
        FieldPanel("sources"),
        FieldPanel("further_reading"),
        FieldPanel("tool"),
        MultiFieldPanel(
            [FieldPanel("illustration"), FieldPanel("illustration_alt")],
            _("Illustration at the top"),
            classname="collapsed",
        ),
    ]
    base_form_class = LessonForm
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
        super().clean()
        addresses.check_lesson(self)

    def serve_preview(self, request: Any, mode_name: str) -> Any:
        from baerekraft.authoring import previewing

        return previewing.lesson(self, request)


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


# The page that a municipality's own pages lie under is a model of this room too.
from baerekraft.authoring.municipal import MunicipalityPage  # noqa: E402, F401
