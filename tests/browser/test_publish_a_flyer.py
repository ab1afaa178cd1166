"""The whole minute on a phone: from photos to a live flyer, and what becomes of it, with and without JavaScript."""

import io

import pytest
from PIL import Image
from playwright.sync_api import expect

from pockitflyer.pictures.tests import photos
from tests.browser.conftest import screenshot, sign_in
from tests.browser.publishing import PROFILE, ROWS, as_it_was, fill, sent  # noqa: F401


@pytest.mark.parametrize("javascript", [True, False], ids=["javascript", "no javascript"])
def test_from_photos_to_a_live_flyer_its_edit_and_its_end(open_page, javascript, shots):
    title = f"Zopf {javascript}"
    page = open_page(java_script_enabled=javascript)
    sign_in(page, "Charlie")
    page.goto("/")
    page.get_by_role("link", name="Post a flyer").last.click()
    page.locator("input[type=file]:not([capture])").set_input_files(shots)
    fill(page, title)
    if javascript:
        sent(page, 3)
        screenshot(page, "new-flyer")
    page.get_by_role("button", name="Publish").last.click()
    page.wait_for_url(PROFILE)
    expect(page.locator("article h2").first).to_have_text(title)
    page.goto("/")
    expect(page.locator("article h2").first).to_have_text(title)
    assert page.locator("article").first.locator(".slide").count() == 3

    page.get_by_role("link", name="Your profile").click()
    page.get_by_role("link", name=f"Edit {title}").click()
    before = page.eval_on_selector_all(ROWS, "rows => rows.map(row => row.dataset.id)")
    page.get_by_role("button", name="Later").first.click()
    after = page.eval_on_selector_all(ROWS, "rows => rows.map(row => row.dataset.id)")
    assert after == [before[1], before[0], before[2]]
    page.get_by_label("Title").fill(f"{title} neu")
    page.get_by_role("button", name="Save").last.click()
    page.wait_for_url(PROFILE)
    expect(page.locator("article h2").first).to_have_text(f"{title} neu")

    page.get_by_role("button", name=f"Withdraw {title} neu").click()
    page.get_by_role("button", name=f"Republish {title} neu").click()
    page.get_by_role("link", name=f"Delete {title} neu").click()
    page.get_by_role("button", name="Delete for good").click()
    page.wait_for_url(PROFILE)
    assert page.get_by_text(f"{title} neu").count() == 0


@pytest.mark.parametrize("javascript", [True, False], ids=["javascript", "no javascript"])
def test_a_scheduled_flyer_waits(open_page, javascript, shots):
    title = f"Bald {javascript}"
    page = open_page(java_script_enabled=javascript)
    sign_in(page, "Charlie")
    page.goto("/flyers/new/")
    page.locator("input[type=file]:not([capture])").set_input_files(shots[:1])
    fill(page, title)
    start = page.get_by_label("On the board from").input_value()
    page.get_by_label("On the board from").fill(page.get_by_label("Until").input_value())
    page.get_by_label("Until").fill(f"{int(start[:4]) + 1}{start[4:]}")
    page.get_by_role("button", name="Publish").last.click()
    page.wait_for_url(PROFILE)
    row = page.locator(".own-list li", has_text=title)
    assert row.locator(".badge").inner_text() == "Scheduled"
    page.goto("/")
    assert page.get_by_text(title).count() == 0


@pytest.mark.parametrize("javascript", [True, False], ids=["javascript", "no javascript"])
def test_a_refusal_stands_beside_its_field_and_the_pictures_stay(open_page, javascript, shots):
    page = open_page(java_script_enabled=javascript)
    sign_in(page, "Charlie")
    page.goto("/flyers/new/")
    page.locator("input[type=file]:not([capture])").set_input_files(shots[:2])
    fill(page, "Wo", address="Kirchplatz 1, 8400 Wintertuhr")
    page.get_by_role("button", name="Publish").last.click()
    page.get_by_text("This place is not to be found.").wait_for()
    assert page.locator(ROWS).count() == 2
    assert page.get_by_label("Title").input_value() == "Wo"
    if javascript:
        page.get_by_role("button", name="Winterthur").click()
        assert page.get_by_label("Address").input_value() == "Kirchplatz 1, Winterthur"


