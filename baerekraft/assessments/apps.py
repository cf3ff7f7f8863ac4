from django.apps import AppConfig


class AssessmentsConfig(AppConfig):
    name = "baerekraft.assessments"

    def ready(self) -> None:
        from baerekraft.assessments import counting, own_data, receivers  # noqa: F401
