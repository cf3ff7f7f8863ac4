from django.apps import AppConfig


class KindConfig(AppConfig):
    name = "baerekraft.exercises.sorting"
    label = "exercise_sorting"
