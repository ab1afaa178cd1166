"""Browsers and devices in plain words."""

import pytest
from django.utils.translation import override

from pockitflyer.web.devices import device_name

MAC = "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7)"
WINDOWS = "Mozilla/5.0 (Windows NT 10.0; Win64; x64)"
ANDROID = "Mozilla/5.0 (Linux; Android 10; K)"
IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X)"
WEBKIT = "AppleWebKit/605.1.15 (KHTML, like Gecko)"
BLINK = "AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0"


@pytest.mark.parametrize(
    ("user_agent", "name"),
    [
        ("Mozilla/5.0 (Android 15; Mobile; rv:140.0) Gecko/140.0 Firefox/140.0", "Firefox on Android"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0", "Firefox on Linux"),
        (f"{IPHONE} {WEBKIT} FxiOS/140.0 Mobile/15E148 Safari/605.1.15", "Firefox on iPhone"),
        (f"{IPHONE} {WEBKIT} Version/18.5 Mobile/15E148 Safari/604.1", "Safari on iPhone"),
        (f"{IPHONE} {WEBKIT} CriOS/141.0 Mobile/15E148 Safari/604.1", "Chrome on iPhone"),
        (f"{MAC} {WEBKIT} Version/18.5 Safari/605.1.15", "Safari on Mac"),
        (f"{MAC} {BLINK} Safari/537.36", "Chrome on Mac"),
        (f"{ANDROID} {BLINK} Mobile Safari/537.36", "Chrome on Android"),
        (f"{ANDROID} {WEBKIT} SamsungBrowser/28.0 Chrome/130.0 Mobile Safari/537.36", "Samsung Internet on Android"),
        (f"{WINDOWS} {BLINK} Safari/537.36 Edg/141.0.0.0", "Edge on Windows"),
        (f"{WINDOWS} {BLINK} Safari/537.36 OPR/125.0", "Opera on Windows"),
        (f"Mozilla/5.0 (X11; CrOS x86_64 16181.61.0) {BLINK} Safari/537.36", "Chrome on ChromeOS"),
        (f"{IPHONE} {WEBKIT} Mobile/15E148", "iPhone"),
        ("PockitFlyer/3.1 (Android 15; Pixel 8)", "PockitFlyer on Android"),
        ("curl/8.5.0", "curl"),
        ("A desk", "A desk"),
        ("Mozilla/5.0", "An app"),
        ("", "An app"),
    ],
)
def test_a_browser_is_named_in_plain_words(user_agent, name):
    assert device_name(user_agent) == name


def test_the_words_are_german_for_germans():
    with override("de"):
        assert device_name(f"{ANDROID} {BLINK} Mobile Safari/537.36") == "Chrome auf Android"


def test_a_name_that_an_app_makes_up_stays_short():
    assert len(device_name("x" * 500)) == 40
