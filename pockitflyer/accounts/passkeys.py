"""Passkeys, authenticator apps and recovery codes: where allauth's own are told what is ours."""

import base64
import functools
import hashlib
import io

import segno
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.utils.translation import gettext as _


class MfaAdapter(DefaultMFAAdapter):
    """The code to scan is drawn by what draws the ones on printed sheets; secrets are encrypted where they are kept."""

    def get_totp_issuer(self) -> str:
        return "PockitFlyer"

    def build_totp_svg(self, url: str) -> str:
        """A whole SVG file: as the source of an image, one that does not name its namespace is not drawn."""
        drawn = io.BytesIO()
        segno.make(url, error="m").save(drawn, "svg", xmldecl=False, nl=False, omitsize=True, dark="#000", light="#fff")
        return drawn.getvalue().decode()

    def generate_authenticator_name(self, user: object, type: object) -> str:
        return _("My passkey")

    def encrypt(self, text: str) -> str:
        return _fernet().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _fernet().decrypt(encrypted_text.encode()).decode()


def _fernet() -> MultiFernet:
    return _fernet_of(settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)


@functools.cache
def _fernet_of(*keys: str) -> MultiFernet:
    """Encrypts with a key of its own, derived from the first secret key; reads what any of them wrote."""
    derived = (hashlib.blake2b(key.encode(), digest_size=32, person=b"authenticators").digest() for key in keys)
    return MultiFernet([Fernet(base64.urlsafe_b64encode(key)) for key in derived])
