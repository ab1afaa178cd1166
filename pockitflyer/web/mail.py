"""Letters as text and as HTML, in the language of who reads them; and mail without a mail server."""

import logging
from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.core.mail.backends.filebased import EmailBackend
from django.core.mail.message import EmailMessage
from django.template.loader import render_to_string

log = logging.getLogger(__name__)


def letter(to: str, subject: str, words: str, *, reply_to: Sequence[str] = ()) -> EmailMultiAlternatives:
    """A mail whose HTML says the same as its text. ``words`` are plain text; a blank line parts paragraphs.

    Whatever stands in them, markup is shown as it was typed, and a line break never becomes a header.
    """
    subject = " ".join(subject.split())
    text = f"{words.strip()}\n\n-- \nPockitFlyer\n"
    mail = EmailMultiAlternatives(subject, text, settings.DEFAULT_FROM_EMAIL, [to], reply_to=list(reply_to))
    mail.attach_alternative(render_to_string("web/letter.html", {"subject": subject, "words": words}), "text/html")
    return mail


class FolderAndTerminal(EmailBackend):
    """So that a newcomer who started the board a minute ago can finish a sign-up."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        for message in email_messages:
            log.info("mail to %s: %s\n%s", ", ".join(message.to), message.subject, message.body)
        sent: Any = super().send_messages(email_messages)
        return int(sent or 0)
