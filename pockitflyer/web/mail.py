"""Letters as text and as HTML, in the language of who reads them; without a mail server, and when none takes them."""

import datetime as dt
import logging
from collections.abc import Sequence
from typing import Any, Final

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.core.mail.backends.filebased import EmailBackend
from django.core.mail.message import EmailMessage
from django.tasks import task
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import get_language, override
from django.utils.translation import gettext_lazy as _

NOT_SENT: Final = _("The mail could not be sent. Try again in a moment.")
TRY_AGAIN: Final = {"Retry-After": "60"}
_FIRST_PAUSE: Final = dt.timedelta(minutes=1)
# The pauses double: the last try comes some eight hours after the first.
_MOST_TRIES: Final = 10

log = logging.getLogger(__name__)


class NotSent(Exception):
    """No mail server took the mail, and so nothing was done."""


def letter(to: str, subject: str, words: str, *, reply_to: Sequence[str] = ()) -> EmailMultiAlternatives:
    """A mail whose HTML says the same as its text. ``words`` are plain text; a blank line parts paragraphs.

    Whatever stands in them, markup is shown as it was typed, and a line break never becomes a header.
    """
    subject = " ".join(subject.split())
    text = f"{words.strip()}\n\n-- \nPockitFlyer\n"
    mail = EmailMultiAlternatives(subject, text, settings.DEFAULT_FROM_EMAIL, [to], reply_to=list(reply_to))
    mail.attach_alternative(render_to_string("web/letter.html", {"subject": subject, "words": words}), "text/html")
    return mail


def send(mail: EmailMessage) -> None:
    """Raises ``NotSent``."""
    try:
        mail.send()
    except OSError as error:
        # Its words may name who was written to.
        log.warning("No mail server took a mail: %s", type(error).__name__)
        raise NotSent from error


def send_or_later(to: str, subject: str, words: str) -> None:
    """For what has happened already, and is told all the same: when no server takes it, it is tried for some hours."""
    try:
        send(letter(to, subject, words))
    except NotSent:
        _later(to, subject, words, get_language() or "", tries=1)


@task()
def deliver(to: str, subject: str, words: str, language: str, tries: int = 1) -> None:
    """Raises ``NotSent`` when it gives up: an operator sees it among the failed tasks."""
    with override(language or None):
        try:
            send(letter(to, subject, words))
        except NotSent:
            if tries >= _MOST_TRIES:
                raise
            _later(to, subject, words, language, tries + 1)


def _later(to: str, subject: str, words: str, language: str, tries: int) -> None:
    at = timezone.now() + _FIRST_PAUSE * 2 ** (tries - 1)
    deliver.using(run_after=at).enqueue(to, subject, words, language, tries)


class FolderAndTerminal(EmailBackend):
    """So that a newcomer who started the board a minute ago can finish a sign-up."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        for message in email_messages:
            log.info("mail to %s: %s\n%s", ", ".join(message.to), message.subject, message.body)
        sent: Any = super().send_messages(email_messages)
        return int(sent or 0)
