"""What a device needs to install the board: manifest, icons, service worker, offline page."""

import io
import re
from dataclasses import asdict
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from PIL import Image

from pockitflyer.web import icons, signs
from pockitflyer.web.installing import shell_files

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("language", "favourites"), [("en", "Favourites"), ("de", "Favoriten")])
def test_the_manifest_has_all_that_installing_asks_for(client, language, favourites):
    answer = client.get("/manifest.webmanifest", headers={"Accept-Language": language})
    assert answer.headers["Content-Type"] == "application/manifest+json"
    found = answer.json()
    assert {"name", "short_name", "start_url", "scope", "id", "display", "icons"} <= set(found)
    assert (found["lang"], found["display"], found["scope"]) == (language, "standalone", "/")
    assert favourites in [shortcut["name"] for shortcut in found["shortcuts"]]
    assert {"any", "maskable"} == {icon["purpose"] for icon in found["icons"]}
    assert {"192x192", "512x512"} == {icon["sizes"] for icon in found["icons"]}


def test_every_shortcut_leads_somewhere(client, alice):
    client.force_login(alice)
    for shortcut in client.get("/manifest.webmanifest").json()["shortcuts"]:
        assert client.get(shortcut["url"]).status_code == 200


def test_the_page_for_new_flyers_has_a_shortcut_and_takes_photos_and_words_that_are_shared(client):
    found = client.get("/manifest.webmanifest").json()
    assert found["share_target"]["action"] == "/flyers/new/?shared=1"
    params = found["share_target"]["params"]
    assert params.pop("files") == [{"name": "pictures", "accept": ["image/*"]}]
    assert params == {"title": "title", "text": "text", "url": "url"}
    assert found["shortcuts"][0]["url"] == "/flyers/new/"
    assert '"newFlyer": "/flyers/new/"' in client.get("/sw.js").content.decode()


DRAWN = icons.files() | signs.files()


@pytest.mark.parametrize("name", DRAWN)
def test_the_icons_are_what_our_code_draws(name):
    with Image.open(finders.find(f"web/icons/{name}")) as kept:
        drawn = DRAWN[name]
        assert kept.size == drawn.size
        again = io.BytesIO()
        drawn.save(again, "PNG")
        assert Image.open(again).tobytes() == kept.convert("RGBA").tobytes()


@pytest.mark.parametrize("theme", signs.THEMES)
def test_the_signs_have_the_colours_of_the_theme(theme):
    styles = Path(finders.find("web/css/board.css")).read_text()
    nth = list(signs.THEMES).index(theme)
    for name, colour in asdict(signs.THEMES[theme]).items():
        found = re.search(rf"--{name.replace('_', '-')}: light-dark\((.+?), (.+?)\)", styles)
        assert found[nth + 1] == colour


def test_a_maskable_icon_keeps_its_mark_within_the_safe_zone():
    image = icons.files()["maskable-512.png"]
    ground = image.getpixel((0, 0))
    middle, most = 256, 512 * 0.4
    outside = [
        (x, y)
        for x in range(0, 512, 4)
        for y in range(0, 512, 4)
        if (x - middle) ** 2 + (y - middle) ** 2 > most**2 and image.getpixel((x, y)) != ground
    ]
    assert not outside


def test_the_worker_names_the_shell_by_content_and_is_asked_for_each_time(client):
    answer = client.get("/sw.js")
    assert answer.headers["Content-Type"].startswith("text/javascript")
    assert "no-cache" in answer.headers["Cache-Control"]
    shell = shell_files()
    assert all(re.search(r"\.[0-9a-f]{12}\.\w+$", url) for url in shell)
    assert all(url in answer.content.decode() for url in shell)
    assert [url for url in shell if "/css/app." in url]
    assert len([url for url in shell if "/icons/signs-" in url]) == len(signs.THEMES)
    assert [url for url in shell if "/js/app." in url]


def test_the_offline_page_is_the_same_for_everyone(client, alice):
    stranger = client.get("/offline/").content
    client.force_login(alice)
    assert client.get("/offline/").content == stranger
