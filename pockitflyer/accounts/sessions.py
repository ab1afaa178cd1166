"""Sessions in the database, each row with whose it is: who asks is known after one query, and signed out is at once."""

import logging
from typing import Any, cast

from allauth.account.internal.userkit import user_id_to_str
from allauth.headless.tokens.strategies.jwt.internal import decode_token, session_key_from_sid
from allauth.headless.tokens.strategies.jwt.strategy import JWTTokenStrategy
from django.contrib.auth import HASH_SESSION_KEY, SESSION_KEY
from django.contrib.auth.middleware import AuthenticationMiddleware, get_user
from django.contrib.sessions.backends.base import SessionBase
from django.contrib.sessions.backends.db import SessionStore as DatabaseSessions
from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.utils.functional import SimpleLazyObject

from pockitflyer.accounts.models import Session, User

AUDIENCE = "pockitflyer"


class SessionStore(DatabaseSessions):
    """Django's own, but for the owner: written with the row, and read with it."""

    owner: User | None = None

    @classmethod
    def get_model_class(cls) -> type[Session]:
        return Session

    def create_model_instance(self, data: dict[str, Any]) -> Session:
        row = cast(Session, super().create_model_instance(data))
        row.owner_id = int(data[SESSION_KEY]) if SESSION_KEY in data else None
        return row

    def _get_session_from_db(self) -> Session | None:
        try:
            kept = Session.objects.select_related("owner")
            row = kept.get(session_key=self.session_key, expire_date__gt=timezone.now())
        except (Session.DoesNotExist, SuspiciousOperation) as error:
            if isinstance(error, SuspiciousOperation):
                logging.getLogger(f"django.security.{type(error).__name__}").warning("%s", error)
            self._session_key = None
            return None
        self.owner = row.owner
        return row


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
    """allauth's tokens, which also say for whom they are."""

    def get_claims(self, user: Any) -> dict[str, Any]:
        return {"aud": AUDIENCE}


def session_of_token(token: str) -> SessionStore | None:
    """The session of an access token that is ours, not expired, and not signed out. One query."""
    payload = decode_token(token, "access")
    if payload is None or payload.get("aud") != AUDIENCE:
        return None
    key = session_key_from_sid(payload["sid"])
    if key is None:
        return None
    session = SessionStore(key)
    owner = owner_of(session)
    return session if owner is not None and user_id_to_str(owner) == payload["sub"] else None


def sign_out_everywhere(user_id: int) -> None:
    """Ends every session of somebody, and with them their tokens."""
    Session.objects.filter(owner=user_id).delete()
