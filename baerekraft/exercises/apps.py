from django.apps import AppConfig


class ExercisesConfig(AppConfig):
    name = "baerekraft.exercises"
    label = "exercises"
