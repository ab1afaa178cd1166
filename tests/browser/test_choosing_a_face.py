"""Choosing one's own picture: cropped and made small on the device, shown at once, sent however bad the network is."""

import io
import re
from contextlib import contextmanager, suppress

import pytest
from PIL import Image
from playwright.sync_api import Error, expect

from pockitflyer.pictures.tests import photos
from tests.browser.conftest import DESK, PHONE, screenshot, sign_in

ADDRESS = "**/api/v1/users/me/profile/picture/"
SAVED = "Your new picture is saved."


def choose(page, data: bytes, name: str = "me.jpg") -> None:
    page.locator(".pick input[type=file]:not([capture])").set_input_files(
        {"name": name, "mimeType": "image/jpeg", "buffer": data}
    )


def cropping(page, data: bytes):
    """The square over the picture, ready for hands and keys."""
    choose(page, data)
    page.locator(".crop.ready").wait_for()
    return page.locator("cropper-canvas")


def use(page) -> None:
    page.get_by_role("button", name="Use this picture").click()


def sent_by(page, act) -> bytes:
    """The picture that leaves the device when one does this."""
    bodies = []

    def note(route):
        bodies.append(route.request.post_data_buffer)
        route.continue_()

    page.route(ADDRESS, note)
    act()
    page.get_by_text(SAVED).wait_for()
    page.unroute(ADDRESS)
    (body,) = bodies
    return body.split(b"\r\n\r\n", 1)[1].rsplit(b"\r\n--", 1)[0]


def cropped(page, data: bytes, prepare=lambda frame: None) -> bytes:
    """The same when one chooses a photo and uses what is in the square then."""

    def act():
        prepare(cropping(page, data))
        use(page)

    return sent_by(page, act)


@contextmanager
def held(page):
    """Nothing that is sent arrives."""
    routes = []
    page.route(ADDRESS, lambda route: routes.append(route))  # noqa: PLW0108 -- Playwright writes on it
    yield
    page.unroute(ADDRESS)
    for route in routes:
        with suppress(Error):
            route.abort()


def corners(data: bytes) -> list[str]:
    """Which quarter of the photo is in each corner: top left, top right, bottom left, bottom right."""
    seen = [photos.pixel(data, *at) for at in ((0.04, 0.04), (0.96, 0.04), (0.04, 0.96), (0.96, 0.96))]
    return [next(name for name, colour in photos.QUADRANTS.items() if photos.close(colour, one, 40)) for one in seen]


@pytest.fixture
def editing(open_page):
    page = open_page()
    sign_in(page, "Charlie")
    page.goto("/me/edit/")
    return page


@pytest.mark.parametrize("orientation", [1, 6, 8])
def test_what_is_sent_is_the_upright_middle_without_metadata(editing, orientation):
    data = cropped(editing, photos.jpeg_from_a_phone(orientation))
    assert corners(data) == list(photos.QUADRANTS)
    picture = Image.open(io.BytesIO(data))
    assert picture.format == "WEBP"
    # Never enlarged: the short side of the photo.
    assert picture.size == (480, 480)
    assert not picture.getexif()


def test_a_large_photo_is_sent_as_small_as_is_of_use(editing):
    photo = photos.encoded(Image.effect_noise((4000, 3000), 60).convert("RGB"), "JPEG", quality=60)
    data = cropped(editing, photo)
    assert Image.open(io.BytesIO(data)).size == (750, 750)
    assert len(data) < len(photo) / 10


def test_keys_choose_another_part(editing):
    def press(frame):
        frame.focus()
        for key in [*["+"] * 8, *["ArrowRight"] * 40, *["ArrowDown"] * 40]:
            editing.keyboard.press(key)

    assert set(corners(cropped(editing, photos.jpeg(1600, 1200), press))) == {"top_left"}


def test_single_taps_choose_another_part(editing):
    def tap(frame):
        editing.get_by_role("slider", name="Zoom").fill("50")
        for name in ["Move right", "Move up"]:
            for _ in range(30):
                editing.get_by_role("button", name=name).click()

    assert set(corners(cropped(editing, photos.jpeg(1600, 1210), tap))) == {"bottom_left"}


def test_a_drag_goes_no_further_than_the_picture_reaches(editing):
    def drag(frame):
        box = frame.bounding_box()
        x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
        editing.get_by_role("slider", name="Zoom").fill("50")
        editing.mouse.move(x, y)
        editing.mouse.down()
        editing.mouse.move(x - 900, y - 900, steps=6)
        editing.mouse.up()

    assert set(corners(cropped(editing, photos.jpeg(1500, 1200), drag))) == {"bottom_right"}


