from django.apps import AppConfig


class AuthoringConfig(AppConfig):
    name = "baerekraft.authoring"
    label = "authoring"

    def ready(self) -> None:
        from baerekraft.authoring import guarding, publishing, roles, scheduling, workflow  # noqa: F401
