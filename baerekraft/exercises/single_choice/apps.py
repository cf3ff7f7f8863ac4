from django.apps import AppConfig


class KindConfig(AppConfig):
    name = "baerekraft.exercises.single_choice"
    label = "exercise_single_choice"
