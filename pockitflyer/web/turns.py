"""One page after the other: threads that work at the same time only take the processor from each other.

Python runs one thread of a process at a time and changes between them after 5 ms, or when one asks the database. Eight
pages begun together all end late; one after the other, each ends as early as it can.
"""

import threading
import time
from collections import deque
from collections.abc import Callable
from typing import Final

from django.http import HttpRequest, HttpResponse

# So long one waits for a turn at most: a slow page, or a database that does not answer, holds nobody up for longer.
PATIENCE_S: Final = 0.05


class InTurn:
    """Middleware: what is read (GET, HEAD) is answered one after the other, first come, first served, in each process.

    What is sent (POST and so on) is not waited for, because it may trickle in. ``request.asked_at`` says since when,
    in seconds of the monotonic clock.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.turns = Turns(PATIENCE_S)

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.asked_at = time.monotonic()  # type: ignore[attr-defined]
        if request.method not in ("GET", "HEAD") or not self.turns.take():
            return self.get_response(request)
        try:
            return self.get_response(request)
        finally:
            self.turns.give_back()


class Turns:
    """A turn that one thread has at a time, handed on to the one that has waited longest. ``patience_s`` in seconds."""

    def __init__(self, patience_s: float) -> None:
        self._patience_s = patience_s
        self._lock = threading.Lock()
        self._is_taken = False
        self._waiting: deque[threading.Lock] = deque()

    def take(self) -> bool:
        """Whether the caller has the turn, and must give it back; ``False`` when its patience is over."""
        with self._lock:
            if not self._is_taken:
                self._is_taken = True
                return True
            mine = threading.Lock()
            mine.acquire()
            self._waiting.append(mine)
        if mine.acquire(timeout=self._patience_s):
            return True
        with self._lock:
            if mine not in self._waiting:
                # It was handed over a moment ago.
                return True
            self._waiting.remove(mine)
            return False

    def give_back(self) -> None:
        """Hands the turn on."""
        with self._lock:
            if self._waiting:
                self._waiting.popleft().release()
            else:
                self._is_taken = False
