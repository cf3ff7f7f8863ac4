from django.apps import AppConfig


class PlayerConfig(AppConfig):
    name = "baerekraft.player"
    label = "player"
