"""The bridge from paper: a sheet with a flyer's poster and a code that leads phones to it."""

from dataclasses import dataclass
from typing import Final

import segno
from django.utils.safestring import SafeString

SIZES: Final = ("a4", "a5")
# A quarter of the code may be torn off or wet.
_CORRECTION: Final = "q"
# What readers ask for around a code, in its own modules (ISO/IEC 18004).
_QUIET_ZONE: Final = 4


@dataclass(frozen=True)
class Sheet:
    """``size`` is one of ``SIZES``; ``code`` a drawing (SVG) of the address; ``shown`` is that address to type."""

    size: str
    code: SafeString
    shown: str


def sheet(url: str, size: str) -> Sheet:
    """A sheet for an absolute address; an unknown size is A4."""
    return Sheet(size if size in SIZES else SIZES[0], code_of(url), url.partition("://")[2].rstrip("/"))


def code_of(url: str) -> SafeString:
    """The QR code of an address as SVG, black on white whatever the theme."""
    code = segno.make_qr(url, error=_CORRECTION)
    drawn = code.svg_inline(
        border=_QUIET_ZONE, dark="#000", light="#fff", svgclass="code", lineclass=None, omitsize=True
    )
    return SafeString(drawn)
