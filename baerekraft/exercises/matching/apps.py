from django.apps import AppConfig


class KindConfig(AppConfig):
    name = "baerekraft.exercises.matching"
    label = "exercise_matching"
