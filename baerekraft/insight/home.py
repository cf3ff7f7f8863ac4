from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from baerekraft.insight import access
from baerekraft.reports import scopes


@access.staff
def page(request: HttpRequest) -> HttpResponse:
    """The places she coordinates; straight on when there is only one."""
    held = scopes.of(request.user)
    if len(held) == 1:
        return redirect(access.address(held[0], "place"))
    return render(request, "insight/home.html", {"places": held}, status=200 if held else 403)
