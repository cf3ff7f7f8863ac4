"""The zip that an EPUB is: its kind comes first and uncompressed, and nothing in it tells when it was made."""

from typing import BinaryIO
from zipfile import ZIP_STORED, ZipFile

from baerekraft.packages import zipping

KIND = b"application/epub+zip"
POINTER = b"""<?xml version="1.0" encoding="UTF-8"?>
<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">
  <rootfiles><rootfile full-path="EPUB/package.opf" media-type="application/oebps-package+xml"/></rootfiles>
</container>
"""


def write(to: BinaryIO, files: dict[str, bytes]) -> None:
    """`files` by their path inside EPUB/ (OCF 3.3, section 4)."""
    with ZipFile(to, "w") as archive:
        kind = zipping.entry("mimetype")
        kind.compress_type = ZIP_STORED
        archive.writestr(kind, KIND)
        archive.writestr(zipping.entry("META-INF/container.xml"), POINTER)
        for path in sorted(files):
            archive.writestr(zipping.entry(f"EPUB/{path}"), files[path])
