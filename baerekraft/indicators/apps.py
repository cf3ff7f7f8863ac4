from django.apps import AppConfig


class IndicatorsConfig(AppConfig):
    name = "baerekraft.indicators"
    label = "indicators"
