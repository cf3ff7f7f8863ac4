from django.apps import AppConfig


class ExportingConfig(AppConfig):
    name = "baerekraft.exporting"
    label = "exporting"
