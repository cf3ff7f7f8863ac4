"""The report of an assessment, made from its answers: `shown` tells in words what HTML, PDF and DOCX all say."""

from baerekraft.assessments.reporting.making import shown
from baerekraft.assessments.reporting.parts import Shown

__all__ = ["Shown", "shown"]
