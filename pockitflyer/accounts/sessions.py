"""Sessions in the database, each row with whose it is: who asks is known after one query, and signed out is at once."""

import functools
import json
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Final, cast

from allauth.account.internal.userkit import user_id_to_str
from allauth.headless.tokens.strategies.jwt.internal import decode_token, session_key_from_sid
from allauth.headless.tokens.strategies.jwt.strategy import JWTTokenStrategy
from django.conf import settings
from django.contrib.auth import HASH_SESSION_KEY, SESSION_KEY
from django.contrib.auth.middleware import AuthenticationMiddleware, get_user
from django.contrib.sessions.backends.base import SessionBase
from django.contrib.sessions.backends.db import SessionStore as DatabaseSessions
from django.db import connection
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.utils.functional import SimpleLazyObject
from django.utils.module_loading import import_string

from pockitflyer.accounts.models import Session, User

AUDIENCE = "pockitflyer"
_IS_CURRENT = "s.session_key = %s AND s.expire_date > %s"
# Of the sessions and tokens a process has lately seen the signature of, so many are known to be genuine; 2 MB or so.
_MOST_KNOWN: Final = 1_000


class SessionStore(DatabaseSessions):
    """Django's own, but for the owner: written with the row, and read with it.

    ``page_version``, read before anything a page shows, is that of pages which are the same for the owner as for
    others; ``None`` for who blocks somebody. ``marks_version`` changes with everything the owner keeps and follows.
    ``categories`` is the text that ``PAGE_CATEGORIES_SQL`` gives.
    """

    page_version: int | None = None
    marks_version: str | None = None
    categories: str | None = None
    _row: "_Row | None" = None

    def __init__(self, session_key: str | None = None, row: "_Row | None" = None) -> None:
        super().__init__(session_key)
        if row is not None:
            self._take(row)

    @classmethod
    def get_model_class(cls) -> type[Session]:
        return Session

    def decode(self, session_data: bytes | str) -> dict[str, Any]:
        # Each time anew, because a session is changed in place.
        return cast(dict[str, Any], json.loads(_decoded(session_data)))

    def create_model_instance(self, data: dict[str, Any]) -> Session:
        row = cast(Session, super().create_model_instance(data))
        row.owner_id = int(data[SESSION_KEY]) if SESSION_KEY in data else None
        return row

    @property
    def owner_id(self) -> int | None:
        return None if self._row is None else self._row.owner_id

    @property
    def owner(self) -> User | None:
        return None if self._row is None else self._row.owner

    def load(self) -> dict[str, Any]:
        """Django's own makes an instance of the model first, and reads no more of it than its text."""
        row = self._row or _row_of(self.session_key)
        if row is None:
            self._session_key = None
            return {}
        self._take(row)
        return self.decode(row.data)

    def _take(self, row: "_Row") -> None:
        self._row = row
        self.page_version, self.marks_version, self.categories = row.page_version, row.marks_version, row.categories


@dataclass(frozen=True)
class _Row:
    """All that is read at the start of a signed-in request. ``columns``: the owner's, as the database gives them.

    Two are equal when they say the same of the session and its owner, whatever has happened on the board.
    """

    key: str
    data: str
    owner_id: int | None
    columns: tuple[Any, ...]
    page_version: int | None = field(compare=False)
    marks_version: str | None = field(compare=False)
    categories: str = field(compare=False)

    @functools.cached_property
    def owner(self) -> User | None:
        return None if self.owner_id is None else _user_of(self.columns)


def _row_of(key: str | None) -> _Row | None:
    """``None`` for a session that is not there, or no longer."""
    if key is None:
        return None
    with connection.cursor() as cursor:
        now = connection.ops.adapt_datetimefield_value(timezone.now())
        cursor.execute(_statement(connection.vendor), [key, now])
        row = cursor.fetchone()
    if row is None:
        return None
    data, owner_id, blocks, version, marks_version, categories, *columns = row
    # PostgreSQL's sum is a Decimal.
    page_version = None if blocks or version is None else int(version)
    return _Row(key, data, owner_id, tuple(columns), page_version, marks_version, categories)


@functools.lru_cache(_MOST_KNOWN)
def _decoded(session_data: bytes | str) -> str:
    """What Django reads of it, as JSON. The same text always says the same: whether it counts, its row tells."""
    return json.dumps(DatabaseSessions().decode(session_data))


