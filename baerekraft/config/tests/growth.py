"""Which tables grow with people, and which do not. Every model of the product's has its place here."""

from django.apps import apps
from django.db.models import Index, Model, UniqueConstraint

# Rows that are somebody's: whatever points at one of these grows as they do.
PEOPLE = {"learners.Learner", "assessments.Assessment", "campaigns.Recipient"}
# Rows that are nobody's, and of which there is one more for what people do.
COUNTED = {
    "campaigns.Refusal",
    "credentials.RevokedBadge",
    "django_tasks_database.DBTaskResult",
    "interop.LtiLaunch",
    "interop.LtiLogin",
    "interop.Voiding",
    "learners.Throttle",
    "mail.Outgoing",
    "mail.SoftBounce",
    "records.EarnedElsewhere",
    "records.Total",
    "sessions.Session",
}
# What stays in the hundreds or thousands however many learn: what editors write, what is known of places, what a
# coordinator or an operator sets up. Whole rooms first.
OF_EDITORS = {
    *("accounts", "adaptation", "authoring", "catalog", "importing", "indicators", "media", "municipalities"),
    *("pages", "quality"),
}
SET_UP = {
    "assessments.OwnSet",
    "campaigns.Campaign",
    "campaigns.NameFile",
    "campaigns.PeopleFile",
    "credentials.BadgeKey",
    "interop.LtiInvitation",
    "interop.LtiKey",
    "interop.Lrs",
    "interop.Platform",
    "interop.Reach",
    "interop.Token",
    "interop.Webhook",
    "mail.Mailbox",
    "mail.Turn",
    "records.ResultsFile",
    "records.Tally",
    "reports.Morning",
}


# What a page may ask for all rows of.
NARROW = {"campaigns.Campaign", "municipalities.Municipality"}


def growing() -> set[type[Model]]:
    """Those of people, those that hang on them, and those counted for them."""
    found = {apps.get_model(label) for label in PEOPLE | COUNTED}
    while more := {model for model in apps.get_models() if _targets(model) & found} - found - _small():
        found |= more
    return found


def undecided() -> set[str]:
    """The product's own models that nobody has said anything about."""
    ours = {model for model in apps.get_models() if model.__module__.startswith("baerekraft.")}
    return {model._meta.label for model in ours - growing() - _small()}


def broad(model: type[Model]) -> set[str]:
    """Columns with the same value in very many rows: an index that is asked by these alone reads most of the table."""
    narrow = growing() | {apps.get_model(label) for label in NARROW}
    fields = [field for field in model._meta.concrete_fields if field.is_relation]
    return {field.column for field in fields if field.related_model not in narrow}


def partial(model: type[Model]) -> set[str]:
    """Indexes over only those rows that wait for something."""
    named = [*model._meta.indexes, *model._meta.constraints]
    return {one.name for one in named if isinstance(one, Index | UniqueConstraint) and one.condition}


def _small() -> set[type[Model]]:
    return {
        model
        for model in apps.get_models()
        if model._meta.app_label in OF_EDITORS or model._meta.label in SET_UP
    }


def _targets(model: type[Model]) -> set[type[Model]]:
    return {field.related_model for field in model._meta.concrete_fields if field.is_relation}
