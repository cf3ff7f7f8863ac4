"""Three judges from outside for a PDF of ours: outloud (PDF/UA-1, and what a reader would hear), pdfua and qpdf.

veraPDF, the usual judge, is in none of the package registries.
"""

import subprocess
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import outloud
import pdfua

# pdfua 0.1.3 falls over a heading that is in several pieces; outloud's TAG-020 finds the empty ones too.
FALLS_OVER = {"UA-14-001"}


def accessible(pdf: bytes) -> None:
    """Fail with what the judges say, if any of them has anything against it."""
    with TemporaryDirectory() as folder:
        file = Path(folder) / "document.pdf"
        file.write_bytes(pdf)
        faults = [*by_outloud(file), *by_pdfua(file), *by_qpdf(file)]
    assert not faults, "\n".join(faults)


def by_outloud(file: Path) -> Iterator[str]:
    result = outloud.check(str(file))
    if result.error:
        yield f"outloud: {result.error}"
    for found in result.sorted_findings():
        if found.severity != "info":
            yield f"outloud {found.rule} {found.severity}, page {found.page}: {found.message} {found.evidence or ''}"
    for run in result.runs:
        if run.status == "crashed":
            yield f"outloud {run.rule} did not run: {run.reason}"


def by_pdfua(file: Path) -> Iterator[str]:
    try:
        report = pdfua.validate(str(file))
    except pdfua.PdfuaError as error:
        yield f"pdfua: {error}"
        return
    for found in report.findings:
        yield f"pdfua {found.rule_id} {found.severity.name}, {found.location.describe()}: {found.message}"
    for rule in report.skipped:
        if rule.rule_id not in FALLS_OVER:
            yield f"pdfua {rule.rule_id} did not run: {rule.skipped_reason}"


def by_qpdf(file: Path) -> Iterator[str]:
    """Nothing when the file is sound; a warning is a fault."""
    ran = subprocess.run(["qpdf", "--check", file], capture_output=True, text=True, timeout=60)
    if ran.returncode:
        yield f"qpdf: {ran.stderr or ran.stdout}".strip()
