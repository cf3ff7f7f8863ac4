from django.apps import AppConfig


class PagesConfig(AppConfig):
    name = "baerekraft.pages"
    label = "pages"
