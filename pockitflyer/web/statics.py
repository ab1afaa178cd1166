"""Our own scripts and styles under names that carry their content's hash."""

import hashlib
import json
import os
import re
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final
from wsgiref.headers import Headers

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from servestatic.storage import CompressedManifestStaticFilesStorage

# Of the readers for API documentation we serve one, of htmx its second version; the rest is 9 MB nobody asks for.
_UNUSED = ["dmr/redoc*", "dmr/scalar*", "dmr/stoplight*", "swagger-ui.js", "swagger-ui-es-*", "htm?x-4*", "*.map"]
OLD_FILES_KEPT_S: Final = 30 * 24 * 60 * 60
# The looks of every page in one file, because each further one is waited for before anything is drawn.
_STYLES: Final = "web/css/app.css"
STYLE_PARTS: Final = [f"web/css/{name}.css" for name in ("board", "cards", "marks", "filters", "waiting")]


class HashedStatics(CompressedManifestStaticFilesStorage):
    """Compressed once, kept for a year by every browser; imports between ES modules follow the hashed names."""

    support_js_module_import_aggregation = True

    def post_process(self, paths: dict[str, Any], *args: Any, **options: Any) -> Iterator[Any]:
        """Adds the one style sheet made of several to the files collected."""
        # They have been copied by now.
        sheets = [Path(self.path(part)).read_bytes() for part in STYLE_PARTS]
        Path(self.path(_STYLES)).write_bytes(b"\n".join(sheets))
        yield from super().post_process(paths | {_STYLES: (self, _STYLES)}, *args, **options)


def collect() -> None:
    """Fills ``STATIC_ROOT``; when no file has changed since the last time, it only looks."""
    stamp = settings.STATIC_ROOT / ".stamp"
    seen = _fingerprint()
    if stamp.exists() and stamp.read_text() == seen:
        return
    # The date of a file is when it was last one of the present version's.
    for path in _of_this_version():
        os.utime(path)
    call_command("collectstatic", interactive=False, verbosity=0, ignore_patterns=_UNUSED)
    _drop_what_no_tab_asks_for()
    stamp.write_text(seen)


def _drop_what_no_tab_asks_for() -> None:
    """A tab that was opened before an update asks for the files it was made with; after a month no such tab is left."""
    oldest = time.time() - OLD_FILES_KEPT_S
    present = _of_this_version()
    for path in settings.STATIC_ROOT.rglob("*"):
        if path.is_file() and path not in present and path.stat().st_mtime < oldest:
            path.unlink()


def _of_this_version() -> set[Path]:
    """The files that pages name now, and their compressed copies; none before the first start."""
    manifest = settings.STATIC_ROOT / "staticfiles.json"
    if not manifest.exists():
        return set()
    names = json.loads(manifest.read_text())["paths"].values()
    files = (settings.STATIC_ROOT / f"{name}{ending}" for name in names for ending in ("", ".br", ".gz"))
    return {manifest} | {file for file in files if file.exists()}


def _fingerprint() -> str:
    """Changes when a static file is added, removed or edited."""
    found = hashlib.blake2b(" ".join(STYLE_PARTS).encode(), digest_size=16)
    for finder in get_finders():
        for path, storage in finder.list(_UNUSED):
            modified = storage.get_modified_time(path).timestamp()
            found.update(f"{path} {storage.size(path)} {modified}\n".encode())
    return found.hexdigest()


def is_hashed(path: str, url: str) -> bool:
    """Whether a static file's name carries its content's hash, so that it may be kept for ever."""
    return re.search(r"\.[0-9a-f]{12}\.[a-z0-9]+$", url) is not None


def safe_headers(headers: Headers, path: str, url: str) -> None:
    """Headers of every static file."""
    headers["X-Content-Type-Options"] = "nosniff"
