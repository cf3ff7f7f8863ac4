from django.apps import AppConfig


class QualityConfig(AppConfig):
    name = "baerekraft.quality"
    label = "quality"

    def ready(self) -> None:
        from baerekraft.quality import receivers  # noqa: F401
