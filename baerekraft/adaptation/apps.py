from django.apps import AppConfig


class AdaptationConfig(AppConfig):
    name = "baerekraft.adaptation"
    label = "adaptation"

    def ready(self) -> None:
        from baerekraft.adaptation import publishing  # noqa: F401
