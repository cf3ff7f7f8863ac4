from django.apps import AppConfig


class QualityConfig(AppConfig):
    name = "baerekraft.quality"
    label = "quality"
