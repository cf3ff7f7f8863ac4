from django.apps import AppConfig


class MailConfig(AppConfig):
    name = "baerekraft.mail"
    label = "mail"
