from django.apps import AppConfig


class RecordsConfig(AppConfig):
    name = "baerekraft.records"
    label = "records"

    def ready(self) -> None:
        from baerekraft.records import joining, own_data  # noqa: F401
