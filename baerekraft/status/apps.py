from django.apps import AppConfig


class StatusConfig(AppConfig):
    name = "baerekraft.status"
    label = "status"

    def ready(self) -> None:
        from baerekraft.pages import registry
        from baerekraft.status import public

        registry.add(public.PAGES)
