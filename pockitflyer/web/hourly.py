"""What is done every hour beside the background tasks: taking away what is over."""

import logging
import threading
from typing import Final

from django.conf import settings
from django.core.management import call_command
from django.db import DatabaseError, connections
from django.utils.module_loading import import_string

PAUSE_S: Final = 60 * 60

log = logging.getLogger(__name__)


def do() -> None:
    """All of ``HOURLY`` in the settings, once. What fails is told, and done again an hour later."""
    for name in settings.HOURLY:
        try:
            import_string(name)()
        except (DatabaseError, OSError):
            log.exception("%s failed; it is tried again in an hour", name)


def prune() -> None:
    """Takes away sessions that are over, and tasks that were done two weeks ago: what they were given is in them."""
    call_command("clearsessions")
    call_command("prune_db_task_results", verbosity=0)


def keep_doing() -> None:
    """In a thread of its own, from now on and as long as this process runs."""
    threading.Thread(target=_keep_doing, args=(threading.Event(),), daemon=True).start()


def _keep_doing(ended: threading.Event) -> None:
    while True:
        do()
        # An hour is too long to hold a connection that nobody uses.
        connections.close_all()
        if ended.wait(PAUSE_S):
            return
