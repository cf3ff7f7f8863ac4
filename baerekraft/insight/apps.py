from django.apps import AppConfig


class InsightConfig(AppConfig):
    name = "baerekraft.insight"
    label = "insight"
