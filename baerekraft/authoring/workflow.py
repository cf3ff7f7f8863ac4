"""Review: a page that one has written is read and published by another, «fagansvarlig», or sent back with a comment."""

from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.dispatch import receiver
from django.urls import reverse
from wagtail.models import (
    GroupApprovalTask,
    Page,
    TaskState,
    Workflow,
    WorkflowPage,
    WorkflowState,
    WorkflowTask,
)
from wagtail.signals import (
    task_submitted,
    workflow_approved,
    workflow_rejected,
    workflow_submitted,
)
from wagtail.users.models import UserProfile

from baerekraft.accounts import memberships
from baerekraft.accounts.models import Role
from baerekraft.mail import messages

NAME = "Fagansvarlig godkjenner"
# What Wagtail makes by itself, and nobody here is a member of.
WAGTAILS_OWN = "Moderators approval"
# Wagtail mails while the editor waits, and forgets what did not go; ours waits in the queue. What is connected under
# Wagtail's own names takes the place of what Wagtail connects later.
MAIL = "email_notification"


def ensure() -> None:
    """The whole tree has a review, unless the county has set up another."""
    root = Page.get_first_root_node()
    assigned = WorkflowPage.objects.filter(page=root).select_related("workflow").first()
    if assigned and assigned.workflow.name != WAGTAILS_OWN:
        return
    workflow, new = Workflow.objects.get_or_create(name=NAME)
    if new:
        task = GroupApprovalTask.objects.create(name=NAME)
        task.groups.add(memberships.group(Role.APPROVER))
        WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=0)
    WorkflowPage.objects.update_or_create(page=root, defaults={"workflow": workflow})


@receiver(task_submitted, sender=TaskState, dispatch_uid=f"group_approval_task_submitted_{MAIL}")
def ask(sender: Any, instance: TaskState, user: Any = None, **kwargs: Any) -> None:
    """The approvers are asked; whoever sent it in is not asked by herself."""
    task = instance.task.specific
    if isinstance(task, GroupApprovalTask):
        people = get_user_model().objects.filter(groups__in=task.groups.all()).distinct()
        for person in people:
            if person != user:
                tell("submitted", instance.workflow_state, to=person, by=user, key=instance.pk)


@receiver(workflow_submitted, sender=WorkflowState, dispatch_uid=f"workflow_state_submitted_{MAIL}")
def leave_administrators_alone(**kwargs: Any) -> None:
    """Wagtail would mail every administrator that something waits for somebody else."""


@receiver(workflow_approved, sender=WorkflowState, dispatch_uid=f"workflow_state_approved_{MAIL}")
def tell_of_approval(sender: Any, instance: WorkflowState, user: Any = None, **kwargs: Any) -> None:
    if instance.requested_by and instance.requested_by != user:
        tell("approved", instance, to=instance.requested_by, by=user, key=instance.current_task_state_id)


@receiver(workflow_rejected, sender=WorkflowState, dispatch_uid=f"workflow_state_rejected_{MAIL}")
def tell_of_rejection(sender: Any, instance: WorkflowState, user: Any = None, **kwargs: Any) -> None:
    if instance.requested_by and instance.requested_by != user:
        tell("rejected", instance, to=instance.requested_by, by=user, key=instance.current_task_state_id)


def tell(news: str, state: WorkflowState, *, to: Any, by: Any, key: Any) -> None:
    """Mail one person, unless she has said that she wants no such mail."""
    profile = UserProfile.get_for_user(to)
    if not to.is_active or not to.email or not getattr(profile, f"{news}_notifications"):
        return
    page, answered = state.content_object, state.current_task_state
    messages.post(
        "authoring/mail/review.html",
        to=to.email,
        context={
            "news": news,
            "who": (by.get_full_name() or by.email) if by else messages.site(),
            "title": page.get_latest_revision_as_object().title,
            "comment": answered.comment if answered and news != "submitted" else "",
            "url": settings.BASE_URL + reverse("wagtailadmin_pages:edit", args=[page.pk]),
        },
        language=profile.get_preferred_language(),
        key=f"review-{news}-{key}-{to.pk}",
    )
