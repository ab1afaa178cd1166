"""The board as people start it: one command, a folder, nothing else."""

import http.client
import json
import os
import re
import signal
import socket
import stat
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request

import pytest

from pockitflyer.pictures.tests import photos
from tests.board_server import ROOT, serving

ADD_ALICE = """
from allauth.account.models import EmailAddress
from pockitflyer.accounts.models import User
alice = User.objects.create_user("alice@example.com", "a-long-walk-home", name="Alice")
EmailAddress.objects.create(user=alice, email=alice.email, verified=True, primary=True)
"""
PICTURE = "/api/v1/users/me/profile/picture/"


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    with serving(tmp_path_factory.mktemp("board") / "home", "--empty") as running:
        running.django(ADD_ALICE)
        yield running


@pytest.fixture(scope="module")
def token(server):
    body = json.dumps({"email": "alice@example.com", "password": "a-long-walk-home"}).encode()
    request = urllib.request.Request(
        server.url + "/_allauth/app/v1/auth/login", body, {"Content-Type": "application/json"}
    )
    with urllib.request.urlopen(request) as answer:
        return json.load(answer)["meta"]["access_token"]


def multipart(data: bytes) -> tuple[bytes, str]:
    boundary = "neighbourhood"
    part = 'Content-Disposition: form-data; name="image"; filename="me.jpg"\r\nContent-Type: image/jpeg'
    body = f"--{boundary}\r\n{part}\r\n\r\n".encode() + data + f"\r\n--{boundary}--\r\n".encode()
    return body, f"multipart/form-data; boundary={boundary}"


def upload(server, token, data: bytes):
    body, type_ = multipart(data)
    headers = {"Content-Type": type_, "Authorization": f"Bearer {token}"}
    with urllib.request.urlopen(urllib.request.Request(server.url + PICTURE, body, headers)) as answer:
        return json.load(answer)


def test_head_is_answered_as_get_without_its_body(server, token):
    connection = http.client.HTTPConnection("localhost", server.port, timeout=10)
    for path in ("/api/v1/feed/", "/api/v1/users/me/profile/", "/api/v1/categories/"):
        told = []
        # On one connection, where a body that should not be there would be taken for the next answer.
        for method in ("HEAD", "GET", "HEAD"):
            connection.request(method, path, headers={"Authorization": f"Bearer {token}"})
            answer = connection.getresponse()
            assert (answer.status, bool(answer.read())) == (200, method == "GET")
            told.append((answer.headers["ETag"], answer.headers["Content-Type"]))
        assert told[0] == told[1] == told[2]
    connection.close()


def test_an_uploaded_face_is_served_for_ever_by_the_real_server(server, token):
    picture = upload(server, token, photos.jpeg_from_a_phone(6))["picture"]
    for source in picture["sources"]:
        with urllib.request.urlopen(source["url"]) as answer:
            assert answer.headers["Content-Type"] == source["type"]
            assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
            assert answer.headers["X-Content-Type-Options"] == "nosniff"
            etag = answer.headers["ETag"]
        with pytest.raises(urllib.error.HTTPError) as caught:
            urllib.request.urlopen(urllib.request.Request(source["url"], headers={"If-None-Match": etag}))
        assert caught.value.code == 304
        caught.value.close()


def test_static_files_are_hashed_compressed_and_kept_for_ever(server):
    with urllib.request.urlopen(server.url + "/") as answer:
        page = answer.read().decode()
    path = next(part for part in page.split('"') if part.startswith("/static/") and part.endswith(".css"))
    request = urllib.request.Request(server.url + path, headers={"Accept-Encoding": "br"})
    with urllib.request.urlopen(request) as answer:
        assert answer.headers["Content-Encoding"] == "br"
        assert "immutable" in answer.headers["Cache-Control"]
        assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_thirty_uploads_that_trickle_in_do_not_hold_up_a_page(server, token):
    """Thirty bodies arrive at 10 kB/s while pages are asked for; no time is asserted, only who is done first."""
    body, type_ = multipart(photos.jpeg())
    body += b" " * (600_000 - len(body))
    stop, sockets, finished = threading.Event(), [], []
    head = (
        f"POST {PICTURE} HTTP/1.1\r\nHost: localhost:{server.port}\r\nAuthorization: Bearer {token}\r\n"
        f"Content-Type: {type_}\r\nContent-Length: {len(body)}\r\nConnection: close\r\n\r\n"
    ).encode()

    def trickle() -> None:
        with socket.create_connection(("localhost", server.port)) as connection:
            sockets.append(connection)
            connection.sendall(head)
            for start in range(0, len(body), 1_000):
                if stop.wait(0.1):
                    return
                connection.sendall(body[start : start + 1_000])
            finished.append(connection.recv(12))

    threads = [threading.Thread(target=trickle) for _ in range(30)]
    for thread in threads:
        thread.start()
    while len(sockets) < len(threads):
        time.sleep(0.01)
    try:
        for _ in range(20):
            with urllib.request.urlopen(server.url + "/", timeout=60) as answer:
                assert answer.status == 200
        assert finished == [], "every page must have come before the first upload was through"
        assert all(thread.is_alive() for thread in threads)
    finally:
        stop.set()
        for thread in threads:
            thread.join()


