from django.apps import AppConfig


class InteropConfig(AppConfig):
    name = "baerekraft.interop"
    label = "interop"
