"""The page where lessons are chosen, posted."""

from django.http import HttpRequest, HttpResponse

from baerekraft.interop.lti import deep_linking
from baerekraft.interop.lti.views import only, telling
from baerekraft.learners.guard import own_pages_only


@own_pages_only
@telling
def choose(request: HttpRequest) -> HttpResponse:
    """The ticket in the form is what lets her: it was made for the one who came from the platform to choose."""
    only(request, "POST")
    return deep_linking.answer(request)