def test_two_fingers_zoom(editing):
    frame = cropping(editing, photos.jpeg())
    box = frame.bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    touch = editing.context.new_cdp_session(editing)
    for kind, apart in [("touchStart", 30), *[("touchMove", 30 + 10 * i) for i in range(1, 8)], ("touchEnd", None)]:
        points = [] if apart is None else [{"x": x - apart, "y": y, "id": 0}, {"x": x + apart, "y": y, "id": 1}]
        touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})
    expect(editing.get_by_role("slider", name="Zoom")).not_to_have_value("0")
    editing.get_by_role("dialog").get_by_role("button", name="Cancel").click()
    expect(editing.locator(".me .chosen")).to_have_count(0)


def test_the_new_face_is_everywhere_before_it_is_stored(open_page):
    page = open_page(DESK)
    sign_in(page, "Alice")
    page.locator("a.me").click()
    with held(page):
        cropping(page, photos.jpeg(900, 700))
        use(page)
        for place in (".me", ".person", "article .who"):
            expect(page.locator(f"{place} .face .chosen").first).to_have_attribute("src", re.compile("^data:"))
        screenshot(page, "sending-1280")


def test_a_picture_chosen_before_the_script_is_there_is_taken(open_page):
    page = open_page()
    sign_in(page, "Alice")
    late = []
    page.route(re.compile(r"/face-field\.\w+\.js"), lambda route: late.append(route))  # noqa: PLW0108 -- Playwright writes on it
    page.goto("/me/edit/", wait_until="commit")
    choose(page, photos.jpeg(900, 700))
    while not late:
        page.wait_for_timeout(20)
    late[0].continue_()
    page.locator(".crop.ready").wait_for()


def test_the_profile_itself_takes_a_new_picture_and_going_back_shows_it(open_page):
    page = open_page()
    sign_in(page, "Alice")
    page.locator("a.me").click()
    page.wait_for_url(re.compile(r"/users/"))
    cropping(page, photos.jpeg(800, 640))
    use(page)
    page.get_by_text(SAVED).wait_for()
    page.reload()
    key = re.search(r"/([0-9a-f]{32})/", page.locator(".person .face img").evaluate("image => image.currentSrc"))
    page.go_back()
    page.wait_for_url("/")
    newest = page.locator(".me .face img").last
    expect(newest).to_have_attribute("src", re.compile(key.group(1)))


def test_cancelling_brings_the_old_face_back(editing):
    with held(editing):
        cropping(editing, photos.jpeg(640, 490))
        use(editing)
        editing.locator(".me .chosen").wait_for()
        screenshot(editing, "sending-390")
        editing.get_by_role("button", name="Cancel sending the picture").click()
        editing.get_by_text("Cancelled. Your picture is as it was.").wait_for()
    expect(editing.locator(".chosen")).to_have_count(0)
    expect(editing.locator(".sending")).to_be_hidden()


def test_a_lost_network_is_waited_for(editing):
    cropping(editing, photos.jpeg(700, 480))
    editing.context.set_offline(True)
    use(editing)
    editing.get_by_text("No connection. It goes on by itself.").wait_for()
    expect(editing.locator(".me .chosen")).to_have_count(1)
    editing.context.set_offline(False)
    editing.get_by_text(SAVED).wait_for()
    editing.reload()
    assert "/pictures/" in editing.locator(".me img").evaluate("image => image.currentSrc")


def test_a_refusal_brings_the_old_face_back_and_says_why(editing):
    problem = '{"type":"urn:pockitflyer:problem:picture-damaged","title":"","status":422,"detail":"It is damaged."}'
    answer = {"status": 422, "content_type": "application/problem+json", "body": problem}
    editing.route(ADDRESS, lambda route: route.fulfill(**answer))
    cropping(editing, photos.jpeg(640, 500))
    use(editing)
    editing.get_by_role("alert").get_by_text("It is damaged.").wait_for()
    expect(editing.locator(".chosen")).to_have_count(0)
    # Another try is not in the way of the first.
    editing.unroute(ADDRESS)
    cropping(editing, photos.jpeg(640, 510))
    use(editing)
    editing.get_by_text(SAVED).wait_for()


def test_a_file_the_browser_cannot_draw_is_left_to_the_server(editing):
    with editing.expect_response(ADDRESS) as answer:
        choose(editing, b"Dear neighbours", "me.jpg")
    assert answer.value.status == 415
    editing.get_by_role("alert").get_by_text("This is not a picture we can read.").wait_for()


def test_heic_goes_as_it_is_and_is_shown_when_stored(editing):
    photo = photos.heic()
    assert sent_by(editing, lambda: choose(editing, photo, "me.heic")) == photo
    expect(editing.locator(".me .chosen")).to_have_attribute("src", re.compile(r"/128\.jpg$"))


@pytest.mark.parametrize("viewport", [PHONE, DESK], ids=["390", "1280"])
def test_the_cropper_is_loaded_only_when_it_is_needed(open_page, viewport):
    page = open_page(viewport, color_scheme="dark")
    sign_in(page, "Charlie")
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto("/me/edit/")
    page.wait_for_load_state("networkidle")
    assert not [url for url in asked if "cropper" in url]
    cropping(page, photos.jpeg(640, 520))
    assert [url for url in asked if "cropper" in url]
    screenshot(page, f"crop-{viewport['width']}-dark")
    page.keyboard.press("Escape")
    expect(page.locator(".crop")).to_have_count(0)


