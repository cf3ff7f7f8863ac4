"""The editor's forms: a file is checked before anything else looks at it, and never changed afterwards."""

from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.forms import ModelForm
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.images.fields import WagtailImageField
from wagtail.images.forms import BaseImageForm

from baerekraft.media import checking, films
from baerekraft.media.models import LibraryImage, LibraryRecording


class PictureField(WagtailImageField):
    """What has passed our own check is handed to Wagtail's as the file that will be stored."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.help_text = gettext_lazy(
            "JPEG, PNG, WebP or AVIF, at most %(limit)d MB. Where and when it was taken is removed from the file."
        ) % {"limit": settings.MEDIA_IMAGE_MB}
        self.error_messages["file_too_large_unknown_size"] = gettext_lazy(
            "The file is larger than %(limit)d MB. Save it in a smaller size and upload it again."
        ) % {"limit": settings.MEDIA_IMAGE_MB}

    def check_image_file_size(self, f: Any) -> None:
        """What was uploaded has been measured; what is stored may be a little larger."""

    def to_python(self, data: Any) -> Any:
        if data in self.empty_values:
            return super().to_python(data)
        try:
            checking.largest(settings.MEDIA_IMAGE_MB, data.size)
            picture = checking.picture(data.read())
        except checking.Refused as error:
            raise ValidationError(str(error)) from error
        stem = data.name.rpartition(".")[0] or data.name
        file = SimpleUploadedFile(f"{stem}.{picture.ending}", picture.body)
        checked = super().to_python(file)
        checked.library_name = picture.name
        return checked


class LibraryImageForm(BaseImageForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.fields.pop("file", None)
        elif "file" in self.fields and not isinstance(self.fields["file"], PictureField):
            wagtails = self.fields["file"]
            self.fields["file"] = PictureField(label=wagtails.label, widget=wagtails.widget)
        if "description" in self.fields:
            self.fields["description"].required = True
            self.fields["description"].label = _("What it shows")
            self.fields["description"].help_text = _("One sentence to a colleague who cannot see it.")

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        name = getattr(file, "library_name", "")
        refuse_known(LibraryImage.objects.filter(name=name).first())
        return file


class LibraryRecordingForm(ModelForm[LibraryRecording]):
    class Meta:
        model = LibraryRecording
        fields = ("title", "file", "credit", "licence", "seconds")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["seconds"].required = False
        if self.instance.pk:
            self.fields.pop("file", None)
        elif "file" in self.fields:
            self.fields["file"].help_text = _(
                "Film as MP4 (H.264) or WebM, sound as MP3, M4A or OGG, captions as .vtt. At most %(limit)d MB."
            ) % {"limit": settings.MEDIA_VIDEO_MB}

    def clean_seconds(self) -> int:
        return self.cleaned_data["seconds"] or 0

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        try:
            checking.largest(settings.MEDIA_VIDEO_MB, file.size)
            self.film = films.film(file.read())
        except checking.Refused as error:
            raise ValidationError(str(error)) from error
        refuse_known(LibraryRecording.objects.filter(name=self.film.name).first())
        file.seek(0)
        return file

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        film = getattr(self, "film", None)
        if film and film.kind != "captions" and not film.seconds and not self.cleaned_data.get("seconds"):
            self.add_error("seconds", _("The file does not say how long it is. Write it here, in seconds."))
        return cleaned


def refuse_known(item: LibraryImage | LibraryRecording | None) -> None:
    if item:
        raise ValidationError(
            _("This file is already in the library, as “%(title)s”. Choose it there.") % {"title": item.title}
        )
