"""Telling a municipality's editors, once, that the county has changed a lesson they have adapted."""

from django.conf import settings
from django.tasks import task
from django.urls import reverse

from baerekraft.accounts.models import Membership, Role
from baerekraft.adaptation.pages import LocalLessonPage
from baerekraft.mail import messages


@task
def tell(variant: int, news: str) -> int:
    """Write the mail to each of the municipality's editors; return how many."""
    page = LocalLessonPage.objects.filter(pk=variant).select_related("original", "standing").first()
    if page is None or not page.standing.waits:
        return 0
    editors = Membership.objects.filter(role=Role.MUNICIPAL_EDITOR, municipality=page.municipality)
    for editor in editors.select_related("user"):
        messages.post(
            "adaptation/mail/changed.html",
            to=editor.user.email,
            context={
                "lesson": page.original.title,
                "municipality": page.municipality.name,
                "count": len(page.standing.asked),
                "fault": page.standing.fault,
                "url": settings.BASE_URL + reverse("local:questions", args=[page.pk]),
            },
            language=settings.LANGUAGE_CODE,
            key=f"local-variant-{page.pk}-{editor.user_id}-{news}",
        )
    return len(editors)
