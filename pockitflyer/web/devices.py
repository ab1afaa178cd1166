"""What somebody signed in with, in plain words: browsers say it in a hundred and fifty characters for programs."""

import re
from typing import Final

from django.utils.translation import gettext as _

# The first that is found: most say that they are several, the one they were made from last.
_BROWSERS: Final = (
    (r"\bEdg(e|A|iOS)?/", "Edge"),
    (r"\b(OPR|OPT|Opera)/", "Opera"),
    (r"\bSamsungBrowser/", "Samsung Internet"),
    (r"\bVivaldi/", "Vivaldi"),
    (r"\b(Firefox|FxiOS)/", "Firefox"),
    (r"\b(Chrome|CriOS|Chromium|HeadlessChrome)/", "Chrome"),
    (r"\bVersion/[\d.]+ .*Safari/", "Safari"),
)
_SYSTEMS: Final = (
    (r"\biPhone\b", "iPhone"),
    (r"\biPad\b", "iPad"),
    (r"\bAndroid\b", "Android"),
    (r"\bCrOS\b", "ChromeOS"),
    (r"\bWindows\b", "Windows"),
    (r"\bMac(intosh| OS)\b", "Mac"),
    (r"\b(Linux|X11)\b", "Linux"),
)
_MOST_CHARACTERS: Final = 40


def device_name(user_agent: str) -> str:
    """Such as “Firefox on Android”, in the active language; an app by the name it gives itself."""
    browser = _first(_BROWSERS, user_agent) or _own_name(user_agent)
    system = _first(_SYSTEMS, user_agent)
    if browser and system:
        return _("%(browser)s on %(system)s") % {"browser": browser, "system": system}
    return browser or system or _("An app")


def _first(known: tuple[tuple[str, str], ...], user_agent: str) -> str:
    return next((name for pattern, name in known if re.search(pattern, user_agent)), "")


def _own_name(user_agent: str) -> str:
    """What stands before the first version. All browsers begin with the name of one of 1994."""
    name = re.split(r"[/(]", user_agent, maxsplit=1)[0].strip()[:_MOST_CHARACTERS]
    return "" if name == "Mozilla" else name
