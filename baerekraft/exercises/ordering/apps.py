from django.apps import AppConfig


class KindConfig(AppConfig):
    name = "baerekraft.exercises.ordering"
    label = "exercise_ordering"
