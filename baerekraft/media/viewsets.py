"""Where editors look after films and sound, and choose one."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.viewsets.chooser import ChooserViewSet
from wagtail.snippets.views.snippets import SnippetViewSet

from baerekraft.media.forms import LibraryRecordingForm
from baerekraft.media.models import LibraryRecording


class RecordingChooserViewSet(ChooserViewSet):
    model = LibraryRecording
    icon = "media"
    choose_one_text = _("Choose a film, sound or captions")
    choose_another_text = _("Choose another")
    edit_item_text = _("Change what is said of it")
    search_tab_label = _("Library")
    creation_tab_label = _("Upload")
    create_action_label = _("Upload")
    create_action_clicked_label = _("Uploading …")
    creation_form_class = LibraryRecordingForm
    url_filter_parameters = ["kind"]
    preserve_url_parameters = ["multiple", "kind"]


recording_chooser = RecordingChooserViewSet("recording_chooser")


class RecordingViewSet(SnippetViewSet):
    model = LibraryRecording
    icon = "media"
    menu_label = _("Film and sound")
    menu_order = 310
    add_to_admin_menu = True
    copy_view_enabled = False
    list_display = ["title", "kind", "original_name", "credit", "created_at"]
    list_filter = ["kind"]
    search_fields = ["title", "credit", "original_name"]

    def get_form_class(self, for_update: bool = False) -> type[LibraryRecordingForm]:
        return LibraryRecordingForm
