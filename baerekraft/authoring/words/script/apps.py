from django.apps import AppConfig


class ScriptConfig(AppConfig):
    name = "baerekraft.authoring.words.script"
    label = "words_script"
