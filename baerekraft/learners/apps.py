from django.apps import AppConfig


class LearnersConfig(AppConfig):
    name = "baerekraft.learners"
    label = "learners"
