from django.apps import AppConfig


class InteropConfig(AppConfig):
    name = "baerekraft.interop"
    label = "interop"

    def ready(self) -> None:
        from baerekraft.interop.lti import own_data, receivers  # noqa: F401
        from baerekraft.interop.webhooks import own_data as told  # noqa: F401
        from baerekraft.interop.webhooks import receivers as telling  # noqa: F401
        from baerekraft.interop.xapi import receivers as voiding  # noqa: F401
