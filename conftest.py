"""What every test stands on: collected static files, an empty picture store, the cast."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from django.db.backends.base.base import BaseDatabaseWrapper
from pytest_django import Settings

if TYPE_CHECKING:
    # Models are there once Django is set up, which is after this file is read.
    from pockitflyer.accounts.models import User


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Marks what touches the database, by itself or by a fixture, so that it can be run on another one."""
    for item in items:
        fixtures = getattr(item, "fixturenames", ())
        if "db" in fixtures or "own_database" in fixtures or item.get_closest_marker("django_db"):
            item.add_marker("database")


@pytest.fixture(autouse=True, scope="session")
def _statics(django_db_setup: None) -> None:
    """Pages name static files by their hash, so they must have been collected."""
    from django.conf import settings

    from tests.collected import collect_once

    collect_once(settings.STATIC_ROOT)


@pytest.fixture(autouse=True)
def _kept_transaction(monkeypatch: pytest.MonkeyPatch) -> None:
    """The end of a request or a task closes connections, and with PostgreSQL's the transaction that a test runs in."""
    close = BaseDatabaseWrapper.close_if_unusable_or_obsolete

    def close_outside_of_tests(connection: BaseDatabaseWrapper) -> None:
        if not connection.in_atomic_block:
            close(connection)

    monkeypatch.setattr(BaseDatabaseWrapper, "close_if_unusable_or_obsolete", close_outside_of_tests)


@pytest.fixture(autouse=True)
def _no_known_pages() -> None:
    """A test's data go back to where they were, and its version with them, as no board's does."""
    from pockitflyer.web.caching import forget

    forget()


@pytest.fixture(autouse=True)
def _fast_passwords(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """Argon2 is slow on purpose, and so is a sign-up; what is tested here is not how slow."""
    monkeypatch.setattr("pockitflyer.accounts.sign_in.NEW_ADDRESS_TAKES_S", 0)
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def pictures_folder(settings: Settings, tmp_path: Path) -> Iterator[Path]:
    """An empty picture store."""
    from django.core.files.storage import storages

    folder = tmp_path / "pictures"
    folder.mkdir()
    kept = settings.STORAGES
    options = {**kept["pictures"]["OPTIONS"], "location": folder}
    settings.STORAGES = {**kept, "pictures": {**kept["pictures"], "OPTIONS": options}}
    storages._storages.clear()  # type: ignore[attr-defined]
    yield folder
    storages._storages.clear()  # type: ignore[attr-defined]


@pytest.fixture
def alice(db: None) -> "User":
    """Alice owns."""
    return _user("Alice")


@pytest.fixture
def bob(db: None) -> "User":
    """Bob follows."""
    return _user("Bob")


@pytest.fixture
def charlie(db: None) -> "User":
    """Charlie is a stranger."""
    return _user("Charlie")


PASSWORD = "a-long-walk-home"


def _user(name: str) -> "User":
    from allauth.account.models import EmailAddress

    from pockitflyer.accounts.models import User

    user = User.objects.create_user(f"{name.lower()}@example.com", PASSWORD, name=name)
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user
