from datetime import timedelta

from django.db import migrations
from django.db.models import OuterRef, Subquery
from django.utils import timezone


def fill(apps, schema_editor):
    """Where older enrolments began, and in which weeks their learners answered; rebuild-figures then counts them."""
    Attempt, Enrolment = apps.get_model("records", "Attempt"), apps.get_model("records", "Enrolment")
    first = Attempt.objects.filter(enrolment=OuterRef("pk")).order_by("started_at").values("municipality")[:1]
    Enrolment.objects.filter(municipality=None).update(municipality=Subquery(first))
    ActiveWeek = apps.get_model("records", "ActiveWeek")
    weeks = {}
    rows = apps.get_model("records", "Response").objects.order_by("answered_at", "id")
    for learner, at, municipality in rows.values_list(
        "attempt__enrolment__learner", "answered_at", "municipality"
    ).iterator(chunk_size=2000):
        day = timezone.localtime(at).date()
        weeks.setdefault((learner, day - timedelta(days=day.weekday())), municipality)
    ActiveWeek.objects.bulk_create(
        [
            ActiveWeek(learner_id=learner, week=week, municipality_id=municipality)
            for (learner, week), municipality in weeks.items()
        ],
        batch_size=500,
        ignore_conflicts=True,
    )


class Migration(migrations.Migration):
    dependencies = [("records", "0004_places_and_weeks")]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
