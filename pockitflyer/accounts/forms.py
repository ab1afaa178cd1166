"""The forms of accounts."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from pockitflyer.accounts.names import MAX_NAME_CHARACTERS, clean_name
from pockitflyer.pictures.intake import ACCEPTED_TYPES


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

    def signup(self, request: Any, user: Any) -> None:
        """Asked for by allauth; the adapter has already saved the name."""


class ProfileForm(forms.Form):
    """Name and picture of one's own profile."""

    # Told to the page, so that a file that is too large is not sent in vain.
    max_picture_bytes = settings.MAX_PICTURE_BYTES

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
        widget=forms.FileInput(attrs={"accept": ",".join(ACCEPTED_TYPES)}),
    )
    remove_picture = forms.BooleanField(label=_("Remove my picture"), required=False)

    def __init__(self, *args: Any, has_picture: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not has_picture:
            del self.fields["remove_picture"]

    def clean_name(self) -> str:
        return clean_name(self.cleaned_data["name"])
