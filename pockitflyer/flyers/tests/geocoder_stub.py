"""A geocoding service for tests: real HTTP, with the faults of real ones."""

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

PHOTON = {
    "type": "FeatureCollection",
    "features": [
        {
            "type": "Feature",
            "geometry": {"type": "Point", "coordinates": [8.55345, 47.36012]},
            "properties": {"name": "Lindenstrasse 4", "city": "Zürich", "country": "Schweiz"},
        }
    ],
}
HOUSE = [{"lat": "47.36012", "lon": "8.55345", "display_name": "Lindenstrasse 4", "address": {"city": "Zürich"}}]


class Stub:
    """Answers as ``mood`` says: ok, photon, nothing, error, limit, garbage, odd, slow; remembers what was asked."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.mood = "ok"
        self.slow_s = 1.0
        self.asked: list[str] = []

    def answer(self) -> tuple[int, bytes]:
        if self.mood == "slow":
            time.sleep(self.slow_s)
        return {
            "ok": (200, json.dumps(HOUSE).encode()),
            "photon": (200, json.dumps(PHOTON).encode()),
            "slow": (200, json.dumps(HOUSE).encode()),
            "nothing": (200, b"[]"),
            "error": (500, b"oops"),
            "limit": (429, b"slow down"),
            "garbage": (200, b"<html>\xff"),
            "odd": (200, b'[{"lat": "north", "lon": null}]'),
        }[self.mood]


@contextmanager
def stub() -> Iterator[Stub]:
    """Runs one on a port of its own."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            served.asked.append(parse_qs(urlsplit(self.path).query)["q"][0])
            status, body = served.answer()
            self.send_response(status)
            self.send_header("Content-Type", "application/json; charset=utf-8")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            # The one who asked may have lost patience.
            with suppress(BrokenPipeError, ConnectionResetError):
                self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    served = Stub(f"http://127.0.0.1:{server.server_port}")
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield served
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
