"""`/certificates`: whether a certificate is genuine, in the words of the page where people check it."""

from datetime import date
from typing import Annotated, Literal

from django.http import HttpRequest
from django.utils import timezone
from ninja import Path, Router
from pydantic import Field

from baerekraft.credentials import checking
from baerekraft.interop.api import addresses, asking, limits
from baerekraft.interop.api.shapes import Links
from baerekraft.sdg.texts import Frozen

router = Router(tags=["Certificates"])
Code = Annotated[str, Path(min_length=1, max_length=40, description="As it stands on the certificate.")]


class CertificateCheck(Frozen):
    """All but the first four are null for a code that is not known, and most for one that is withdrawn."""

    code: str
    status: Literal["valid", "withdrawn", "unknown"]
    title: str = Field(description="The status in words.")
    text: str
    name: str | None = Field(description="The holder's name, if the holder has chosen to show it.")
    part: str | None = Field(description="The part of the course, as it was called that day.")
    course: str | None
    issued_on: date | None
    withdrawn_on: date | None
    links: Links


@router.get(
    "/certificates/{code}",
    response=CertificateCheck,
    url_name="certificate",
    operation_id="certificate",
)
def certificate(request: HttpRequest, code: Code, language: asking.Language = None) -> CertificateCheck:
    """Whether a code is that of a genuine certificate. At most sixty may be tried in a minute."""
    limits.mind(request, "api-certificates", limit=limits.CHECKS_A_MINUTE)
    checked = checking.check(code)
    row = checked.certificate
    shown = row if checked.status == "valid" else None
    return CertificateCheck(
        code=row.code if row else code,
        status=checked.status,
        title=checked.title,
        text=checked.text,
        name=shown.name if shown and shown.show_name else None,
        part=shown.part_title if shown else None,
        course=shown.course_title if shown else None,
        issued_on=timezone.localdate(shown.issued_at) if shown else None,
        withdrawn_on=timezone.localdate(row.revoked_at) if row and row.revoked_at else None,
        links={"page": addresses.to(request, "credentials:verify", row.code)} if row else {},
    )
