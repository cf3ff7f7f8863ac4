from django.apps import AppConfig


class ConfigConfig(AppConfig):
    name = "baerekraft.config"
    label = "config"
