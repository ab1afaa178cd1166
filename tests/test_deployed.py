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
    answer = Client(raise_request_exception=False).get(path, **extra)
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
    front, sign_in = answers(tmp_path, ["/", VIA_PROXY], ["/accounts/login/", VIA_PROXY])
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
