"""What a fresh board sends: a folder of mails."""

import re
import time
from email import message_from_bytes, policy
from email.message import EmailMessage

from tests.board_server import Server


def newest_mail(board: Server, to: str, subject: str = "", patience_s: float = 30) -> str:
    """The words of the newest mail to that address, or of the newest with that subject; it may still be on its way."""
    deadline = time.monotonic() + patience_s
    while time.monotonic() < deadline:
        for mail in _newest_first(board):
            if to in mail["To"] and subject in mail["Subject"]:
                body = mail.get_body(("plain",))
                assert body is not None
                return str(body.get_content())
        time.sleep(0.1)
    raise AssertionError(f"no mail to {to} about {subject!r}")


def code_mailed(board: Server, to: str) -> str:
    """The code of the newest mail to that address."""
    found = re.search(r"^\s*([A-Z0-9]{4,}-?[A-Z0-9]+)\s*$", newest_mail(board, to), re.M)
    assert found is not None
    return found[1]


def _newest_first(board: Server) -> list[EmailMessage]:
    folder = board.home / "mail"
    files = sorted(folder.iterdir(), key=lambda path: path.stat().st_mtime, reverse=True) if folder.exists() else []
    # A file holds all mails of one connection.
    return [
        message_from_bytes(mail, policy=policy.default)
        for file in files
        for mail in reversed(re.split(rb"^-{70,}\n", file.read_bytes(), flags=re.M))
        if mail.strip()
    ]
