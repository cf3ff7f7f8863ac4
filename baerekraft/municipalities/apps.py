from django.apps import AppConfig


class MunicipalitiesConfig(AppConfig):
    name = "baerekraft.municipalities"
    label = "municipalities"
