from django.apps import AppConfig


class KindConfig(AppConfig):
    name = "baerekraft.exercises.poll"
    label = "exercise_poll"
