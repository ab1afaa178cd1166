"""Mail without a mail server: kept in a folder, and its text shown in the terminal."""

import logging
from collections.abc import Sequence
from typing import Any

from django.core.mail.backends.filebased import EmailBackend
from django.core.mail.message import EmailMessage

log = logging.getLogger(__name__)


class FolderAndTerminal(EmailBackend):
    """So that a newcomer who started the board a minute ago can finish a sign-up."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        for message in email_messages:
            log.info("mail to %s: %s\n%s", ", ".join(message.to), message.subject, message.body)
        sent: Any = super().send_messages(email_messages)
        return int(sent or 0)
