"""Taking: what a lesson shows from the library comes into it, with who made it and where its copies lie."""

from django.utils.html import strip_tags
from django.utils.translation import gettext_noop

from baerekraft.catalog.media import Image, Recording, Rendition
from baerekraft.exercises.document import Unfit
from baerekraft.media import library, publishing
from baerekraft.media.library import Item
from baerekraft.media.models import LibraryImage, LibraryRecording


class Missing(Unfit):
    """A file that a lesson shows is not in the library, or may not be shown."""


def take(block: Image | Recording, *, public: bool) -> Image | Recording:
    """The block with everything that learners need. Unless `public`, its files are those that staff alone can see."""
    return _image(block, public) if isinstance(block, Image) else _recording(block, public)


def _image(block: Image, public: bool) -> Image:
    image = shown(library.find(block.file), "file")
    return block.model_copy(
        update={
            "credit": image.credit,
            "licence": image.licence,
            "renditions": publishing.renditions(image) if public else (_original(image),),
        }
    )


def _original(image: LibraryImage) -> Rendition:
    type = publishing.TYPES[image.name.rpartition(".")[2]]
    return Rendition(
        url=image.file.url, type=type, width=image.width, height=image.height, bytes=image.get_file_size()
    )


def _recording(block: Recording, public: bool) -> Recording:
    film = shown(library.find_recording(block.file), "file")
    captions = found(library.find_recording(block.captions), "captions") if block.captions else None
    poster = shown(library.find(block.poster), "poster") if block.poster else None

    def address(item: LibraryRecording | None) -> str:
        if item is None:
            return ""
        return publishing.recording(item) if public else str(item.file.url)

    return block.model_copy(
        update={
            "credit": film.credit,
            "licence": film.licence,
            "url": address(film),
            "captions_url": address(captions),
            "transcript_url": publishing.transcript(plain(block)) if public else "",
            "poster_url": (publishing.poster(poster) if public else str(poster.file.url)) if poster else "",
            "bytes": film.size,
            "seconds": film.seconds,
            "width": film.width,
            "height": film.height,
        }
    )


def found[T: Item](item: T | None, field: str) -> T:
    if item is None:
        raise Missing(
            gettext_noop("The file is not in the library any more. Choose another, or upload it again."),
            at=(field,),
        )
    return item


def shown[T: Item](item: T | None, field: str) -> T:
    """The item, if the library says that it may be shown."""
    there = found(item, field)
    if not there.credit or not there.licence:
        raise Missing(
            gettext_noop(
                "“%(item)s” lacks a name or a licence. Say in the library who made it and what allows us to show it."
            ),
            at=(field,),
            item=there.title,
        )
    return there


def plain(recording: Recording) -> str:
    """The transcript as text, a paragraph a line."""
    lines = recording.transcript.replace("</p>", "</p>\n").replace("</li>", "</li>\n").splitlines()
    text = "\n".join(line for line in (strip_tags(line).strip() for line in lines) if line)
    return f"{recording.title}\n\n{text}\n"
