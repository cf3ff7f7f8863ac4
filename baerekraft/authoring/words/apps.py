from django.apps import AppConfig
from django.utils.text import capfirst


class WordsConfig(AppConfig):
    name = "baerekraft.authoring.words"
    label = "words"

    def ready(self) -> None:
        """A field that Wagtail has given no label is called what it is called in the program."""
        from wagtail.admin.forms.workflows import WorkflowPageForm
        from wagtail.models import WorkflowPage

        label = WorkflowPage._meta.get_field("page").verbose_name
        WorkflowPageForm.base_fields["page"].label = capfirst(label)