@functools.cache
def _statement(vendor: str) -> str:
    """All that is asked at the start of every signed-in request. The ORM takes ten times as long as running it."""
    columns = ", ".join(f"u.{connection.ops.quote_name(str(column.column))}" for column in User._meta.concrete_fields)
    version, marks = import_string(settings.PAGE_VERSION_SQL), import_string(settings.MARKS_VERSION_SQL)
    blocks = "EXISTS (SELECT 1 FROM accounts_block b WHERE b.blocker_id = s.owner_id)"
    categories = import_string(settings.PAGE_CATEGORIES_SQL)()
    read = f"SELECT s.session_data, s.owner_id, {blocks}, ({version}), ({marks}), ({categories}), {columns}"
    return f"{read} FROM accounts_session s LEFT JOIN accounts_user u ON u.id = s.owner_id WHERE {_IS_CURRENT}"


def _user_of(columns: tuple[Any, ...]) -> User:
    """From its columns as the database gives them, in their order."""
    names, converted = _columns(connection.vendor)
    values = list(columns)
    for place, convert in converted:
        values[place] = convert(values[place])
    return User.from_db(connection.alias, names, values)


@functools.cache
def _columns(vendor: str) -> tuple[list[str], list[tuple[int, Callable[[Any], Any]]]]:
    """The names of a user's columns, and what Django itself does with those that are not as the database gives them."""
    names: list[str] = []
    converted: list[tuple[int, Callable[[Any], Any]]] = []
    for place, column in enumerate(User._meta.concrete_fields):
        names.append(column.attname)
        expression = column.get_col("u")
        for convert in connection.ops.get_db_converters(expression) + expression.get_db_converters(connection):
            converted.append((place, functools.partial(_converted, convert, expression)))
    return names, converted


def _converted(convert: Callable[..., Any], expression: Any, value: Any) -> Any:
    return convert(value, expression, connection)


class SignedIn(AuthenticationMiddleware):
    """``request.user``, without a second query for the user of a session."""

    def process_request(self, request: HttpRequest) -> None:
        super().process_request(request)
        request.user = SimpleLazyObject(lambda: _user_asking(request))  # type: ignore[assignment]


def _user_asking(request: HttpRequest) -> Any:
    if not hasattr(request, "_cached_user") and (owner := owner_of(request.session)):
        request._cached_user = owner  # type: ignore[attr-defined]
    return get_user(request)


def owner_of(session: SessionBase) -> User | None:
    """Whose session it is, with the checks of ``django.contrib.auth.get_user``: active, and of the password of now.

    ``None`` is not the last word: Django may know an older secret key.
    """
    signed_in = session.get(SESSION_KEY)
    owner: User | None = getattr(session, "owner", None)
    if owner is None or not owner.is_active or str(owner.pk) != signed_in:
        return None
    is_current = constant_time_compare(session.get(HASH_SESSION_KEY, ""), owner.get_session_auth_hash())
    return owner if is_current else None


class TokenStrategy(JWTTokenStrategy):
    """allauth's tokens, which also say for whom they are; allauth itself looks at no audience."""

    def get_claims(self, user: Any) -> dict[str, Any]:
        return {"aud": AUDIENCE}

    def _get_access_token(self, request: HttpRequest) -> dict[str, Any] | None:
        payload: dict[str, Any] | None = super()._get_access_token(request)
        return payload if payload is not None and payload.get("aud") == AUDIENCE else None

    def refresh_token(self, refresh_token: str) -> tuple[str, str] | None:
        """allauth's refresh tokens say nothing of an audience; the session knows each one by its number."""
        payload = decode_token(refresh_token, "refresh")
        if payload is None or payload.get("aud", AUDIENCE) != AUDIENCE:
            return None
        fresh: tuple[str, str] | None = super().refresh_token(refresh_token)
        return fresh


class _NotOurs(ValueError):
    """Of an access token."""


def session_of_token(token: str) -> SessionStore | None:
    """The session of an access token that is ours, not expired, and not signed out. One query."""
    try:
        key, user, ends_at = _opened(token)
    except _NotOurs:
        return None
    if ends_at <= time.time():
        return None
    row = _row_of(key)
    return SessionStore(key, row) if row is not None and _signed_in(row) == user else None


@functools.lru_cache(_MOST_KNOWN)
def _signed_in(row: _Row) -> str | None:
    """Who is signed in with such a session, as a token names them. The same row always says the same."""
    owner = owner_of(SessionStore(row.key, row))
    return user_id_to_str(owner) if owner else None


@functools.lru_cache(_MOST_KNOWN)
def _opened(token: str) -> tuple[str, str, float]:
    """Session key, user, and when it ends, in seconds of the Unix clock. What raises ``_NotOurs`` is not kept."""
    payload = decode_token(token, "access")
    if payload is None or payload.get("aud") != AUDIENCE:
        raise _NotOurs
    key = session_key_from_sid(payload["sid"])
    if key is None:
        raise _NotOurs
    return key, payload["sub"], float(payload.get("exp", 0))


def sign_out_everywhere(user_id: int) -> None:
    """Ends every session of somebody, and with them their tokens."""
    Session.objects.filter(owner=user_id).delete()
