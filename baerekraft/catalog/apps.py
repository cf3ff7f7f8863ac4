from django.apps import AppConfig


class CatalogConfig(AppConfig):
    name = "baerekraft.catalog"
    label = "catalog"
