"""The forms of accounts."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.utils.translation import gettext_lazy as _

from pockitflyer.accounts.names import MAX_NAME_CHARACTERS, clean_name
from pockitflyer.pictures.intake import ACCEPTED_TYPES
from pockitflyer.pictures.recipes import AVATAR


class SignUpForm(forms.Form):
    """What sign-up asks beside e-mail and password."""

    name = forms.CharField(
        label=_("Name"),
        # No max_length here: the rule and its sentence are clean_name's, which counts what is kept.
        widget=forms.TextInput(attrs={"autocomplete": "name", "maxlength": MAX_NAME_CHARACTERS}),
    )
    field_order = ("name", "email", "password1")

    def clean_name(self) -> str:
        return clean_name(self.cleaned_data["name"])

    def _post_clean(self) -> None:
        """Takes as long for an address that has an account: allauth hashes no password then.

        After everything else has been looked at: what is refused is refused as soon, whatever the address.
        """
        super()._post_clean()  # type: ignore[misc]
        # "password" is its name in the headless API. With a passkey there is none.
        password = self.cleaned_data.get("password1") or self.cleaned_data.get("password")
        if password and not self.errors and getattr(self, "account_already_exists", False):
            make_password(password)

    def signup(self, request: Any, user: Any) -> None:
        """Asked for by allauth; the adapter has already saved the name."""


@dataclass(frozen=True)
class PictureLimits:
    """Told to the page, so that nothing is sent in vain.

    ``max_bytes`` and ``types`` (an ``accept`` attribute) are what is taken at all; ``most_px`` is the longest side
    that is of use, because a master has no more.
    """

    max_bytes: int = settings.MAX_PICTURE_BYTES
    most_px: int = AVATAR.master_px
    types: str = ",".join(ACCEPTED_TYPES)


class ProfileForm(forms.Form):
    """Name and picture of one's own profile."""

    picture_limits = PictureLimits()

    name = forms.CharField(
        label=_("Name"),
        strip=False,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "name", "maxlength": MAX_NAME_CHARACTERS, "required": True}),
    )
    picture = forms.FileField(
        label=_("Picture"),
        required=False,
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": PictureLimits.types}),
    )
    remove_picture = forms.BooleanField(label=_("Remove my picture"), required=False)

    def __init__(self, *args: Any, has_picture: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not has_picture:
            del self.fields["remove_picture"]

    def clean_name(self) -> str:
        return clean_name(self.cleaned_data["name"])
