from django.apps import AppConfig


class SheetsConfig(AppConfig):
    name = "baerekraft.sheets"
    label = "sheets"
