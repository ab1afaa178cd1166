"""``pockitflyer pictures sweep`` and ``pockitflyer pictures rebuild``: the care of the picture store."""

import datetime as dt
from argparse import ArgumentTypeError
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.template.defaultfilters import filesizeformat

from pockitflyer.pictures import rebuild, sweep, workers
from pockitflyer.web.progress import shown

_GRACE_HOURS = 24


class Command(BaseCommand):
    help = "Removes pictures that nothing uses, or draws all again after a recipe has changed."

    def add_arguments(self, parser: CommandParser) -> None:
        commands = parser.add_subparsers(dest="command", required=True)
        sweep_parser = commands.add_parser("sweep", help="remove what no row uses")
        sweep_parser.add_argument(
            "--grace-hours",
            type=_hours,
            default=_GRACE_HOURS,
            help="how long a picture stays unused (default: %(default)s); 0 only while the board is stopped",
        )
        rebuild_parser = commands.add_parser("rebuild", help="draw pictures again that an older recipe made")
        for command in (sweep_parser, rebuild_parser):
            command.add_argument("--dry-run", action="store_true", help="only tell what would be done")

    def handle(self, *, command: str, dry_run: bool, **options: Any) -> None:
        try:
            if command == "sweep":
                self._sweep(options["grace_hours"], dry_run)
            else:
                self._rebuild(dry_run)
        except OSError as error:
            raise CommandError(f"The picture store failed: {error}. Start this again to go on.") from error

    def _sweep(self, grace_hours: int, dry_run: bool) -> None:
        swept = sweep.sweep(dt.timedelta(hours=grace_hours), dry_run=dry_run)
        removed = "Would remove" if dry_run else "Removed"
        self.stdout.write(
            f"{removed} {swept.pictures} pictures ({swept.files} files), {swept.unfinished_files} unfinished files and "
            f"{swept.empty_claims} claims of nothing: {_bytes(swept.freed_bytes)}.\n"
            f"{swept.in_use} pictures are in use, {swept.waiting} wait for the end of their {grace_hours} hours."
        )

    def _rebuild(self, dry_run: bool) -> None:
        count = rebuild.outdated()
        if dry_run:
            self.stdout.write(f"Would draw {count} pictures again.")
            return
        try:
            # A bar ends its own lines.
            self.stderr.ending = ""
            rebuilt = shown(rebuild.rebuild(), count, "Drawing pictures again", self.stderr)
            left = [outcome for outcome in rebuilt if outcome.left]
        finally:
            workers.stop()
        for outcome in left:
            self.stdout.write(f"Left as it was: {outcome.key} ({outcome.left})")
        self.stdout.write(f"All pictures are of the present recipes but {len(left)}.")


def _hours(text: str) -> int:
    if not text.isdecimal():
        raise ArgumentTypeError("a whole number of hours is needed")
    return int(text)


def _bytes(count: int) -> str:
    return filesizeformat(count).replace("\xa0", " ")
