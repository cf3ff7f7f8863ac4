from django.apps import AppConfig


class StatusConfig(AppConfig):
    name = "baerekraft.status"
    label = "status"

    def ready(self) -> None:
        from baerekraft.pages import registry
        from baerekraft.status import public, receivers  # noqa: F401

        registry.add(public.PAGES)
