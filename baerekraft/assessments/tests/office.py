"""LibreOffice opens our Word files, as those who get them do."""

import atexit
import os
import shutil
import signal
import subprocess
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory, mkdtemp

import html5lib

SECONDS = 120
WORD = "MS Word 2007 XML"  # nothing else: left to guess, it opens any bytes as text
HTML = "html:HTML (StarWriter)"  # not text: LibreOffice 25.2 never ends a text file after a table


def opened(docx: bytes) -> str:
    """The text of the document, white space made even; fails when LibreOffice cannot open it."""
    with TemporaryDirectory() as folder:
        file, made = Path(folder) / "document.docx", Path(folder) / "document.html"
        file.write_bytes(docx)
        said = _converted(file)
        # Its exit code is 0 whatever happens.
        assert made.exists(), f"LibreOffice did not open the document: {said}"
        body = html5lib.parse(made.read_bytes(), namespaceHTMLElements=False).find("body")
        return " ".join("".join(body.itertext()).split())


def _converted(file: Path) -> str:
    """What LibreOffice says while it writes a page beside the file."""
    soffice = shutil.which("soffice")
    assert soffice, "No LibreOffice: run the tests with python3 dev.py test, which finds or installs it."
    with subprocess.Popen(
        [
            soffice,
            "--headless",
            f"-env:UserInstallation={_profile().as_uri()}",
            f"--infilter={WORD}",
            *("--convert-to", HTML, "--outdir", str(file.parent), str(file)),
        ],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    ) as office:
        try:
            return office.communicate(timeout=SECONDS)[0].strip()
        except subprocess.TimeoutExpired:
            os.killpg(office.pid, signal.SIGKILL)  # soffice is a script; what hangs is its child
            raise AssertionError(f"LibreOffice was not done in {SECONDS} seconds.") from None


@cache
def _profile() -> Path:
    """A folder of our own, so that an office somebody has open is left in peace; kept, for the first start is slow."""
    folder = mkdtemp(prefix="office-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return Path(folder)
