"""Choosing from the library in a lesson. What is stored is the file's name by content, which is what the document says."""

import copy
from functools import cached_property
from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.contrib.typed_table_block.blocks import TypedTableBlock
from wagtail.images.blocks import ImageChooserBlock
from wagtail_localize.segments import StringSegmentValue

from baerekraft.media.models import LibraryRecording


class Named(blocks.ChooserBlock):
    """A chooser whose stored value is the file's name, so that a draft says the same wherever it is taken."""

    def to_python(self, value: Any) -> Any:
        return self.bulk_to_python([value])[0]

    def bulk_to_python(self, values: Any) -> list[Any]:
        values = list(values)
        found = self.model_class.objects.in_bulk({value for value in values if value}, field_name="name")
        # A copy each, because the editor's own fields hang on the object.
        return [copy.copy(found.get(value)) for value in values]

    def get_prep_value(self, value: Any) -> str:
        return value.name if value else ""

    def get_translatable_segments(self, value: Any) -> list[Any]:
        """The same in every language; a film says in its block which language is spoken."""
        return []

    def restore_translated_segments(self, value: Any, segments: Any) -> Any:
        return value


class PictureChooser(Named, ImageChooserBlock):
    pass


class RecordingChooser(Named):
    """Films and sound, or the captions of one."""

    @property
    def target_model(self) -> type[LibraryRecording]:
        return LibraryRecording

    @cached_property
    def widget(self) -> Any:
        from baerekraft.media.viewsets import recording_chooser

        return recording_chooser.widget_class()

    class Meta:
        icon = "media"


class ImageBlock(blocks.StructBlock):
    file = PictureChooser(label=_("Picture"))
    alt = blocks.CharBlock(
        label=_("Text for people who cannot see it"),
        required=False,
        max_length=300,
        help_text=_("What the picture shows and why it is here. Not “picture of”."),
    )
    decorative = blocks.BooleanBlock(
        label=_("Decorative"), required=False, help_text=_("It says nothing that the text does not.")
    )
    caption = blocks.CharBlock(label=_("Caption"), required=False, max_length=400)

    class Meta:
        icon = "image"
        label = _("Picture")
        group = _("Text and pictures")
        description = _("A photograph or drawing from the library.")


class GridBlock(TypedTableBlock):
    text = blocks.CharBlock(label=_("Text"), required=False, max_length=200)

    def get_translatable_segments(self, table: Any) -> list[StringSegmentValue]:
        texts = {"caption": table.caption, **_cells(table)}
        return [StringSegmentValue(path, text) for path, text in texts.items() if text]

    def restore_translated_segments(self, table: Any, segments: Any) -> Any:
        said = {segment.path: segment.render_text() for segment in segments}
        table.caption = said.get("caption", table.caption)
        for number, column in enumerate(table.columns):
            column["heading"] = said.get(f"head-{number}", column["heading"])
        for number, row in enumerate(table.row_data):
            row["values"] = [
                said.get(f"row-{number}-{place}", cell) for place, cell in enumerate(row["values"])
            ]
        return table


def _cells(table: Any) -> dict[str, str]:
    """The headings and cells by where they stand."""
    head = {f"head-{number}": column["heading"] for number, column in enumerate(table.columns)}
    rows = {
        f"row-{number}-{place}": cell
        for number, row in enumerate(table.row_data)
        for place, cell in enumerate(row["values"])
    }
    return {**head, **rows}


class TableBlock(blocks.StructBlock):
    grid = GridBlock(
        label=_("Table"),
        help_text=_("The first column names the rows. Every column but the first needs a heading."),
    )
    source = blocks.RegexBlock(
        regex=r"^[a-z0-9]+(-[a-z0-9]+)*$",
        label=_("Source"),
        required=False,
        max_length=60,
        help_text=_("Choose among the lesson's sources, by their short names."),
    )

    class Meta:
        icon = "table"
        label = _("Table")
        group = _("Text and pictures")
        description = _("Figures or words in rows and columns.")


class RecordingBlock(blocks.StructBlock):
    file = RecordingChooser(label=_("Film or sound"))
    title = blocks.CharBlock(label=_("Title"), max_length=120)
    language = blocks.ChoiceBlock(
        choices=[("nb", _("Norwegian (Bokmål)")), ("nn", _("Norwegian (Nynorsk)")), ("en", _("English"))],
        default="nb",
        label=_("Language spoken"),
    )
    captions = RecordingChooser(
        label=_("Captions"),
        required=False,
        help_text=_("A .vtt file with what is said. A film cannot be published without."),
    )
    transcript = blocks.RichTextBlock(
        label=_("What is said and shown"),
        features=["bold", "italic", "ul", "ol"],
        help_text=_("The whole of it as text, for those who cannot hear, see or play it."),
    )
    poster = PictureChooser(
        label=_("Picture before it plays"), required=False, help_text=_("Cut to 16:9 around its focal point.")
    )
    caption = blocks.CharBlock(label=_("Caption"), required=False, max_length=400)

    class Meta:
        icon = "media"
        label = _("Film or sound")
        group = _("Text and pictures")
        description = _("With captions and text, from the library.")
