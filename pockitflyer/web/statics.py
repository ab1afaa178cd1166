"""Our own scripts and styles under names that carry their content's hash."""

import hashlib
import re
from wsgiref.headers import Headers

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from servestatic.storage import CompressedManifestStaticFilesStorage

# Of the readers for API documentation we serve one, of htmx its second version; the rest is 9 MB nobody asks for.
_UNUSED = ["dmr/redoc*", "dmr/scalar*", "dmr/stoplight*", "swagger-ui.js", "swagger-ui-es-*", "htm?x-4*", "*.map"]


class HashedStatics(CompressedManifestStaticFilesStorage):
    """Compressed once, kept for a year by every browser; imports between ES modules follow the hashed names."""

    support_js_module_import_aggregation = True


def collect() -> None:
    """Fills ``STATIC_ROOT``; when no file has changed since the last time, it only looks."""
    stamp = settings.STATIC_ROOT / ".stamp"
    seen = _fingerprint()
    if stamp.exists() and stamp.read_text() == seen:
        return
    call_command("collectstatic", interactive=False, clear=True, verbosity=0, ignore_patterns=_UNUSED)
    stamp.write_text(seen)


def _fingerprint() -> str:
    """Changes when a static file is added, removed or edited."""
    found = hashlib.blake2b(digest_size=16)
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
