"""Reporting a flyer or a person, also by somebody who is not signed in."""

from collections.abc import Callable
from typing import Any

from pockitflyer.accounts.models import User
from pockitflyer.flyers.models import Flyer
from pockitflyer.flyers.reported import MAX_WORDS_CHARACTERS, Reason, Report

type Verb = Callable[[int, int | None, Reason, str], Report]


class NothingThere(Exception):
    """There is no such flyer or person for anyone to see."""


def report_flyer(flyer_id: int, reporter_id: int | None, reason: Reason, words: str) -> Report:
    """Raises ``NothingThere`` for a flyer that is not on the board."""
    flyer = Flyer.objects.live().filter(pk=flyer_id).first()
    if flyer is None:
        raise NothingThere
    return _report(reporter_id, reason, words, person_id=flyer.creator_id, flyer_id=flyer_id)


def report_person(user_id: int, reporter_id: int | None, reason: Reason, words: str) -> Report:
    """Raises ``NothingThere``."""
    if not User.objects.filter(pk=user_id, is_active=True).exists():
        raise NothingThere
    return _report(reporter_id, reason, words, person_id=user_id, flyer_id=None)


def _report(reporter_id: int | None, reason: Reason, words: str, *, person_id: int, flyer_id: int | None) -> Report:
    """Somebody who reports the same once more changes what they said, and does not fill the queue."""
    # PostgreSQL keeps no NUL; a form refuses it, JSON does not.
    said = {"reason": reason, "words": words.replace("\0", "").strip()[:MAX_WORDS_CHARACTERS]}
    about: dict[str, Any] = {
        "person_id": person_id,
        "flyer_id": flyer_id,
        "reporter_id": reporter_id,
        "decided_at": None,
    }
    if reporter_id is None:
        return Report.objects.create(**about, **said)
    return Report.objects.update_or_create(**about, defaults=said)[0]
