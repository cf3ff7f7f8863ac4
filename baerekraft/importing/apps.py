from django.apps import AppConfig


class ImportingConfig(AppConfig):
    name = "baerekraft.importing"
    label = "importing"
