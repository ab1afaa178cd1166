"""From a photo to a face: header, profile and cards, with and without JavaScript."""

import re

import pytest

from pockitflyer.pictures.tests import photos
from tests.browser.conftest import sign_in

FACE = re.compile(r"/pictures/[0-9a-f]{2}/([0-9a-f]{32})/")


def face_in(page, selector: str) -> str:
    """The key of the picture shown there, once it has been drawn."""
    image = page.locator(selector).first
    image.wait_for()
    page.wait_for_function("image => image.complete && image.naturalWidth > 0", arg=image.element_handle())
    found = FACE.search(image.evaluate("image => image.currentSrc"))
    assert found, image.evaluate("image => image.currentSrc")
    return found.group(1)


@pytest.mark.parametrize("javascript", [True, False], ids=["javascript", "no javascript"])
def test_a_photo_becomes_a_face_everywhere_at_once(open_page, javascript, tmp_path):
    photo = tmp_path / "me.jpg"
    photo.write_bytes(photos.jpeg(1200 + javascript, 1600))
    page = open_page(java_script_enabled=javascript)
    sign_in(page, "Alice")
    page.goto("/me/edit/")
    page.locator("input[type=file]:not([capture])").set_input_files(photo)
    if javascript:
        page.get_by_role("button", name="Use this picture").click()
        page.get_by_text("Your new picture is saved.").wait_for()
    page.get_by_role("button", name="Save").click()
    page.wait_for_url(re.compile(r"/users/\d+/"))
    if not javascript:
        key = FACE.search(page.content()).group(1)
        header, main = page.content().split("<main")
        assert key in header
        assert key in main
        return
    in_header = face_in(page, "header.top img")
    on_profile = face_in(page, "main img")
    assert in_header == on_profile
    page.goto("/")
    card = page.locator("article", has_text="Flohmarkt am Röschi")
    card.scroll_into_view_if_needed()
    assert in_header in card.locator("img").first.evaluate("image => image.currentSrc")


def test_without_javascript_a_refusal_stands_beside_the_field_and_nothing_typed_is_lost(open_page, tmp_path):
    text = tmp_path / "me.jpg"
    text.write_text("Dear neighbours")
    page = open_page(java_script_enabled=False)
    sign_in(page, "Charlie")
    page.goto("/me/edit/")
    page.get_by_label("Name").fill("Typed with care")
    page.locator("input[type=file]:not([capture])").set_input_files(text)
    page.get_by_role("button", name="Save").click()
    page.get_by_text("This is not a picture we can read.").wait_for()
    assert page.get_by_label("Name").input_value() == "Typed with care"
    # No page of the history is a form that was sent, so going back asks nothing.
    page.get_by_label("Name").fill("Charlie")
    page.get_by_role("button", name="Save").click()
    page.wait_for_url(re.compile(r"/users/\d+/"))
    page.go_back()
    page.get_by_role("heading", name="Edit profile").wait_for()


def test_a_picture_can_be_removed_again(open_page, tmp_path):
    photo = tmp_path / "me.jpg"
    photo.write_bytes(photos.jpeg(900, 900))
    page = open_page()
    sign_in(page, "Charlie")
    page.goto("/me/edit/")
    page.locator("input[type=file]:not([capture])").set_input_files(photo)
    page.get_by_role("button", name="Use this picture").click()
    page.get_by_text("Your new picture is saved.").wait_for()
    page.goto("/me/edit/")
    page.get_by_label("Remove my picture").check()
    page.get_by_role("button", name="Save").click()
    page.wait_for_url(re.compile(r"/users/\d+/"))
    assert "/static/accounts/face/" in page.locator("header.top img").evaluate("image => image.currentSrc")
