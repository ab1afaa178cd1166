"""What a page says of itself to search engines, and to whoever shows a link to it."""

import json
from dataclasses import dataclass, field
from typing import Any, Final

from django.utils.safestring import SafeString
from django.utils.text import Truncator

_DESCRIPTION_CHARACTERS: Final = 200
# What could end the element that the data stands in, or be read as a line break by a script.
_ESCAPES: Final = {ord(sign): f"\\u{ord(sign):04x}" for sign in "<>&\u2028\u2029"}


@dataclass(frozen=True)
class SharedPicture:
    """A picture by its absolute address; its size in pixels."""

    url: str
    width: int
    height: int
    alt: str = ""


@dataclass(frozen=True)
class SharedAs:
    """A page as others show it. ``url`` is its canonical, absolute address; ``data`` is schema.org's (JSON-LD).

    ``is_listed`` is whether search engines should show it; ``kind`` is a type of the Open Graph protocol.
    """

    title: str
    text: str
    url: str
    picture: SharedPicture | None = None
    kind: str = "website"
    is_listed: bool = True
    data: dict[str, Any] = field(default_factory=dict)

    @property
    def description(self) -> str:
        """The text in one line, cut at a length that is shown."""
        return Truncator(" ".join(self.text.split())).chars(_DESCRIPTION_CHARACTERS)

    @property
    def card(self) -> str:
        """The kind of card that X and others draw: large where there is a poster."""
        return "summary_large_image" if self.kind == "article" else "summary"

    @property
    def structured(self) -> SafeString:
        """The data as JSON that no text in it can break out of."""
        document = {"@context": "https://schema.org", **self.data}
        return SafeString(json.dumps(document, ensure_ascii=False).translate(_ESCAPES))


def absolute(origin: str, url: str) -> str:
    """The address with its host; a picture in a bucket has one already."""
    return origin + url if url.startswith("/") else url
