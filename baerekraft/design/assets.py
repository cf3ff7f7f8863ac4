"""Style and script on their way to the browser: many small files become two bundles, named by their content."""

import fnmatch
import re
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import rcssmin
import rjsmin
from django.conf import settings
from django.contrib.staticfiles.finders import AppDirectoriesFinder, BaseFinder
from django.core.files.base import ContentFile
from django.core.files.storage import InMemoryStorage
from whitenoise.storage import CompressedManifestStaticFilesStorage

IMPORT = re.compile(r"^import [^;]*;\n?", re.MULTILINE)
EXPORT = re.compile(r"^export ", re.MULTILINE)


def sources(patterns: Iterable[str]) -> Iterator[Path]:
    """The files of a bundle in its order; each file once, where its first pattern stands."""
    found = {name: Path(storage.path(name)) for name, storage in AppDirectoriesFinder().list([])}
    seen: set[str] = set()
    for pattern in patterns:
        for name in sorted(fnmatch.filter(found, pattern)):
            if name not in seen:
                seen.add(name)
                yield found[name]


def build(name: str) -> str:
    """The bundle's text, minified. Modules are joined by dropping their imports and exports."""
    texts = [path.read_text(encoding="utf-8") for path in sources(settings.BUNDLES[name])]
    if name.endswith(".css"):
        return str(rcssmin.cssmin("\n".join(texts)))
    return str(rjsmin.jsmin("\n".join(EXPORT.sub("", IMPORT.sub("", text)) for text in texts)))


@cache
def built(name: str) -> str:
    return build(name)


class BundleFinder(BaseFinder):
    """Lets collectstatic and the test server find the bundles as if they were files."""

    def check(self, **kwargs: Any) -> list[Any]:
        return []

    def find(self, path: str, find_all: bool = False, **kwargs: Any) -> Any:
        return []

    def list(self, ignore_patterns: Any) -> Iterator[tuple[str, Any]]:
        storage = InMemoryStorage()
        for name in settings.BUNDLES:
            storage.save(name, ContentFile(build(name)))
            yield name, storage


class AssetStorage(CompressedManifestStaticFilesStorage):
    """Names by content, so that browsers keep files for good; plain names until files are collected."""

    manifest_strict = False
    max_post_process_passes = 10

    def stored_name(self, name: str) -> str:
        return super().stored_name(name) if self.hashed_files else name
