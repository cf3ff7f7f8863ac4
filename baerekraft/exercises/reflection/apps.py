from django.apps import AppConfig


class KindConfig(AppConfig):
    name = "baerekraft.exercises.reflection"
    label = "exercise_reflection"
