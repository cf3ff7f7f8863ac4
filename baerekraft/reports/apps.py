from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "baerekraft.reports"
    label = "reports"

    def ready(self) -> None:
        from baerekraft.reports import receivers  # noqa: F401
