from django.apps import AppConfig


class CredentialsConfig(AppConfig):
    name = "baerekraft.credentials"
    label = "credentials"

    def ready(self) -> None:
        from baerekraft.credentials import own_data, receivers  # noqa: F401
