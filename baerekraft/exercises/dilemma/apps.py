from django.apps import AppConfig


class KindConfig(AppConfig):
    name = "baerekraft.exercises.dilemma"
    label = "exercise_dilemma"
