from django.apps import AppConfig


class KindConfig(AppConfig):
    name = "baerekraft.exercises.multiple_choice"
    label = "exercise_multiple_choice"
