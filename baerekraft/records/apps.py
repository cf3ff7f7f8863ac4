from django.apps import AppConfig


class RecordsConfig(AppConfig):
    name = "baerekraft.records"
    label = "records"

    def ready(self) -> None:
        from baerekraft.records import elsewhere, facts, joining, own_data, pledges, receivers  # noqa: F401
