from django.apps import AppConfig


class TranslationConfig(AppConfig):
    name = "baerekraft.translation"
    label = "translation"
