"""Leaving the board: gone from it at once, gone for good after some days; until then one mail brings all back."""

import datetime as dt
from collections.abc import Callable
from typing import Final

from django.core import signing
from django.db import transaction
from django.tasks import task
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from pockitflyer.accounts.models import User
from pockitflyer.flyers.persons import erase, put_back, take_off
from pockitflyer.web.mail import letter, send

TIME_TO_COME_BACK: Final = dt.timedelta(days=7)
_SALT: Final = "leaving"


class NotLeaving(Exception):
    """The link is not of us, too old, or was used."""


def leave(user: User, url_of: Callable[[str], str]) -> dt.datetime:
    """Takes the user off the board, and everything of theirs away in some days; returns when.

    ``url_of`` makes the address for coming back from a token. It is mailed; raises ``mail.NotSent`` when it cannot be.
    """
    leaves_at = timezone.now() + TIME_TO_COME_BACK
    # First: who cannot be told how to come back must not go.
    token = signing.dumps([user.pk, leaves_at.isoformat()], salt=_SALT)
    day = date_format(timezone.localtime(leaves_at), "DATETIME_FORMAT")
    words = _(
        "Your account and your flyers are off the board. On %(day)s everything is deleted for good.\n\n"
        "If you have changed your mind, or if it was not you, bring it all back:\n\n%(url)s"
    )
    send(letter(user.email, _("Your account is being deleted"), words % {"day": day, "url": url_of(token)}))
    with transaction.atomic():
        User.objects.filter(pk=user.pk).update(leaves_at=leaves_at)
        take_off(user.pk)
        forget.using(run_after=leaves_at).enqueue(user.pk)
    return leaves_at


def leaving(token: str) -> User:
    """Who is leaving by that token. Raises ``NotLeaving``."""
    try:
        user_id, leaves_at = signing.loads(token, salt=_SALT, max_age=TIME_TO_COME_BACK)
    except signing.BadSignature as error:
        raise NotLeaving from error
    user = User.objects.filter(pk=user_id, leaves_at=dt.datetime.fromisoformat(leaves_at)).first()
    if user is None:
        raise NotLeaving
    return user


def come_back(token: str) -> User:
    """Everything is as it was; they sign in again. Raises ``NotLeaving``."""
    user = leaving(token)
    with transaction.atomic():
        User.objects.filter(pk=user.pk).update(leaves_at=None)
        put_back(user.pk)
    return user


@task()
def forget(user_id: int) -> None:
    """Erases who has not come back. Who left again later waits for their own time."""
    if User.objects.filter(pk=user_id, leaves_at__lte=timezone.now()).exists():
        erase(user_id)
