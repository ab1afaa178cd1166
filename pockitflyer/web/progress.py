"""Tells on a terminal how far a long command is."""

from collections.abc import Iterable, Iterator
from io import TextIOBase
from typing import TextIO

_BAR_CHARACTERS = 30
# So many lines at most where no bar can be drawn.
_LINES = 10


def shown[T](items: Iterable[T], count: int, what: str, stream: TextIO | TextIOBase) -> Iterator[T]:
    """The same items, of which about ``count`` will come; ``what`` is being done with them is told on the stream.

    A bar on a terminal, elsewhere some lines. More items than counted are all right.
    """
    for done, item in enumerate(items, 1):
        of = max(done, count)
        if stream.isatty():
            bar = ("█" * (done * _BAR_CHARACTERS // of)).ljust(_BAR_CHARACTERS, "░")
            stream.write(f"\r  {what} {bar} {done}/{of}" + ("\n" if done == of else ""))
        elif done * _LINES // of != (done - 1) * _LINES // of:
            stream.write(f"{what}: {done} of {of}\n")
        stream.flush()
        yield item
