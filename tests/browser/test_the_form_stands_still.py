"""The form of a flyer: whatever comes, is counted or fails, nothing moves, and all of it is told in words."""

import json

import pytest
from PIL import Image
from playwright.sync_api import expect

from pockitflyer.pictures.tests import photos
from tests.browser.conftest import DESK, PHONE, screenshot, sign_in
from tests.browser.publishing import ROWS, as_it_was, fill, sent  # noqa: F401
from tests.browser.test_the_board import SHIFT

ADDRESS = "**/api/v1/pictures/"
CHOOSER = "#files"
# As long as the longest that the board has.
SENTENCE = (
    "Dieses Bild ist beschädigt oder unvollständig. Speichere es neu und versuche es nochmals, oder wähle ein anderes."
)
REFUSAL = {"status": 422, "content_type": "application/problem+json", "body": json.dumps({"detail": SENTENCE})}


def form(open_page, viewport=PHONE, language="en", **options):
    page = open_page(viewport, **options)
    page.on("dialog", lambda dialog: dialog.accept())
    sign_in(page, "Bob")
    page.context.add_cookies([{"name": "django_language", "value": language, "url": page.url}])
    page.goto("/flyers/new/")
    page.wait_for_load_state("networkidle")
    return page


def places(page) -> list[int]:
    """How far down the fields are, in pixels."""
    fields = page.locator("#id_title, #id_text, #id_address, #id_ends_at, .buttons")
    return fields.evaluate_all("all => all.map((field) => Math.round(field.getBoundingClientRect().top + scrollY))")


def as_file(data: bytes, name: str = "plakat.jpg"):
    return {"name": name, "mimeType": "image/heic" if name.endswith("heic") else "image/jpeg", "buffer": data}


@pytest.mark.parametrize("language", ["en", "de"])
@pytest.mark.parametrize("viewport", [PHONE, DESK], ids=["phone", "desk"])
def test_nothing_moves_while_pictures_counters_and_errors_come(open_page, viewport, language):
    page = form(open_page, viewport, language)
    before = places(page)
    page.route(ADDRESS, lambda route: route.fulfill(**REFUSAL))
    page.locator(CHOOSER).set_input_files(as_file(photos.jpeg(500, 700)))
    page.get_by_text(SENTENCE).wait_for()
    screenshot(page, f"new-flyer-refused-{viewport['width']}-{language}")
    page.unroute(ADDRESS)
    page.locator("[data-retry]").click()
    sent(page, 1)
    page.context.set_offline(True)
    page.locator(CHOOSER).set_input_files([as_file(photos.jpeg(510 + n, 700)) for n in range(5)])
    expect(page.locator(".pictures > .wrong")).not_to_be_empty()
    expect(page.locator(".sheet-says .wrong").nth(1)).not_to_be_empty()
    page.context.set_offline(False)
    sent(page, 5)
    page.locator("#id_title").fill("Gezählt")
    page.locator("#id_text").fill("Auch gezählt.")
    expect(page.locator(".count").first).to_have_text("7 / 200")
    screenshot(page, f"new-flyer-full-{viewport['width']}-{language}")
    assert places(page) == before
    assert page.evaluate(SHIFT) == 0


def test_a_draft_that_is_back_moves_nothing(open_page):
    page = form(open_page)
    page.get_by_label("Title").fill("Entwurf")
    before = places(page)
    page.reload()
    page.get_by_text("Your draft is back.").wait_for()
    assert places(page) == before
    assert page.evaluate(SHIFT) == 0


def test_heic_gets_its_picture_once_it_is_stored(open_page):
    page = form(open_page)
    page.locator(CHOOSER).set_input_files(as_file(photos.heic(), "plakat.heic"))
    sent(page, 1)
    page.wait_for_function(f"() => document.querySelector('{ROWS} img').naturalWidth > 0")
    page.wait_for_function("() => document.querySelector('[data-shows=cover]').naturalWidth > 0")


def test_what_happens_to_a_picture_is_spoken(open_page):
    page = form(open_page)
    page.route(ADDRESS, lambda route: route.fulfill(**REFUSAL))
    page.locator(CHOOSER).set_input_files(as_file(photos.jpeg(520, 700)))
    page.get_by_role("alert").get_by_text(SENTENCE).wait_for()
    page.unroute(ADDRESS)
    held = []
    page.route(ADDRESS, lambda route: held.append(route))  # noqa: PLW0108 -- Playwright writes on it
    page.get_by_role("button", name="Try again").click()
    expect(page.get_by_role("progressbar", name="Sent so far")).to_be_visible()
    while not held:
        page.wait_for_timeout(20)
    held[0].continue_()
    expect(page.locator(".pictures [role=status]")).to_have_text("Picture 1 of 1 has arrived.")
    expect(page.get_by_role("progressbar")).to_have_count(0)


def test_what_is_no_picture_is_not_shown_as_a_torn_one(open_page):
    page = form(open_page)
    page.locator(CHOOSER).set_input_files(as_file(b"no picture"))
    page.get_by_role("alert").get_by_text("JPEG, PNG").wait_for()
    expect(page.locator(".sheet-row .thumb img")).to_be_hidden()


def test_fields_with_a_count_are_as_wide_as_the_others(open_page):
    page = form(open_page)
    ends = page.evaluate(
        "() => ['.sheets', '[name=title]', '[name=text]'].map((one) => "
        "document.querySelector(one).getBoundingClientRect().right)"
    )
    assert len(set(ends)) == 1


def test_a_photo_above_the_limit_is_made_small_first(open_page):
    page = form(open_page)
    photo = photos.encoded(Image.effect_noise((2400, 1800), 60).convert("RGB"), "JPEG", quality=90)
    page.evaluate("most => { document.querySelector('.pictures').dataset.maxBytes = most; }", len(photo) - 1)
    page.locator(CHOOSER).set_input_files(as_file(photo))
    sent(page, 1)


def test_what_is_too_large_and_cannot_be_made_small_is_told(open_page):
    page = form(open_page)
    photo = photos.heic()
    page.evaluate("most => { document.querySelector('.pictures').dataset.maxBytes = most; }", len(photo) - 1)
    page.locator(CHOOSER).set_input_files(as_file(photo, "plakat.heic"))
    page.get_by_role("alert").get_by_text("This picture is too large").wait_for()


@pytest.mark.parametrize("javascript", [True, False], ids=["javascript", "no javascript"])
def test_a_phone_offers_its_camera_beside_the_library(open_page, javascript):
    page = form(open_page, java_script_enabled=javascript, has_touch=True, is_mobile=True)
    label = page.locator(".add .take")
    assert label.inner_text() == "Take a photo"
    screenshot(page, f"new-flyer-camera-390{'' if javascript else '-no-javascript'}")
    camera = label.locator("input")
    assert [camera.get_attribute(name) for name in ("accept", "capture")] == ["image/*", "environment"]
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]
    camera.set_input_files(as_file(photos.jpeg(530 + javascript, 700), "image.jpg"))
    fill(page, "Aufgenommen")
    if javascript:
        sent(page, 1)
    page.get_by_role("button", name="Publish").last.click()
    page.locator(".own-list li", has_text="Aufgenommen").first.wait_for()
