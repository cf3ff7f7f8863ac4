from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "baerekraft.accounts"
    label = "accounts"
