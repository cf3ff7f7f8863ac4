from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("indicators", "0001_initial"),
        ("municipalities", "0001_initial"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="value",
            index=models.Index(
                condition=models.Q(("municipality__isnull", False)),
                fields=["indicator", "year", "municipality", "value"],
                name="values_of_municipalities",
            ),
        ),
    ]
