"""What of a request cannot be read: which part, why, in the reader's language."""

import re
from typing import Final

import msgspec
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy


class FieldProblem(msgspec.Struct, omit_defaults=True):
    """What is wrong with one part of a request. ``code`` is stable; ``suggestions`` may be meant instead.

    A part of the body is named by ``pointer``, a JSON Pointer as RFC 9457 writes it (``#/images/0``); a parameter of
    the address or a header by ``parameter``.
    """

    field: str
    code: str
    detail: str
    suggestions: tuple[str, ...] = ()
    pointer: str = ""
    parameter: str = ""


def of_body(field: str, code: str, detail: str | Promise, *inner: str | int) -> FieldProblem:
    """Of a field of the body, or of what is ``inner`` in it."""
    return FieldProblem(field, code, str(detail), pointer=pointer(field, *inner))


def of_parameter(name: str, code: str, detail: str | Promise) -> FieldProblem:
    """Of a parameter of the address, or of a header."""
    return FieldProblem(name, code, str(detail), parameter=name)


def pointer(*path: str | int) -> str:
    """A JSON Pointer (RFC 6901), as a fragment."""
    names = (str(step).replace("~", "~0").replace("/", "~1") for step in path)
    return "#" + "".join(f"/{name}" for name in names)


def what_is_wrong(message: str) -> FieldProblem:
    """What msgspec says, such as ``Expected `str`, got `int` - at `$.title` ``: it stops at the first fault."""
    said, _at, place = message.partition(" - at `$")
    path: list[str | int] = [
        int(index) if index.isdecimal() else name or "*" for name, index in _STEP.findall(place.rstrip("`"))
    ]
    is_parameter = path[:1] == ["parsed_query"]
    if path and str(path[0]).startswith("parsed_"):
        del path[0]
    code, sentence = _explained(said)
    if missing := _ABOUT_A_FIELD.search(said):
        path.append(missing[1])
    field = str(path[0]) if path else ""
    if is_parameter:
        return of_parameter(field, code, sentence)
    return FieldProblem(field, code, sentence, pointer=pointer(*path))


_STEP: Final = re.compile(r"\.([^.\[\]]+)|\[(\d+|\.\.\.)\]")
_ABOUT_A_FIELD: Final = re.compile(r"^Object (?:missing required|contains unknown) field `(.*)`$", re.S)
_KINDS: Final = {
    "str": pgettext_lazy("kind", "a text"),
    "int": pgettext_lazy("kind", "a whole number"),
    "float": pgettext_lazy("kind", "a number"),
    "bool": pgettext_lazy("kind", "true or false"),
    "array": pgettext_lazy("kind", "a list"),
    "object": pgettext_lazy("kind", "an object"),
    "datetime": pgettext_lazy("kind", "a time"),
    "null": pgettext_lazy("kind", "nothing (null)"),
}
_NOT_A_TIME: Final = gettext_lazy("A time is written as in 2030-01-31T18:00:00+01:00.")
# What msgspec says, the code of it, and a sentence in which the first thing found is ``n``.
_KNOWN: Final[tuple[tuple[re.Pattern[str], str, str | Promise], ...]] = (
    (re.compile(r"missing required field"), "required", gettext_lazy("This is missing.")),
    (re.compile(r"contains unknown field"), "unknown-field", gettext_lazy("There is no such field.")),
    (re.compile(r"`str` of length >= (\d+)"), "too-short", gettext_lazy("At least %(n)s characters.")),
    (re.compile(r"`str` of length <= (\d+)"), "too-long", gettext_lazy("At most %(n)s characters.")),
    (re.compile(r"matching regex"), "required", gettext_lazy("This is blank.")),
    (re.compile(r"` >= (-?[\d.]+)"), "too-small", gettext_lazy("At least %(n)s.")),
    (re.compile(r"` <= (-?[\d.]+)"), "too-large", gettext_lazy("At most %(n)s.")),
    (re.compile(r"Invalid enum value"), "unknown", gettext_lazy("This is none of the possible values.")),
    (re.compile(r"RFC3339|timezone component"), "not-a-time", _NOT_A_TIME),
    (re.compile(r"out of range"), "out-of-range", gettext_lazy("This number is too large.")),
)


def _explained(said: str) -> tuple[str, str]:
    if kinds := re.fullmatch(r"Expected `([\w| ]+)`, got `([\w| ]+)`", said):
        wanted, found = map(_kinds, kinds.groups())
        return "wrong-type", _("Expected: %(wanted)s. Found: %(found)s.") % {"wanted": wanted, "found": found}
    for pattern, code, sentence in _KNOWN:
        if match := pattern.search(said):
            return code, str(sentence) % {"n": match[1]} if match.groups() else str(sentence)
    return "invalid", _("This cannot be read.")


def _kinds(names: str) -> str:
    return " / ".join(str(_KINDS.get(name, name)) for name in names.split(" | "))
