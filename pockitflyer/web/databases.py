"""Which database a board keeps its rows in."""

from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured


def database(url: str, file: Path) -> dict[str, object]:
    """Django's settings for ``postgres://user:password@host:port/name``; for ``""``, of one SQLite file."""
    return _postgresql(url) if url else _sqlite(file)


def _sqlite(file: Path) -> dict[str, object]:
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": file,
        "CONN_MAX_AGE": None,
        "OPTIONS": {
            # IMMEDIATE: a transaction that will write takes its lock at the start and waits its turn, where a
            # read lock upgraded later would fail at once.
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": (
                "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA temp_store=MEMORY;"
                "PRAGMA mmap_size=134217728; PRAGMA cache_size=-8000; PRAGMA journal_size_limit=67108864;"
            ),
        },
    }


def _postgresql(url: str) -> dict[str, object]:
    parts = urlsplit(url)
    name = unquote(parts.path.removeprefix("/"))
    if parts.scheme not in ("postgres", "postgresql") or not name:
        raise ImproperlyConfigured("POCKITFLYER_DATABASE_URL must look like postgres://user:password@host:5432/name.")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": name,
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or "",
        "PORT": str(parts.port or ""),
        # A pool, because a worker has far more threads than a database wants connections.
        "OPTIONS": {
            "pool": {"min_size": 1, "max_size": 8, "timeout": 20},
            # Compiling a statement of many short scans takes a hundred times as long as running it; and the cost of
            # a page out of order is that of an SSD, or looking up a few rows by index would seem dear.
            "options": "-c jit=off -c random_page_cost=1.1",
            **dict(parse_qsl(parts.query)),
        },
    }
