from django.apps import AppConfig


class PdfConfig(AppConfig):
    name = "baerekraft.pdf"
    label = "pdf"
