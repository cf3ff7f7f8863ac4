from django.apps import AppConfig


class PlayerConfig(AppConfig):
    name = "baerekraft.player"
    label = "player"

    def ready(self) -> None:
        from baerekraft.pages import registry
        from baerekraft.player import public

        registry.add(public.PAGES)
