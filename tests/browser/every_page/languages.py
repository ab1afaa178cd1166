"""Whether English is left on a German page: what stands on it in both languages, though it could be told apart."""

import functools
import re
from pathlib import Path
from typing import Final

import allauth
import django
import polib

from tests.board_server import ROOT

_CATALOGUES: Final = (
    ROOT / "pockitflyer",
    Path(allauth.__file__).parent,
    *(Path(django.__file__).parent / part for part in ("conf", "contrib/admin", "contrib/auth")),
)
# Names of things and people, in any language the same.
_NAMES: Final = re.compile(
    r"localhost:\d+\S*|flohmarkt im hof|bad zurzach|zürich|zurchi|xyzzy|telefon|pockitflyer|example|deutsch|english|"
    r"alice|bob|charlie|dora|gita|otto|ina|leo|lea|uma|eva|paul|firefox|safari|android|iphone|mac|linux|chrome|"
    r"https?|www|com|km|utc|jan|feb|apr|aug|sept?|nov|a4|a5",
    re.IGNORECASE,
)
# Of packages that have no German for them.
_THEIRS: Final = {"Authenticators", "Task Results", "Tasks Database Backend", "- Select an option -", "Run", "Search"}
_SENTENCE_CHARACTERS: Final = 12
_WORD: Final = re.compile(r"[^\W\d_]{2,}")


@functools.cache
def _same_in_german() -> frozenset[str]:
    """Sentences whose German is the English."""
    same = set()
    for folder in _CATALOGUES:
        for entry in polib.pofile(str(folder / "locale/de/LC_MESSAGES/django.po")):
            forms = [(entry.msgid, entry.msgstr), *((entry.msgid_plural, one) for one in entry.msgstr_plural.values())]
            same |= {" ".join(english.split()) for english, german in forms if english == german}
    return frozenset(same)


def english_left(german: list[str], english: list[str]) -> list[str]:
    """What of the German page is English."""
    both = set(german) & set(english)
    return sorted(
        f"English: {text}" for text in both - _same_in_german() - _THEIRS if _WORD.search(_NAMES.sub("", text))
    )


def ours(words: list[str], typed: list[str]) -> list[str]:
    """Without what people typed, which nobody translates; a link in the middle leaves pieces of it."""
    typed = [" ".join(one.split()) for one in typed]
    return [text for text in (_without(text, typed) for text in words) if text]


def _without(text: str, typed: list[str]) -> str:
    if len(text) > _SENTENCE_CHARACTERS and any(text in one for one in typed):
        return ""
    for one in typed:
        text = text.replace(one, "")
    return text.strip()
