from django.apps import AppConfig


class LearnersConfig(AppConfig):
    name = "baerekraft.learners"
    label = "learners"

    def ready(self) -> None:
        from baerekraft.learners import receivers  # noqa: F401
