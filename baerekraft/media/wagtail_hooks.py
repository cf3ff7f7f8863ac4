"""What Wagtail's editor does with the library beside its own: film and sound in the menu, and what is shown stays."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path, reverse
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.viewsets.base import ViewSet
from wagtail.images.views import images
from wagtail.snippets.models import register_snippet

from baerekraft.media import library
from baerekraft.media.library import InUse
from baerekraft.media.models import LibraryImage, LibraryRecording
from baerekraft.media.viewsets import RecordingViewSet, recording_chooser

register_snippet(RecordingViewSet)


@hooks.register("register_admin_viewset")
def register_chooser() -> ViewSet:
    return recording_chooser


@hooks.register("register_admin_urls", order=-1)
def stand_before_deleting() -> list[URLPattern]:
    """The same address as Wagtail's own, found first."""
    return [path("images/<int:image_id>/delete/", delete_image)]


def delete_image(request: HttpRequest, image_id: int) -> Any:
    refused = refusal(request, get_object_or_404(LibraryImage, pk=image_id))
    if refused:
        messages.error(request, refused)
        return redirect(reverse("wagtailimages:edit", args=[image_id]))
    return images.DeleteView.as_view()(request, image_id=image_id)


@hooks.register("before_delete_snippet")
def keep_recordings(request: HttpRequest, instances: list[Any]) -> HttpResponse | None:
    for item in instances:
        refused = refusal(request, item) if isinstance(item, LibraryRecording) else ""
        if refused:
            messages.error(request, refused)
            return redirect(reverse("wagtailsnippets_media_libraryrecording:list"))
    return None


@hooks.register("before_bulk_action")
def keep_pictures(
    request: HttpRequest, action_type: str, objects: list[Any], action: Any
) -> HttpResponse | None:
    for item in objects if action_type == "delete" else ():
        refused = refusal(request, item) if isinstance(item, LibraryImage | LibraryRecording) else ""
        if refused:
            messages.error(request, refused)
            return redirect(action.next_url)
    return None


def refusal(request: HttpRequest, item: Any) -> str:
    """Why the item must stay; empty when it may go."""
    try:
        library.refuse_if_used(item)
    except InUse as refused:
        return str(refused)
    return ""
