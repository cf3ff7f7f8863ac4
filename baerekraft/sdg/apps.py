from django.apps import AppConfig


class SdgConfig(AppConfig):
    name = "baerekraft.sdg"
    label = "sdg"
