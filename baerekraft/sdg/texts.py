"""A text in the languages it has been written in."""

from django.utils.translation import get_language
from pydantic import BaseModel, ConfigDict, model_validator

# Whoever reads nynorsk rather reads bokmål than English.
ORDER = {"nb": ("nb", "nn", "en"), "nn": ("nn", "nb", "en"), "en": ("en", "nb", "nn")}


class Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Texts(Frozen):
    """In a template it says itself in the reader's language, or in the nearest it has."""

    nb: str = ""
    nn: str = ""
    en: str = ""

    @model_validator(mode="after")
    def says_something(self) -> "Texts":
        if not (self.nb or self.nn or self.en):
            raise ValueError("a text is missing in every language")
        return self

    def __str__(self) -> str:
        return self.said(get_language())

    def said(self, language: str | None) -> str:
        return str(getattr(self, self.language(language)))

    def language(self, wanted: str | None) -> str:
        """The language it will be said in, for the page's `lang`. Without a wish, English, as message ids are."""
        order = ORDER.get((wanted or "en").partition("-")[0], ORDER["nb"])
        return next(code for code in order if getattr(self, code))
