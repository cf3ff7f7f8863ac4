"""What a municipality says of itself beside the county's course."""

from typing import Annotated

from django.utils.translation import gettext_noop
from pydantic import StringConstraints, model_validator

from baerekraft.exercises.document import Frozen, Key, Unfit

Line = Annotated[str, StringConstraints(strip_whitespace=True, max_length=254)]


class Contact(Frozen):
    """Who answers questions in the municipality. There is at least a name, and a way to reach it."""

    name: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=120)]
    title: Line = ""
    email: Line = ""
    phone: Line = ""

    @model_validator(mode="after")
    def can_be_reached(self) -> "Contact":
        if not self.email and not self.phone:
            raise Unfit(gettext_noop("a contact person needs an e-mail address or a phone number"))
        return self


class MunicipalityDocument(Frozen):
    """A municipality's greeting and contact person, as learners meet them."""

    municipality: Key
    greeting: Annotated[str, StringConstraints(strip_whitespace=True, max_length=400)] = ""
    contact: Contact | None = None
