from django.apps import AppConfig


class PackagesConfig(AppConfig):
    name = "baerekraft.packages"
    label = "packages"

    def ready(self) -> None:
        # Each registers its kind.
        from baerekraft.packages import site  # noqa: F401
        from baerekraft.packages.book import writing as book  # noqa: F401
        from baerekraft.packages.cmi5 import package  # noqa: F401
        from baerekraft.packages.epub import writing as epub  # noqa: F401
        from baerekraft.packages.scorm import package as scorm  # noqa: F401
