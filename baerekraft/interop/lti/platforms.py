"""A platform as staff write it down, or as it registers itself: what must be true of it before it is kept."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from baerekraft.interop import outgoing
from baerekraft.interop.lti import framing
from baerekraft.interop.lti.models import Platform

CALLED = ("auth_token_url", "key_set_url")
MOST = 50
# Another platform's users would be let in as this one's, by the same names of theirs.
ITS_OWN = ("issuer", "client_id")


class Deployments(forms.CharField):
    """One id on a line."""

    widget = forms.Textarea(attrs={"rows": 3})

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(map(str, value)) if isinstance(value, list) else value

    def to_python(self, value: Any) -> Any:
        ids = [line.strip() for line in str(value or "").splitlines() if line.strip()]
        if len(ids) > MOST or any(len(each) > 255 or "\x00" in each for each in ids):
            raise ValidationError(_("Write at most 50 ids, one on each line."))
        return list(dict.fromkeys(ids))


class PlatformForm(forms.ModelForm):
    deployments = Deployments(
        label=_("Deployment ids"),
        required=False,
        help_text=_("One on each line. A launch from another is refused, and the refusal here tells its id."),
    )

    class Meta:
        model = Platform
        fields = (
            "name",
            "issuer",
            "client_id",
            "deployments",
            "auth_login_url",
            "auth_token_url",
            "key_set_url",
            "token_audience",
            "frame_origins",
            "may_open",
        )
        help_texts = {
            "issuer": _("Who the platform says it is, such as https://moodle.example.no."),
            "client_id": _("What the platform calls this course."),
            "token_audience": _("Only if the platform asks for it."),
            "frame_origins": _(
                "If the platform is shown at other addresses than those above. With a space between, such as https://example.instructure.com."
            ),
            "may_open": _(
                "Then whoever the platform says is signed in comes straight in, also to what she has done before. Otherwise she is asked for the code from her e-mail on each new device. Tick it only for a platform that signs in your own employees."
            ),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk and self.instance.learners.exists():
            for name in ITS_OWN:
                self.fields[name].disabled = True
                self.fields[name].help_text = _(
                    "Stays as it is now that somebody has come from the platform. If it is another platform, add it as a new one."
                )

    def clean_auth_login_url(self) -> str:
        url = str(self.cleaned_data["auth_login_url"])
        self._call(url)
        return url

    def clean_auth_token_url(self) -> str:
        url = str(self.cleaned_data["auth_token_url"])
        self._call(url)
        return url

    def clean_key_set_url(self) -> str:
        url = str(self.cleaned_data["key_set_url"])
        self._call(url)
        return url

    def clean_frame_origins(self) -> str:
        written = self.cleaned_data["frame_origins"].lower().split()
        found = [each.rstrip("/") for each in written]
        if not all(framing.ORIGIN.fullmatch(each) for each in found):
            raise ValidationError(
                _("Write each as https://example.no, with a space between and nothing after the name.")
            )
        return " ".join(dict.fromkeys(found))

    def _call(self, url: str) -> None:
        try:
            outgoing.check(url)
        except outgoing.Refused as refusal:
            raise ValidationError(str(refusal)) from None

    def save(self, commit: bool = True) -> Any:
        """Another address of the keys makes those that were kept worth nothing; the worker fetches the new ones."""
        from baerekraft.interop.lti.tasks import fetch_keys

        moved = "key_set_url" in self.changed_data
        if moved:
            fresh: dict[str, Any] = dict.fromkeys(("key_set", "key_set_at", "key_set_failed_at"))
            vars(self.instance).update(fresh)
        saved = super().save(commit)
        if moved and saved.pk:
            fetch_keys.enqueue(saved.pk)
        return saved
