"""A proxy before a board that counts, changes and refuses answers, as a real network or update does not on demand."""

import threading
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPMessage
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

# Without conditions: what is changed here is another page than the one the board knows to be unchanged.
_NOT_PASSED_ON = {
    "connection",
    "transfer-encoding",
    "keep-alive",
    "content-length",
    "accept-encoding",
    "if-none-match",
    "if-modified-since",
}


@dataclass
class Proxy:
    """``change`` gets path and body of each answer and returns its body, or ``None`` for a 404. ``asked`` are paths."""

    url: str
    change: Callable[[str, bytes], bytes | None] = lambda path, body: body
    asked: list[str] = field(default_factory=list)


@contextmanager
def before(target: str) -> Iterator[Proxy]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            self._pass_on(None)

        def do_POST(self) -> None:
            self._pass_on(self.rfile.read(int(self.headers.get("Content-Length") or 0)))

        do_PUT = do_DELETE = do_POST

        def _pass_on(self, body: bytes | None) -> None:
            proxy.asked.append(self.path)
            status, headers, answer = _ask(f"{target}{self.path}", self.command, self.headers, body)
            changed = proxy.change(self.path, answer)
            if changed is None:
                status, changed = 404, b""
            self.send_response(status)
            for name, value in headers.items():
                if name.lower() not in _NOT_PASSED_ON:
                    self.send_header(name, value)
            self.send_header("Content-Length", str(len(changed)))
            self.end_headers()
            self.wfile.write(changed)

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    proxy = Proxy(f"http://localhost:{server.server_port}")
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield proxy
    finally:
        server.shutdown()
        server.server_close()


class _NoRedirects(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *args: object) -> None:
        return None


def _ask(url: str, method: str, asked: HTTPMessage, body: bytes | None) -> tuple[int, HTTPMessage, bytes]:
    headers = {name: value for name, value in asked.items() if name.lower() not in _NOT_PASSED_ON}
    request = urllib.request.Request(url, body, headers, method=method)
    try:
        with urllib.request.build_opener(_NoRedirects).open(request) as answer:
            return answer.status, answer.headers, answer.read()
    except urllib.error.HTTPError as refusal:
        return refusal.code, refusal.headers, refusal.read()