@pytest.mark.parametrize(
    ("headers", "status"), [({"Content-Length": str(2**40)}, 413), ({"Transfer-Encoding": "chunked"}, 411)]
)
def test_a_body_too_long_or_of_unknown_length_is_refused_before_it_is_sent(server, token, headers, status):
    connection = http.client.HTTPConnection("localhost", server.port, timeout=10)
    connection.putrequest("POST", PICTURE)
    for name, value in {
        "Authorization": f"Bearer {token}",
        "Content-Type": "multipart/form-data; boundary=x",
        **headers,
    }.items():
        connection.putheader(name, value)
    connection.endheaders()
    answer = connection.getresponse()
    assert answer.status == status
    assert answer.headers["Content-Type"] == "application/problem+json"
    connection.close()


def test_the_secret_key_is_made_once_and_only_its_owner_reads_it(server):
    key = server.home / "secret-key"
    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    before = key.read_text()
    server.django("")
    assert key.read_text() == before


def test_without_a_mail_server_a_newcomer_finds_the_code_in_the_folder_and_in_the_terminal(server):
    body = json.dumps({"name": "Dora", "email": "dora@example.com", "password": "a-long-walk-home"}).encode()
    request = urllib.request.Request(
        server.url + "/_allauth/app/v1/auth/signup", body, {"Content-Type": "application/json"}
    )
    with pytest.raises(urllib.error.HTTPError) as caught:
        urllib.request.urlopen(request)
    # 401 is allauth's way to say that verification is pending.
    assert caught.value.code == 401
    caught.value.close()
    mail = next((server.home / "mail").iterdir()).read_text()
    code = re.search(r"^\s*([A-Z0-9]{4,}-?[A-Z0-9]+)\s*$", mail, re.M).group(1)
    assert code in server.log.read_text()


def test_it_stops_cleanly_and_what_was_kept_is_there_again(tmp_path):
    home = tmp_path / "home"
    with serving(home, "--empty") as first:
        first.django(ADD_ALICE)
        process = first.process
    assert process.returncode == 0
    # The second is stopped as Ctrl-C does it.
    with serving(home) as second:
        assert second.django("from pockitflyer.accounts.models import User; print(User.objects.count())") == "1"
        second.process.send_signal(signal.SIGINT)
        assert second.process.wait(timeout=20) == 0


def test_a_port_in_use_is_said_in_plain_words(tmp_path):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        env = {**os.environ, "PORT": str(taken.getsockname()[1]), "POCKITFLYER_HOME": str(tmp_path)}
        command = [sys.executable, "-m", "pockitflyer", "run", "--empty"]
        done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "is in use" in done.stderr


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PORT", "eighty"),
        ("PORT", "70000"),
        ("POCKITFLYER_HTTPS", "yes"),
        ("POCKITFLYER_SMTP_URL", "mail.example.com"),
        ("POCKITFLYER_WORKERS", "0"),
    ],
)
def test_a_bad_setting_is_named_at_once(tmp_path, name, value):
    env = {**os.environ, name: value, "POCKITFLYER_HOME": str(tmp_path)}
    done = subprocess.run(
        [sys.executable, "-m", "pockitflyer", "check"], cwd=ROOT, env=env, capture_output=True, text=True, check=False
    )
    assert done.returncode != 0
    assert name in done.stderr
