"""``pockitflyer work``: does the background tasks until it is stopped."""

import os
import signal
import sys
import threading
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandParser

from pockitflyer.pictures import finishing
from pockitflyer.web import hourly

_LOOK_EVERY_S = 0.5


class Command(BaseCommand):
    help = "Does the background tasks, and every hour takes away what is over. Any number of these may run."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--until-stdin-closes", action="store_true", help="end with the process that started this")

    def handle(self, *, until_stdin_closes: bool, **_: Any) -> None:
        if until_stdin_closes:
            threading.Thread(target=_end_with_stdin, daemon=True).start()
        finishing.resume()
        hourly.keep_doing()
        call_command("db_worker", interval=_LOOK_EVERY_S, startup_delay=False, reload=False, verbosity=0)


def _end_with_stdin() -> None:
    # A server that was killed cannot stop what it started; its end of the pipe closes all the same.
    sys.stdin.read()
    os.kill(os.getpid(), signal.SIGTERM)
