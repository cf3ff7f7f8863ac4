from django.apps import AppConfig


class CampaignsConfig(AppConfig):
    name = "baerekraft.campaigns"
    label = "campaigns"

    def ready(self) -> None:
        from baerekraft.campaigns import leaving, own_data, receivers  # noqa: F401
