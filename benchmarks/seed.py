"""``bin/bench seed``: the floors of the profile, and beside each what is measured and what it replaces."""

import argparse
import json
import sys
import tempfile
from pathlib import Path

from benchmarks import load, photos, server, table

_NOTES = """
A floor is the most (time, bytes, CPU) or the least (requests/s) that may be; a missed one is marked MISSED.
"Replaced" is the plain recipe (Pillow) and Django REST framework, measured in the same run, turn by turn;
"ratio" is ours / replaced, the median over the turns. Under load, p95 is the slow end.
Times over HTTP are those of a client on this machine. Profile and feed page: the HTML; the browser adds its own.
"""


def main() -> None:
    options = _options()
    own = photos.own_photos(options.photos) if options.photos else {}
    with tempfile.TemporaryDirectory(prefix="pockitflyer-bench-") as home:
        server.use_home(Path(home))
        rows = _measure(options.runs, own)
    about = f"{table.machine()}; {options.runs} runs; load by {load.generator()}"
    print(f"\n{table.render(rows)}\n{_NOTES}\n{about}")
    if options.json:
        found = {"machine": table.machine(), "runs": options.runs, "rows": [row.as_json() for row in rows]}
        options.json.write_text(json.dumps(found, indent=2) + "\n")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bin/bench seed", description=__doc__)
    parser.add_argument("--runs", type=_runs, default=20, help="runs of each measurement, at least 2 (default 20)")
    parser.add_argument("--photos", type=Path, metavar="FOLDER", help="also measure the JPEG photographs in FOLDER")
    parser.add_argument("--json", type=Path, metavar="FILE", help="also write the table as JSON")
    return parser.parse_args()


def _runs(text: str) -> int:
    if not text.isdecimal() or int(text) < 2:
        raise argparse.ArgumentTypeError("must be a whole number from 2")
    return int(text)


def _measure(runs: int, own: dict[str, bytes]) -> list[table.Row]:
    _say("Starting the server …")
    with server.our_server() as ours:
        import django

        django.setup()
        from benchmarks import board, reading, uploads

        _say("Filling the board …")
        owner_id = board.fill().owner_id
        with server.baseline_server() as baseline:
            files = {"2 MB (12 MP)": photos.phone_photo(), "500 KB": photos.web_photo()} | own
            uploads.check_same_picture(photos.phone_photo())
            rows = []
            for name, jpeg in files.items():
                _say(f"Uploading {name} …")
                rows += uploads.rows(ours, baseline, name, jpeg, runs)
            _say("Reading feed and profile …")
            return rows + reading.rows(ours, baseline, owner_id, runs)


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