def test_a_draft_survives_a_reload_and_goes_with_the_publishing(open_page, shots):
    page = open_page()
    page.on("dialog", lambda dialog: dialog.accept())
    sign_in(page, "Bob")
    page.goto("/flyers/new/")
    page.locator("input[type=file]:not([capture])").set_input_files(shots[:2])
    fill(page, "Entwurf")
    ids = sent(page, 2)
    page.reload()
    page.get_by_text("Your draft is back.").wait_for()
    assert page.get_by_label("Title").input_value() == "Entwurf"
    assert page.get_by_label("Food").is_checked()
    assert sent(page, 2) == ids
    page.get_by_role("button", name="Publish").last.click()
    page.wait_for_url(PROFILE)
    page.goto("/flyers/new/")
    assert page.get_by_label("Title").input_value() == ""


def test_pictures_are_moved_by_keys_and_by_hand_and_removed(open_page, shots):
    page = open_page()
    page.on("dialog", lambda dialog: dialog.accept())
    sign_in(page, "Bob")
    page.goto("/flyers/new/")
    page.locator("input[type=file]:not([capture])").set_input_files(shots)
    first, second, third = sent(page, 3)
    page.locator(ROWS).nth(2).get_by_role("button", name="Earlier").focus()
    page.keyboard.press("Enter")
    assert sent(page, 3) == [first, third, second]
    # The first two are in sight beside each other.
    thumbs = [page.locator(f"{ROWS} .thumb").nth(n) for n in (0, 1)]
    thumbs[0].scroll_into_view_if_needed()
    start, end = (thumb.bounding_box() for thumb in thumbs)
    page.mouse.move(start["x"] + 40, start["y"] + 40)
    page.mouse.down()
    page.mouse.move(end["x"] + 20, end["y"] + 60, steps=12)
    page.mouse.up()
    assert sent(page, 3) == [third, first, second]
    page.get_by_role("button", name="Remove").nth(1).click()
    assert sent(page, 2) == [third, second]


def test_what_did_not_arrive_can_be_sent_again_and_nothing_is_lost(open_page, shots):
    page = open_page()
    page.on("dialog", lambda dialog: dialog.accept())
    sign_in(page, "Bob")
    page.goto("/flyers/new/")
    refuse = {"status": 422, "content_type": "application/problem+json", "body": '{"detail": "Not this one."}'}
    page.route("**/api/v1/pictures/", lambda route: route.fulfill(**refuse))
    page.locator("input[type=file]:not([capture])").set_input_files(shots[:1])
    page.get_by_text("Not this one.").wait_for()
    page.unroute("**/api/v1/pictures/")
    page.get_by_role("button", name="Try again").click()
    sent(page, 1)
    fill(page, "Funkloch")
    page.context.set_offline(True)
    page.get_by_role("button", name="Publish").last.click()
    page.get_by_text("Nothing is lost: try again.").wait_for()
    page.context.set_offline(False)
    page.get_by_role("button", name="Publish").last.click()
    page.wait_for_url(PROFILE)
    # The card is below one's own list, where nothing is drawn yet.
    expect(page.locator("article h2").first).to_have_text("Funkloch")


@pytest.mark.parametrize(("mbit_s", "size"), [(10, (2000, 1500)), (1.6, (1600, 1200))], ids=["fast line", "slow line"])
def test_a_large_photo_is_made_as_small_as_its_line_asks_for(open_page, mbit_s, size):
    page = open_page()
    page.add_init_script(f"Object.defineProperty(navigator.connection, 'downlink', {{ get: () => {mbit_s} }})")
    page.on("dialog", lambda dialog: dialog.accept())
    sign_in(page, "Bob")
    page.goto("/flyers/new/")
    photo = photos.encoded(Image.effect_noise((4000, 3000), 60).convert("RGB"), "JPEG", quality=60)
    chosen = {"name": "plakat.jpg", "mimeType": "image/jpeg", "buffer": photo}
    bodies = []

    def note(route):
        bodies.append(route.request.post_data_buffer)
        route.continue_()

    page.route("**/api/v1/pictures/", note)
    page.locator("input[type=file]:not([capture])").set_input_files(chosen)
    sent(page, 1)
    picture = bodies[0].split(b"\r\n\r\n", 1)[1].rsplit(b"\r\n--", 1)[0]
    assert Image.open(io.BytesIO(picture)).size == size
    assert len(picture) < len(photo) / 2


def test_the_preview_shows_the_card_while_one_types(open_page, shots):
    page = open_page()
    page.on("dialog", lambda dialog: dialog.accept())
    sign_in(page, "Bob")
    page.goto("/flyers/new/")
    fill(page, "Vorschau")
    page.locator("input[type=file]:not([capture])").set_input_files(shots[:1])
    preview = page.locator(".preview")
    assert preview.locator("h2").inner_text() == "Vorschau"
    assert "Food" in preview.inner_text()
    preview.locator("[data-shows=cover]").wait_for()
    assert page.locator(".count").first.inner_text() == "8 / 200"
