"""What a verb of the API promises beside its answer, said where it is written and told in the description."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final


@dataclass(frozen=True)
class Promises:
    """``problems`` are those of the verb itself; ``counted`` says that a limit applies, ``makes`` that there is
    a new thing with an address, and ``also`` another shape that it answers with.
    """

    problems: tuple[str, ...] = ()
    counted: bool = False
    makes: bool = False
    also: str = ""


NOTHING: Final = Promises()


def promises[Verb: Callable[..., Any]](
    *problems: str, counted: bool = False, makes: bool = False, also: str = ""
) -> Callable[[Verb], Verb]:
    """Of a verb of a controller."""

    def mark(verb: Verb) -> Verb:
        verb.promises = Promises(problems, counted, makes, also)  # type: ignore[attr-defined]
        return verb

    return mark


def promises_of(controller: type[Any], verb: str) -> Promises:
    """Nothing special, of a verb that says nothing."""
    found: Promises = getattr(getattr(controller, verb), "promises", NOTHING)
    return found
