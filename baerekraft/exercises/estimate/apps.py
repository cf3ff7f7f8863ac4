from django.apps import AppConfig


class KindConfig(AppConfig):
    name = "baerekraft.exercises.estimate"
    label = "exercise_estimate"
