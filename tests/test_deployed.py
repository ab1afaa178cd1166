"""With the settings of production: Django's own check is silent, and headers, hosts and proxies are right."""

import json
import os
import subprocess
import sys

import pytest

from tests.board_server import ROOT

PRODUCTION = {
    "POCKITFLYER_HTTPS": "1",
    "POCKITFLYER_ALLOWED_HOSTS": "board.example.org,.example.net",
    "POCKITFLYER_SECRET_KEY": "a-key-of-many-letters-0123456789-!$%&/()=?-abcdefghijk",
}
ASK = """
import json, sys, django
django.setup()
from django.conf import settings
from django.core.management import call_command
call_command("migrate", verbosity=0)
call_command("createcachetable", verbosity=0)
from pockitflyer.web.statics import collect
collect()
from django.test import Client
answers = []
for path, extra in json.loads(sys.argv[1]):
    method = extra.pop("method", "get")
    answer = getattr(Client(raise_request_exception=False), method)(path, extra.pop("form", None), **extra)
    cookies = {name: dict(cookie) for name, cookie in answer.cookies.items()}
    headers = {name.title(): value for name, value in answer.headers.items()}
    answers.append({"status": answer.status_code, "headers": headers, "cookies": cookies})
print("ANSWERS" + json.dumps(answers))
"""
VIA_PROXY = {"HTTP_HOST": "board.example.org", "HTTP_X_FORWARDED_PROTO": "https"}


def run(tmp_path, *command, **settings) -> subprocess.CompletedProcess[str]:
    environment = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "POCKITFLYER_HOME": str(tmp_path / "home")}
    environment |= {"DJANGO_SETTINGS_MODULE": "pockitflyer.settings"} | PRODUCTION | settings
    return subprocess.run(
        [sys.executable, *command], check=False, env=environment, capture_output=True, text=True, cwd=tmp_path
    )


def answers(tmp_path, *asked, **settings) -> list[dict]:
    done = run(tmp_path, "-c", ASK, json.dumps(asked), **settings)
    assert "ANSWERS" in done.stdout, done.stderr
    return json.loads(done.stdout.split("ANSWERS")[1])


def test_djangos_check_of_a_deployment_finds_nothing(tmp_path):
    done = run(tmp_path, "-m", "pockitflyer", "check", "--deploy", "--fail-level", "WARNING")
    assert done.returncode == 0, done.stderr
    assert "no issues" in done.stdout + done.stderr


