import io
import zipfile

import pytest

from baerekraft.packages.zipping import Zip


def zipped(files: dict[str, bytes]) -> bytes:
    to = io.BytesIO()
    with Zip(to) as archive:
        for path, body in files.items():
            archive.add(path, body)
    return to.getvalue()


def test_the_same_files_are_the_same_bytes_in_whatever_order_they_come():
    assert zipped({"b.html": b"b", "a.woff2": b"a"}) == zipped({"a.woff2": b"a", "b.html": b"b"})


def test_what_went_in_comes_out():
    with zipfile.ZipFile(io.BytesIO(zipped({"æ/b.html": b"b" * 1000, "a.webp": b"a"}))) as archive:
        assert archive.testzip() is None
        assert {name: archive.read(name) for name in archive.namelist()} == {
            "a.webp": b"a",
            "æ/b.html": b"b" * 1000,
        }


@pytest.mark.parametrize("path", ["/etc/passwd", "../a", "a/../../b", "a\\b"])
def test_no_path_leads_out(path):
    with pytest.raises(ValueError, match="cannot be added"):
        zipped({path: b""})


def test_two_files_never_have_one_name():
    archive = Zip(io.BytesIO())
    archive.add("a", b"1")
    with pytest.raises(ValueError, match="cannot be added"):
        archive.add("a", b"2")


def half_made(to):
    with Zip(to) as archive:
        archive.add("a", b"1")
        raise LookupError


def test_what_fails_halfway_writes_nothing():
    to = io.BytesIO()
    with pytest.raises(LookupError):
        half_made(to)
    assert to.getvalue() == b""
