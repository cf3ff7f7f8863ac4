"""The drawing that a new lesson has to begin with: nobody has to be able to draw in order to publish."""

from typing import Any

from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _


def first(language: str) -> dict[str, Any]:
    """What the fields of the illustration say in a lesson that has none of its own."""
    with translation.override(language):
        alt = _("A path through a hilly landscape, with the sun low.")
    return {"illustration": render_to_string("authoring/drawing.svg").strip(), "illustration_alt": alt}
