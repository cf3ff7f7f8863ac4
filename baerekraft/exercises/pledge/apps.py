from django.apps import AppConfig


class KindConfig(AppConfig):
    name = "baerekraft.exercises.pledge"
    label = "exercise_pledge"
