"""Style, script and pictures, collected under names that follow from their content."""

import hashlib
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command

STAMP = "collected"


def fingerprint() -> str:
    """Changes when any static file changes."""
    digest = hashlib.sha256(repr(settings.BUNDLES).encode())
    for finder in get_finders():
        for name, storage in finder.list([]):
            if name in settings.BUNDLES:
                digest.update(storage.open(name).read())
            else:
                digest.update(f"{name} {Path(storage.path(name)).stat().st_mtime_ns}".encode())
    return digest.hexdigest()


def collect() -> bool:
    """Collect unless nothing has changed; return whether it did."""
    stamp = settings.STATIC_ROOT / STAMP
    now = fingerprint()
    if stamp.exists() and stamp.read_text() == now:
        return False
    call_command("collectstatic", interactive=False, clear=True, verbosity=0)
    stamp.write_text(now)
    return True
