from django.apps import AppConfig


class DesignConfig(AppConfig):
    name = "baerekraft.design"
    label = "design"
