"""The library's rows. A file is named by its content and never changes; another file is another row."""

from typing import Any, ClassVar

from django.conf import settings
from django.core.files.base import ContentFile
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.images.models import AbstractImage, AbstractRendition
from wagtail.search import index

from baerekraft.media import checking, films

LICENCE_HELP = _("What allows us to show it, such as CC BY 4.0, or “Used with permission”.")


class Filed(models.Model):
    """What pictures and recordings have in common. `seeded` names what a content file said, if one brought it."""

    name = models.CharField(_("name by content"), max_length=24, unique=True, editable=False)
    original_name = models.CharField(_("file name"), max_length=200, editable=False)
    credit = models.CharField(_("made by"), max_length=120, help_text=_("Shown below it in the lesson."))
    licence = models.CharField(_("licence"), max_length=120, help_text=LICENCE_HELP)
    seeded = models.CharField(max_length=64, blank=True, editable=False)

    class Meta:
        abstract = True

    def body(self) -> bytes:
        with self.file.storage.open(self.file.name) as stored:  # type: ignore[attr-defined]
            return bytes(stored.read())


class LibraryImage(Filed, AbstractImage):  # type: ignore[django-manager-missing]
    admin_form_fields = (
        "title",
        "file",
        "description",
        "credit",
        "licence",
        "collection",
        "tags",
        "focal_point_x",
        "focal_point_y",
        "focal_point_width",
        "focal_point_height",
    )
    search_fields: ClassVar[list[Any]] = [*AbstractImage.search_fields, index.SearchField("credit")]

    class Meta(AbstractImage.Meta):
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")

    def __str__(self) -> str:
        return self.title

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Whichever way the file came, what is stored has been checked and tells nothing of its maker."""
        if not self.name:
            self.take_in()
        super().save(*args, **kwargs)

    @property
    def default_alt_text(self) -> str:
        return self.description

    def get_upload_to(self, filename: str) -> str:
        return f"library/{self.name or filename}"

    def take_in(self) -> None:
        with self.open_file() as uploaded:
            body = uploaded.read()
        file: Any = self.file
        file.close()
        picture = checking.picture(body)
        self.original_name = self.original_name or file.name.rpartition("/")[2][-200:]
        if file._committed:  # Wagtail's upload of many stores the file before the row
            file.storage.delete(file.name)
        self.name = picture.name
        setattr(self, "file", ContentFile(picture.body, picture.name))  # noqa: B010 - the field takes any file
        self._set_image_file_metadata()


class LibraryRendition(AbstractRendition):  # type: ignore[django-manager-missing]
    """What the editor's own pages show. Learners meet the published copies, see publishing.py."""

    image = models.ForeignKey(LibraryImage, related_name="renditions", on_delete=models.CASCADE)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["image", "filter_spec", "focal_point_key"], name="one_rendition_per_filter"
            )
        ]


def recording_path(recording: "LibraryRecording", filename: str) -> str:
    return f"library/{recording.name}"


class LibraryRecording(index.Indexed, Filed):
    """A film, a sound, or the captions of a film."""

    class Kind(models.TextChoices):
        VIDEO = "video", _("Film")
        AUDIO = "audio", _("Sound")
        CAPTIONS = "captions", _("Captions")

    title = models.CharField(_("title"), max_length=255)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind, editable=False)
    file = models.FileField(_("file"), upload_to=recording_path)
    size = models.PositiveIntegerField(editable=False)
    seconds = models.PositiveIntegerField(
        _("length in seconds"),
        default=0,
        blank=True,
        help_text=_("Leave empty for MP4 and M4A: the file says it itself."),
    )
    width = models.PositiveIntegerField(default=0, editable=False)
    height = models.PositiveIntegerField(default=0, editable=False)
    created_at = models.DateTimeField(_("uploaded"), auto_now_add=True)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, editable=False, on_delete=models.SET_NULL
    )
    uploaded_by.wagtail_reference_index_ignore = True  # type: ignore[attr-defined]

    search_fields: ClassVar[list[Any]] = [
        index.SearchField("title", boost=10),
        index.AutocompleteField("title"),
        index.SearchField("credit"),
        index.FilterField("kind"),
    ]

    class Meta:
        verbose_name = _("film or sound")
        verbose_name_plural = _("film and sound")
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return f"{self.title} ({self.get_kind_display()})"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self.name:
            self.take_in()
        super().save(*args, **kwargs)

    def take_in(self) -> None:
        file: Any = self.file
        file.open()
        film = films.film(file.read())
        self.original_name = self.original_name or file.name.rpartition("/")[2][-200:]
        self.name, self.kind, self.size = film.name, film.kind, len(film.body)
        self.seconds = film.seconds or self.seconds or 0
        self.width, self.height = film.width, film.height
        file.close()
        setattr(self, "file", ContentFile(film.body, film.name))  # noqa: B010 - the field takes any file
