"""A municipality's own page: what it makes itself lies under it, and its editors work there and nowhere else."""

from typing import Any, ClassVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.models import Locale, Page

from baerekraft.municipalities.models import Municipality


class WithContact(Page):
    """Who answers questions about the page's subject in the municipality."""

    contact_name = models.CharField(_("name"), max_length=120, blank=True)
    contact_title = models.CharField(_("job title"), max_length=120, blank=True)
    contact_email = models.EmailField(_("e-mail"), blank=True)
    contact_phone = models.CharField(_("phone"), max_length=20, blank=True)

    contact_panel = MultiFieldPanel(
        [
            FieldRowPanel([FieldPanel("contact_name"), FieldPanel("contact_title")]),
            FieldRowPanel([FieldPanel("contact_email"), FieldPanel("contact_phone")]),
        ],
        _("Contact person"),
    )
    promote_panels: ClassVar[list[Any]] = []
    preview_modes: ClassVar[list[Any]] = [("", _("Preview"))]
    settings_panels: ClassVar[list[Any]] = []

    class Meta:
        abstract = True

    def clean(self) -> None:
        super().clean()
        if self.contact_name and not (self.contact_email or self.contact_phone):
            raise ValidationError({"contact_email": _("Give an e-mail address or a phone number.")})
        if not self.contact_name and (self.contact_title or self.contact_email or self.contact_phone):
            raise ValidationError({"contact_name": _("Give the name of the contact person.")})


class MunicipalityPage(WithContact):
    """A municipality's own corner of the course; learners meet it at `/k/<slug>/`."""

    municipality = models.OneToOneField(Municipality, models.PROTECT, editable=False)
    greeting = models.TextField(
        _("greeting"), max_length=400, blank=True, help_text=_("Two or three sentences to colleagues.")
    )

    content_panels = [FieldPanel("greeting"), WithContact.contact_panel]
    subpage_types = ["adaptation.LocalLessonPage", "authoring.CoursePage"]
    parent_page_types = ["wagtailcore.Page"]
    # `home` makes them, one each.
    is_creatable = False

    class Meta:
        verbose_name = _("municipality's page")


def home(municipality: Municipality) -> MunicipalityPage:
    """The municipality's page, made and published now if there is none."""
    found = MunicipalityPage.objects.filter(municipality=municipality).first()
    if found:
        return found
    locale = Locale.objects.get_or_create(language_code=settings.LANGUAGE_CODE)[0]
    root = Page.get_first_root_node() or Page.add_root(
        instance=Page(title="Root", slug="root", locale=locale)
    )
    page = MunicipalityPage(
        municipality=municipality, title=municipality.name, slug=municipality.slug, locale=locale
    )
    root.add_child(instance=page)
    page.save_revision().publish()
    return page