def test_behind_https_pages_and_cookies_are_safe(tmp_path):
    choice = VIA_PROXY | {"method": "post", "form": {"language": "de"}}
    reset = VIA_PROXY | {"method": "post", "form": {"email": "nobody@example.com"}}
    front, sign_in, chosen, asked = answers(
        tmp_path,
        ["/", VIA_PROXY],
        ["/accounts/login/", VIA_PROXY],
        ["/language/", choice],
        ["/accounts/password/reset/", reset],
    )
    headers = front["headers"]
    assert front["status"] == 200
    assert headers["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains"
    assert headers["Referrer-Policy"] == "strict-origin-when-cross-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert "geolocation=(self)" in headers["Permissions-Policy"]
    assert "camera=()" in headers["Permissions-Policy"]
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert sign_in["cookies"]["csrftoken"]["secure"] is True
    for cookie in (chosen["cookies"]["django_language"], asked["cookies"]["sessionid"]):
        assert (cookie["secure"], cookie["httponly"], cookie["samesite"]) == (True, True, "Lax")


def test_every_kind_of_answer_carries_the_same_rules(tmp_path):
    paths = ["/", "/accounts/login/", "/admin/login/", "/api/v1/feed/", "/_allauth/app/v1/auth/session", "/nothing/"]
    paths += ["/api/v1/nothing/", "/me/privacy/", "/sw.js", "/feed.atom", "/offline/", "/health/"]
    for path, answer in zip(paths, answers(tmp_path, *([path, VIA_PROXY] for path in paths)), strict=True):
        headers = answer["headers"]
        assert headers["Strict-Transport-Security"].startswith("max-age=31536000"), path
        assert headers["X-Content-Type-Options"] == "nosniff", path
        assert headers["Referrer-Policy"] == "strict-origin-when-cross-origin", path
        assert headers["Cross-Origin-Opener-Policy"] == "same-origin", path
        assert headers["Cross-Origin-Resource-Policy"] == "same-origin", path
        assert headers["X-Frame-Options"] == "DENY", path
        assert "microphone=()" in headers["Permissions-Policy"], path
        policy = dict(part.strip().split(" ", 1) for part in headers["Content-Security-Policy"].split(";"))
        for name in ("default-src", "base-uri", "frame-ancestors"):
            assert policy[name] == "'none'", path
        for name in ("script-src", "style-src", "connect-src", "form-action", "worker-src", "font-src"):
            assert policy[name] == "'self'", path
        assert policy["img-src"] == "'self' data: blob:", path


def test_without_the_setting_no_header_makes_a_request_one_by_https(tmp_path):
    (answer,) = answers(tmp_path, ["/", VIA_PROXY], POCKITFLYER_HTTPS="0")
    assert answer["status"] == 200
    assert "Strict-Transport-Security" not in answer["headers"]


WHO_ASKS = """
import django
django.setup()
from allauth.account.adapter import get_adapter
from django.test import RequestFactory
forwarded = "192.0.2.1, 198.51.100.2, 203.0.113.3"
print(get_adapter().get_client_ip(RequestFactory(REMOTE_ADDR="10.0.0.9").get("/", HTTP_X_FORWARDED_FOR=forwarded)))
"""


@pytest.mark.parametrize(
    ("chosen", "who"),
    [
        ({}, "203.0.113.3"),
        ({"POCKITFLYER_TRUSTED_PROXIES": "2"}, "198.51.100.2"),
        ({"POCKITFLYER_TRUSTED_PROXIES": "0"}, "10.0.0.9"),
        ({"POCKITFLYER_HTTPS": "0"}, "10.0.0.9"),
    ],
)
def test_who_asks_is_told_by_as_many_proxies_as_the_setting_says(tmp_path, chosen, who):
    done = run(tmp_path, "-c", WHO_ASKS, **chosen)
    assert done.stdout.strip() == who, done.stderr


def test_who_comes_without_https_or_to_another_host_is_sent_away(tmp_path):
    plain, foreign, sub, health = answers(
        tmp_path,
        ["/", {"HTTP_HOST": "board.example.org"}],
        ["/", VIA_PROXY | {"HTTP_HOST": "evil.example"}],
        ["/", VIA_PROXY | {"HTTP_HOST": "a.example.net"}],
        ["/health/", {"HTTP_HOST": "board.example.org"}],
    )
    assert (plain["status"], plain["headers"]["Location"]) == (301, "https://board.example.org/")
    assert foreign["status"] == 400
    assert sub["status"] == 200
    assert health["status"] == 200


def test_another_origin_may_use_the_api_only_by_setting(tmp_path):
    asked = [["/api/v1/feed/", VIA_PROXY | {"HTTP_ORIGIN": "https://app.example"}]]
    asked += [["/", VIA_PROXY | {"HTTP_ORIGIN": "https://app.example"}]]
    closed = answers(tmp_path, *asked)
    assert all("Access-Control-Allow-Origin" not in one["headers"] for one in closed)
    api, page = answers(tmp_path, *asked, POCKITFLYER_CORS_ORIGINS="https://app.example")
    assert api["headers"]["Access-Control-Allow-Origin"] == "https://app.example"
    assert "Access-Control-Allow-Credentials" not in api["headers"]
    assert {"RateLimit", "Location", "ETag"} <= set(api["headers"]["Access-Control-Expose-Headers"].split(", "))
    assert "Access-Control-Allow-Origin" not in page["headers"]


@pytest.mark.parametrize(
    "wrong",
    [{"POCKITFLYER_TRUSTED_PROXIES": "many"}, {"POCKITFLYER_CACHE_URL": "memcached://x"}],
    ids=lambda one: next(iter(one)),
)
def test_a_bad_value_stops_the_start_with_its_name(tmp_path, wrong):
    done = run(tmp_path, "-m", "pockitflyer", "check", **wrong)
    assert done.returncode != 0
    assert next(iter(wrong)) in done.stderr
