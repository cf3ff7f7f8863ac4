"""A municipality's variants of the county's lessons, as pages in the editor."""

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField

from baerekraft.adaptation import anchors
from baerekraft.adaptation.blocks import ChangesBody
from baerekraft.adaptation.panel import CountyPanel
from baerekraft.authoring.blocks import SourcesBody
from baerekraft.authoring.models import LessonPage
from baerekraft.authoring.municipal import WithContact
from baerekraft.municipalities.models import Municipality


class LocalLessonForm(WagtailAdminPageForm):
    """The county's blocks are what a change is about, as they are when it is written."""

    def __init__(self, *args: Any, instance: Any = None, **kwargs: Any) -> None:
        anchors.choose_for(instance)
        super().__init__(*args, instance=instance, **kwargs)

    def save(self, commit: bool = True) -> Any:
        anchors.remember(self.instance)
        return super().save(commit)


class LocalLessonPage(WithContact):
    """A municipality's variant of one of the county's lessons: what differs, and nothing else.

    `bases` holds, by the change's id, the county's block as it was when the change was made or last looked at.
    """

    original = models.ForeignKey(LessonPage, models.PROTECT, related_name="variants", editable=False)
    changes = StreamField(ChangesBody(), verbose_name=_("changes"), blank=True)
    sources = StreamField(SourcesBody(), verbose_name=_("your own sources"), blank=True)
    bases = models.JSONField(default=dict, editable=False)

    content_panels = [CountyPanel(), FieldPanel("changes"), FieldPanel("sources"), WithContact.contact_panel]
    subpage_types: ClassVar[list[str]] = []
    parent_page_types = ["authoring.MunicipalityPage"]
    base_form_class = LocalLessonForm
    # It is made from the county's lesson that it changes.
    is_creatable = False

    class Meta:
        verbose_name = _("local variant")
        verbose_name_plural = _("local variants")

    @property
    def municipality(self) -> Municipality:
        return self.get_parent().specific.municipality

    def serve_preview(self, request: Any, mode_name: str) -> Any:
        from baerekraft.adaptation import previewing

        return previewing.show(self, request)

    def can_move_to(self, parent: Any) -> bool:
        """It stays with its municipality."""
        return bool(parent.pk == self.get_parent().pk)
