"""Finding a municipality by a name or code that it has or had."""

from anyascii import anyascii
from django.utils.text import slugify

from baerekraft.municipalities.models import Municipality, MunicipalityCode

LONGEST = 60


def by_text(text: str) -> Municipality | None:
    """«hol», «Øvre Eiker», «Rygge», «0136». A name in use goes before one that was."""
    wanted = slugify(anyascii(text[:LONGEST]))
    if not wanted:
        return None
    return Municipality.objects.filter(slug=wanted).first() or _by_code_or_former_name(wanted)


def _by_code_or_former_name(wanted: str) -> Municipality | None:
    for code in MunicipalityCode.objects.select_related("municipality"):
        if wanted in (code.code, slugify(anyascii(code.name))):
            return code.municipality
    return None
