"""How a setting is read from the environment: a bad value stops the start with its name."""

import os
import re
import secrets
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured


class Environment:
    """Variables by name, with their meaning. Its methods raise ``ImproperlyConfigured``."""

    def __init__(self, variables: Mapping[str, str]) -> None:
        self._variables = variables

    def text(self, name: str, default: str = "") -> str:
        return self._variables.get(name, "").strip() or default

    def whole_number(self, name: str, default: int, smallest: int, largest: int) -> int:
        raw = self.text(name)
        if not raw:
            return default
        if not raw.isdecimal() or not smallest <= int(raw) <= largest:
            raise ImproperlyConfigured(f"{name} must be a whole number from {smallest} to {largest}, not {raw!r}.")
        return int(raw)

    def number_above_zero(self, name: str, default: float) -> float:
        raw = self.text(name)
        if not raw:
            return default
        try:
            value = float(raw)
        except ValueError:
            value = 0.0
        if not 0 < value < 1_000_000:
            raise ImproperlyConfigured(f"{name} must be a number above 0, not {raw!r}.")
        return value

    def switch(self, name: str, default: str = "0") -> bool:
        raw = self.text(name, default)
        if raw not in ("0", "1"):
            raise ImproperlyConfigured(f"{name} must be 0 or 1, not {raw!r}.")
        return raw == "1"

    def names(self, name: str, default: str) -> list[str]:
        return [item.strip() for item in self._variables.get(name, default).split(",") if item.strip()]


def kept_secret_key(home: Path) -> str:
    """The key in the data folder, made on first use; readable by the owner only."""
    path = home / "secret-key"
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        pass
    else:
        with os.fdopen(descriptor, "w") as file:
            file.write(secrets.token_urlsafe(50))
    key = path.read_text().strip()
    if len(key) < 50:
        raise ImproperlyConfigured(f"{path} is damaged; delete it to get a new key (everyone is signed out).")
    return key


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


def caches(url: str) -> dict[str, dict[str, object]]:
    """Django's settings for ``redis://host:port/number``; for ``""``, of tables that all workers share.

    What geocoders have found lies apart: it may be forgotten, and would crowd what must not.
    """
    if not url:
        places = {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "known_places"}
        return {
            "default": {"BACKEND": "pockitflyer.web.shared_cache.SharedCache", "LOCATION": "shared_cache"},
            "places": {**places, "OPTIONS": {"MAX_ENTRIES": 50_000}},
        }
    if urlsplit(url).scheme not in ("redis", "rediss", "unix"):
        raise ImproperlyConfigured("POCKITFLYER_CACHE_URL must look like redis://host:6379/0.")
    redis = {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": url}
    return {"default": dict(redis), "places": dict(redis)}


def mailer(url: str, home: Path) -> dict[str, object]:
    """SMTP from ``smtp[s]://user:password@host:port``; without it, a folder and the terminal."""
    if not url:
        return {
            "BACKEND": "pockitflyer.web.mail.FolderAndTerminal",
            "OPTIONS": {"file_path": str(home / "mail")},
        }
    parts = urlsplit(url)
    if parts.scheme not in ("smtp", "smtps") or not parts.hostname:
        raise ImproperlyConfigured("POCKITFLYER_SMTP_URL must look like smtp://user:password@host:587.")
    return {
        "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "OPTIONS": {
            "host": parts.hostname,
            "port": parts.port or (465 if parts.scheme == "smtps" else 587),
            "username": unquote(parts.username or ""),
            "password": unquote(parts.password or ""),
            "use_ssl": parts.scheme == "smtps",
            "use_tls": parts.scheme == "smtp",
            "timeout": 10,
        },
    }


def geocoder(name: str, url: str) -> tuple[str, str]:
    """Which geocoder is asked, and its address: the public one of its kind when none is given."""
    public = {
        "offline": "",
        "nominatim": "https://nominatim.openstreetmap.org",
        "photon": "https://photon.komoot.io",
    }
    if name not in public:
        raise ImproperlyConfigured(f"POCKITFLYER_GEOCODER must be offline, nominatim or photon, not {name!r}.")
    if url and (urlsplit(url).scheme not in ("http", "https") or not urlsplit(url).hostname):
        raise ImproperlyConfigured("POCKITFLYER_GEOCODER_URL must look like https://nominatim.example.org.")
    return name, url or public[name]


def countries(codes: list[str]) -> tuple[str, ...]:
    """Two letters each, as ISO 3166 has them."""
    wrong = [code for code in codes if not re.fullmatch(r"[A-Za-z]{2}", code)]
    if wrong or not codes:
        raise ImproperlyConfigured("POCKITFLYER_COUNTRIES must be codes of two letters, such as CH,LI,DE.")
    return tuple(dict.fromkeys(code.upper() for code in codes))
