"""Writing to a publisher by mail, while neither address is on any page."""

from email.utils import formataddr

from django.utils.translation import gettext as _
from django.utils.translation import override

from pockitflyer.accounts.models import Block, User
from pockitflyer.web.mail import letter, send

MAX_WORDS_CHARACTERS = 2_000


class NotWelcome(Exception):
    """There is nobody of that id who may be written to by this sender. Which of the reasons, nobody is told."""


def allow(user: User, may: bool) -> None:
    """Whether people may write to the user."""
    user.may_be_written_to = may
    user.save(update_fields=["may_be_written_to"])


def reader_of(sender_id: int, reader_id: int) -> User:
    """Whom the sender may write to. Raises ``NotWelcome``."""
    reader = User.objects.filter(pk=reader_id, is_active=True, may_be_written_to=True).first()
    if reader is None or reader_id == sender_id:
        raise NotWelcome
    if Block.objects.filter(blocker=reader_id, blocked=sender_id).exists():
        raise NotWelcome
    return reader


def write(sender: User, reader_id: int, words: str, settings_url: str) -> None:
    """Mails the words; an answer goes to the sender.

    Raises ``NotWelcome``, and ``mail.NotSent`` when it has to be tried again.
    ``settings_url`` is where the reader can switch such mails off.
    """
    reader = reader_of(sender.pk, reader_id)
    with override(reader.language or None):
        subject = _("%(name)s writes to you") % {"name": sender.name}
        frame = _(
            "%(words)s\n\n%(name)s wrote this to you on the board, without seeing your address. If you answer this "
            "mail, they see it. You can switch such mails off, and block people:\n\n%(url)s"
        ) % {"words": words.strip(), "name": sender.name, "url": settings_url}
        send(letter(reader.email, subject, frame, reply_to=[formataddr((sender.name, sender.email))]))
