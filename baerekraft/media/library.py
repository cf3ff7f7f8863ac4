"""The library as the rest of the product meets it: bring a file in, find it, and see where it is used."""

import hashlib
from collections.abc import Iterator
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.files.base import ContentFile
from django.utils.translation import gettext as _
from wagtail.models import Collection, ReferenceIndex
from wagtail.permissions import policy_registry

from baerekraft.catalog.document import Image, Recording
from baerekraft.catalog.models import PublishedLesson
from baerekraft.media import checking, films
from baerekraft.media.models import LibraryImage, LibraryRecording

Item = LibraryImage | LibraryRecording
COMMON = "Felles"


class InUse(PermissionDenied):
    """A file that lessons show cannot be deleted; the text says which."""


def add_image(
    name: str, body: bytes, *, title: str, alt: str, credit: str, licence: str, by: Any = None
) -> LibraryImage:
    """Bring a picture into the library, or give back the one that is there. Raises checking.Refused.

    A picture without credit or licence is let in from a draft; no lesson can be published with it.
    """
    picture = checking.picture(body)
    known = LibraryImage.objects.filter(name=picture.name).first()
    if known:
        return known
    image = LibraryImage(
        title=title[:255],
        description=alt[:255],
        credit=credit[:120],
        licence=licence[:120],
        original_name=name.replace("\\", "/").rpartition("/")[2][-200:],
        uploaded_by_user=by,
        collection=_where(by),
    )
    image.file = ContentFile(picture.body, picture.name)
    image.save()
    return image


def add_recording(
    name: str, body: bytes, *, title: str, credit: str, licence: str, seconds: int = 0, by: Any = None
) -> LibraryRecording:
    """Bring a film, a sound or captions into the library, or give back what is there. Raises checking.Refused."""
    film = films.film(body)
    known = LibraryRecording.objects.filter(name=film.name).first()
    if known:
        return known
    recording = LibraryRecording(
        title=title[:255],
        credit=credit[:120],
        licence=licence[:120],
        seconds=seconds,
        original_name=name.replace("\\", "/").rpartition("/")[2][-200:],
        uploaded_by=by,
    )
    recording.file = ContentFile(film.body, film.name)
    recording.save()
    return recording


def folder(name: str) -> Collection:
    """A folder of the library, made if there is none. They lie side by side: a right to one reaches no other."""
    root = Collection.get_first_root_node() or Collection.add_root(name="Root")
    return root.get_children().filter(name=name).first() or root.add_child(name=name)


def common() -> Collection:
    """Pictures that everybody who edits may use: the county's, and what comes with content files."""
    return folder(COMMON)


def _where(by: Any) -> Collection:
    """The folder that this person may put pictures in."""
    if by is None or by.is_superuser:
        return common()
    return (
        policy_registry.get_by_type(LibraryImage).collections_user_has_permission_for(by, "add").first()
        or common()
    )


def find(file: str) -> LibraryImage | None:
    """The picture with this name by content."""
    return LibraryImage.objects.filter(name=file).first()


def find_recording(file: str) -> LibraryRecording | None:
    """The film, sound or captions with this name by content."""
    return LibraryRecording.objects.filter(name=file).first()


def told(item: Item, **fields: str) -> None:
    """What a content file says of the item, unless an editor has said something else since."""
    given = _digest(fields)
    now = _digest({name: getattr(item, name) for name in fields})
    if item.seeded == given or (item.seeded and item.seeded != now):
        return
    for name, value in {**fields, "seeded": given}.items():
        setattr(item, name, value)
    item.save()


def _digest(fields: dict[str, str]) -> str:
    return hashlib.sha256(repr(sorted(fields.items())).encode()).hexdigest()


def uses(item: Item) -> list[str]:
    """Titles of the published lessons and drafts that show it."""
    drafts = (str(page) for page, _references in ReferenceIndex.get_grouped_references_to(item))
    return sorted({*_published_with(item.name), *drafts})


def _published_with(file: str) -> Iterator[str]:
    newest: dict[tuple[Any, ...], PublishedLesson] = {}
    for row in PublishedLesson.objects.order_by("version"):
        newest[row.lesson_id, row.language, getattr(row, "municipality_id", None)] = row
    for row in newest.values():
        if row.withdrawn_at is None and file in files(row.document.body):
            yield row.document.title


def files(body: Any) -> set[str]:
    """The library's files that these blocks show."""
    found = set()
    for block in body:
        if isinstance(block, Image):
            found.add(block.file)
        elif isinstance(block, Recording):
            found |= {block.file, block.captions, block.poster} - {""}
    return found


def refuse_if_used(item: Item) -> None:
    used = uses(item)
    if used:
        raise InUse(
            _("“%(item)s” is shown in %(lessons)s. Take it out there first, and then delete it.")
            % {"item": item.title, "lessons": ", ".join(f"“{title}”" for title in used)}
        )
