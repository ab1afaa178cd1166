"""Static files, collected and compressed once for all test processes and the servers they start: ten seconds each time.

They are kept from one run of the tests to the next, in out/.
"""

import fcntl
import hashlib
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).parents[1]
_MADE_BY = (ROOT / "pockitflyer" / "web" / "statics.py", ROOT / "pockitflyer" / "settings.py")


def collect_once(static_root: Path) -> None:
    """Fills it as ``collect`` does, which does it when any file has changed since the last time."""
    from pockitflyer.web import statics

    with _kept(fcntl.LOCK_EX) as kept:
        stamp = kept / ".stamp"
        if not stamp.exists() or stamp.read_text() != statics._fingerprint():
            shutil.rmtree(kept, ignore_errors=True)
            statics.collect()
            shutil.copytree(static_root, kept)
    copy_collected(static_root)


def copy_collected(static_root: Path) -> None:
    """For a data folder that has none yet; whoever uses it looks whether they are still the present ones."""
    with _kept(fcntl.LOCK_SH) as kept:
        if kept.exists() and not static_root.exists():
            shutil.copytree(kept, static_root)


@contextmanager
def _kept(lock: int) -> Iterator[Path]:
    """Another folder whenever the code that fills it changes."""
    made_by = hashlib.blake2b(b"".join(path.read_bytes() for path in _MADE_BY), digest_size=8).hexdigest()
    folder = ROOT / "out" / "static"
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "lock").open("a") as file:
        fcntl.flock(file, lock)
        yield folder / made_by
