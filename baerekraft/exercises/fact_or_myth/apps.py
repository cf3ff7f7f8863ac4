from django.apps import AppConfig


class KindConfig(AppConfig):
    name = "baerekraft.exercises.fact_or_myth"
    label = "exercise_fact_or_myth"
