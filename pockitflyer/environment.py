"""How a setting is read from the environment: a bad value stops the start with its name."""

import os
import secrets
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import unquote, urlsplit

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
