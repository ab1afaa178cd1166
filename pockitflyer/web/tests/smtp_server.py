"""A small SMTP server (RFC 5321) on this machine, which takes mails or refuses them at a step of the talk."""

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field


@dataclass
class Mailbox:
    """``refuses`` is the command it says no to, such as ``"RCPT"``; ``""`` for none. ``taken`` are whole mails."""

    port: int = 0
    refuses: str = ""
    taken: list[str] = field(default_factory=list)

    @property
    def mailers(self) -> dict:
        """Django's setting for it."""
        options = {"host": "127.0.0.1", "port": self.port, "timeout": 5}
        return {"default": {"BACKEND": "django.core.mail.backends.smtp.EmailBackend", "OPTIONS": options}}


@contextmanager
def smtp_server() -> Iterator[Mailbox]:
    mailbox = Mailbox()

    class Talk(socketserver.StreamRequestHandler):
        def say(self, line: str) -> None:
            self.wfile.write(f"{line}\r\n".encode())

        def handle(self) -> None:
            self.say("220 here")
            for line in self.rfile:
                command = line[:4].decode().upper()
                if command == mailbox.refuses:
                    self.say("451 not now")
                elif command == "DATA":
                    self.say("354 go on")
                    lines = iter(self.rfile.readline, b".\r\n")
                    mailbox.taken.append(b"".join(lines).decode())
                    self.say("250 taken")
                elif command == "QUIT":
                    return self.say("221 bye")
                else:
                    self.say("250 well")
            return None

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Talk) as server:
        mailbox.port = server.server_address[1]
        threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
        try:
            yield mailbox
        finally:
            server.shutdown()
