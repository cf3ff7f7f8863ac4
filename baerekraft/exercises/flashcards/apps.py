from django.apps import AppConfig


class KindConfig(AppConfig):
    name = "baerekraft.exercises.flashcards"
    label = "exercise_flashcards"
