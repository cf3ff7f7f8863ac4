from django.apps import AppConfig


class DeliveryConfig(AppConfig):
    name = "baerekraft.delivery"
    label = "delivery"

    def ready(self) -> None:
        from baerekraft.delivery import own_data, receivers  # noqa: F401
