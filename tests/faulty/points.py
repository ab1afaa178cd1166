"""Where the server is killed: each step of an upload and of the AVIFs that follow, with all of its processes."""

import functools
import importlib
import itertools
import os
import signal
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import Enum
from typing import Any, NoReturn

_SAVE = "pockitflyer.pictures.storage:PictureFolder._save"


class When(Enum):
    BEFORE = "before"
    AFTER = "after"
    HALF_WAY = "half-way in a file"
    IN_THE_WORKER = "in the worker"


@dataclass(frozen=True)
class Point:
    """A function of the server, as ``module:name``, and which of its calls is the last."""

    when: When
    function: str
    call: int = 1


# An avatar is six files: the master, four renditions, picture.json.
BEFORE_THE_ROW = {
    "before the claim": Point(When.BEFORE, "pockitflyer.pictures.claims:claim"),
    "after the claim": Point(When.AFTER, "pockitflyer.pictures.claims:claim"),
    "before the worker": Point(When.BEFORE, "pockitflyer.pictures.workers:run"),
    "in the worker": Point(When.IN_THE_WORKER, "pockitflyer.pictures.drawing:draw"),
    "after the worker": Point(When.AFTER, "pockitflyer.pictures.workers:run"),
    "half-way in the first file": Point(When.HALF_WAY, _SAVE, 1),
    "after the first file": Point(When.AFTER, _SAVE, 1),
    "half-way in the second file": Point(When.HALF_WAY, _SAVE, 2),
    "after the second file": Point(When.AFTER, _SAVE, 2),
    "half-way in the last file": Point(When.HALF_WAY, _SAVE, 5),
    "before picture.json": Point(When.AFTER, _SAVE, 5),
    "half-way in picture.json": Point(When.HALF_WAY, _SAVE, 6),
    "after picture.json": Point(When.AFTER, _SAVE, 6),
    "before the row": Point(When.AFTER, "pockitflyer.accounts.profile:take_in"),
    "before the row is committed": Point(When.BEFORE, "pockitflyer.accounts.profile:finish_later"),
}
AFTER_THE_ROW = {
    "after the row, before the answer": Point(When.AFTER, "pockitflyer.accounts.profile:change_picture"),
}
# The poster of the test has two AVIFs, then picture.json is written again.
FINISHING = {
    "before the AVIFs are drawn": Point(When.BEFORE, "pockitflyer.pictures.workers:run"),
    "while the AVIFs are drawn": Point(When.IN_THE_WORKER, "pockitflyer.pictures.drawing:draw_avifs"),
    "before an AVIF is stored": Point(When.BEFORE, _SAVE, 1),
    "half-way in the first AVIF": Point(When.HALF_WAY, _SAVE, 1),
    "after the first AVIF": Point(When.AFTER, _SAVE, 1),
    "after the last AVIF": Point(When.AFTER, _SAVE, 2),
    "half-way in the new picture.json": Point(When.HALF_WAY, _SAVE, 3),
    "before the rows are told": Point(When.BEFORE, "pockitflyer.pictures.rows:tell"),
    "after the rows are told": Point(When.AFTER, "pockitflyer.pictures.rows:tell"),
}
ALL = BEFORE_THE_ROW | AFTER_THE_ROW | FINISHING


def arm(point: Point) -> None:
    """From now on this process kills its whole group at that point."""
    module, _, path = point.function.partition(":")
    *owners, name = path.split(".")
    owner = functools.reduce(getattr, owners, importlib.import_module(module))
    step = die if point.when is When.IN_THE_WORKER else _fatal(getattr(owner, name), point)
    setattr(owner, name, step)


def die(*_: Any) -> NoReturn:
    """Kills the server, its workers, their workers and the process for tasks. A worker knows it by its name."""
    os.kill(0, signal.SIGKILL)
    raise AssertionError("still alive")


def _fatal(step: Callable[..., Any], point: Point) -> Callable[..., Any]:
    calls = itertools.count(1)

    @functools.wraps(step)
    def fatal(*arguments: Any) -> Any:
        if next(calls) != point.call:
            return step(*arguments)
        if point.when is When.BEFORE:
            die()
        if point.when is When.HALF_WAY:
            storage, name, content = arguments
            return step(storage, name, _Half(content.read()))
        step(*arguments)
        die()

    return fatal


class _Half:
    """The content of a file; the server does not live to see its second half."""

    def __init__(self, data: bytes) -> None:
        self.data = data

    def chunks(self) -> Iterator[bytes]:
        yield self.data[: len(self.data) // 2]
        die()
