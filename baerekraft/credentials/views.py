from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST, require_safe

from baerekraft.credentials import certificates
from baerekraft.credentials.checking import as_written
from baerekraft.credentials.models import Certificate, CertificateQuerySet
from baerekraft.learners.guard import learners_only, own_pages_only
from baerekraft.learners.models import Learner


@require_safe
@never_cache
def verify(request: HttpRequest, code: str) -> HttpResponse:
    """Tell whoever holds the code whether the certificate is genuine, and no more than its holder chose."""
    certificate = Certificate.objects.filter(code=as_written(code)).first()
    return verify_page(request, certificate, code)


def verify_page(
    request: HttpRequest, certificate: Certificate | None, code: str, *, said: str = ""
) -> HttpResponse:
    """The page about a certificate, or that there is none; `said` is what was found of a badge that was sent."""
    response = render(
        request,
        "credentials/verify.html",
        {"certificate": certificate, "code": code[:40], "said": said},
        status=200 if certificate else 404,
    )
    response["X-Robots-Tag"] = "noindex"
    return response


@require_GET
@never_cache
@learners_only
def pdf(request: HttpRequest, learner: Learner, code: str) -> HttpResponse:
    certificate = get_object_or_404(own(learner, code), revoked_at=None)
    response = HttpResponse(certificates.pdf(certificate), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{certificates.file_name(certificate)}"'
    return response


@require_POST
@own_pages_only
@learners_only
def visibility(request: HttpRequest, learner: Learner, code: str) -> HttpResponse:
    """Show or hide the holder's name on the public page."""
    certificate = get_object_or_404(own(learner, code))
    certificate.show_name = request.POST.get("show_name") == "yes"
    certificate.save(update_fields=["show_name"])
    return redirect("player:own")


def own(learner: Learner, code: str) -> CertificateQuerySet:
    """The learner's certificate with this code. (A NUL is more than a database will look for.)"""
    mine = Certificate.objects.of(learner)
    return mine.filter(code=code) if code.isprintable() else mine.none()