def lower_the_limit(page, most: int) -> None:
    """To so many bytes: files of more than ten megabytes would only take longer."""
    page.evaluate("most => { document.querySelector('.pick').dataset.maxBytes = most; }", most)


# A network that loses it, and a browser that does not understand it.
NO_CROPPER = [
    lambda route: route.abort("internetdisconnected"),
    lambda route: route.fulfill(content_type="text/javascript", body="not a module ("),
]


@pytest.mark.parametrize("answer", NO_CROPPER, ids=["lost", "not understood"])
def test_without_the_cropper_the_middle_is_taken_and_one_is_told(editing, answer):
    editing.route(re.compile(r"/cropper-"), answer)

    def act():
        choose(editing, photos.jpeg(640, 480))
        editing.get_by_role("alert").get_by_text("The middle is taken.").wait_for()
        expect(editing.get_by_role("slider", name="Zoom")).to_have_count(0)
        screenshot(editing, "crop-still-390")
        use(editing)

    data = sent_by(editing, act)
    assert corners(data) == list(photos.QUADRANTS)
    assert Image.open(io.BytesIO(data)).size == (480, 480)


def test_a_photo_above_the_limit_is_made_small_instead_of_being_refused(editing):
    photo = photos.encoded(Image.effect_noise((1600, 1200), 60).convert("RGB"), "JPEG", quality=90)
    lower_the_limit(editing, len(photo) - 1)
    assert len(cropped(editing, photo)) < len(photo) - 1


def test_what_is_too_large_and_cannot_be_made_small_is_told(editing):
    photo = photos.heic()
    lower_the_limit(editing, len(photo) - 1)
    choose(editing, photo, "me.heic")
    editing.get_by_role("alert").get_by_text("This picture is too large").wait_for()
    expect(editing.locator(".sending")).to_be_hidden()


def test_a_photo_that_the_browser_cannot_show_tells_what_was_taken(editing):
    choose(editing, photos.heic(), "me.heic")
    editing.get_by_role("status").get_by_text("so its middle was taken.").wait_for()


def test_a_browser_that_cannot_encode_sends_the_photo_as_it_is(open_page):
    page = open_page()
    page.add_init_script("""delete self.OffscreenCanvas;
        HTMLCanvasElement.prototype.toBlob = function (done) { done(null); };""")
    sign_in(page, "Charlie")
    page.goto("/me/edit/")
    photo = photos.jpeg(620, 480)
    assert cropped(page, photo) == photo


@pytest.mark.parametrize(
    ("status", "sentence"),
    [(413, "This picture is too large"), (400, "could not be saved"), (200, "could not be saved")],
    ids=["too large for a proxy", "refused by a proxy", "not from the board"],
)
def test_an_answer_without_a_sentence_is_told_in_plain_words(editing, status, sentence):
    editing.route(ADDRESS, lambda route: route.fulfill(status=status, content_type="text/html", body="<h1>No</h1>"))
    cropping(editing, photos.jpeg(640, 500))
    use(editing)
    editing.get_by_role("alert").get_by_text(sentence).wait_for()
    expect(editing.locator(".chosen")).to_have_count(0)


HAND = {"has_touch": True, "is_mobile": True}


@pytest.mark.parametrize("path", ["/me/edit/", "/users/3/"], ids=["form", "profile"])
def test_a_phone_offers_its_camera_beside_the_library(open_page, path):
    page = open_page(**HAND)
    sign_in(page, "Charlie")
    page.goto(path)
    label = page.locator(".pick .take")
    assert label.inner_text() == "Take a photo"
    assert label.bounding_box()["height"] >= 44
    screenshot(page, f"camera-390-{path.split('/')[1]}")
    camera = page.locator(".pick input[capture]")
    assert [camera.get_attribute(name) for name in ("type", "accept", "capture")] == ["file", "image/*", "user"]
    photo = {"name": "image.jpg", "mimeType": "image/jpeg", "buffer": photos.jpeg(660 + len(path), 500)}
    camera.set_input_files(photo)
    page.locator(".crop.ready").wait_for()
    use(page)
    page.get_by_text(SAVED).wait_for()


def test_a_photo_is_taken_without_javascript_too(open_page):
    page = open_page(java_script_enabled=False, **HAND)
    sign_in(page, "Charlie")
    page.goto("/me/edit/")
    photo = {"name": "image.jpg", "mimeType": "image/jpeg", "buffer": photos.jpeg(670, 500)}
    page.locator(".pick input[capture]").set_input_files(photo)
    page.get_by_role("button", name="Save").click()
    page.wait_for_url(re.compile(r"/users/\d+/"))
    assert "/pictures/" in page.locator(".person .face img").get_attribute("src")


def test_a_desk_does_not_ask_for_a_camera(editing):
    expect(editing.locator(".pick .take")).to_be_hidden()
