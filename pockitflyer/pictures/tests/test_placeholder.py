import base64
import io
import math
import random

import pytest
import pyvips
import thumbhash as reference
from django.template.loader import render_to_string
from PIL import Image

from pockitflyer.pictures import placeholder
from pockitflyer.pictures.picture import PictureCard
from pockitflyer.pictures.tests.photos import QUADRANTS, close, quadrants

OLD_COLOUR = "#8899aa"


def pixels_of(image: Image.Image) -> pyvips.Image:
    raw = pyvips.Image.new_from_memory(image.tobytes(), image.width, image.height, 3, "uchar")
    return raw.copy(interpretation="srgb")


def image_of(drawn: placeholder.Drawn) -> Image.Image:
    kind, _, data = drawn.image.partition(",")
    assert kind == "data:image/webp;base64"
    return Image.open(io.BytesIO(base64.b64decode(data))).convert("RGB")


def card(text: str) -> PictureCard:
    return PictureCard("/pictures/a.jpg", 400, 300, text, ())


@pytest.mark.parametrize("size", [(32, 32), (32, 21), (21, 32), (32, 4), (5, 32)])
def test_the_hash_is_that_of_the_published_encoder(size):
    # Without any symmetry: waves of no strength lie between two steps, and may be rounded to either.
    rgb = random.Random(7).randbytes(size[0] * size[1] * 3)
    rgba = [value for start in range(0, len(rgb), 3) for value in (*rgb[start : start + 3], 255)]
    assert placeholder.thumbhash(*size, rgb) == bytes(reference.rgba_to_thumb_hash(*size, rgba))


@pytest.mark.parametrize("size", [(512, 512), (400, 300), (300, 400), (1600, 9), (3, 900), (1, 1)])
def test_a_placeholder_has_at_most_40_characters(size):
    assert len(placeholder.of(pixels_of(quadrants(*size)))) <= 40


def test_each_quarter_of_the_picture_shows_in_its_placeholder():
    drawn = image_of(placeholder.drawn(placeholder.of(pixels_of(quadrants(320, 240)))))
    places = {"top_left": (0.2, 0.2), "top_right": (0.8, 0.2), "bottom_left": (0.2, 0.8), "bottom_right": (0.8, 0.8)}
    for quarter, (x, y) in places.items():
        found = drawn.getpixel((round(x * (drawn.width - 1)), round(y * (drawn.height - 1))))
        others = [math.dist(found, colour) for name, colour in QUADRANTS.items() if name != quarter]
        assert math.dist(found, QUADRANTS[quarter]) < min(others)


@pytest.mark.parametrize(("size", "is_wide"), [((400, 200), True), ((200, 400), False)])
def test_a_placeholder_lies_as_its_picture_does(size, is_wide):
    drawn = image_of(placeholder.drawn(placeholder.of(pixels_of(quadrants(*size)))))
    assert (drawn.width > drawn.height) is is_wide


def test_the_colour_is_the_mean_of_the_picture():
    text = placeholder.of(pixels_of(Image.new("RGB", (200, 300), (200, 100, 50))))
    colour = placeholder.drawn(text).colour
    assert colour.startswith("#")
    assert close(tuple(bytes.fromhex(colour[1:])), (200, 100, 50), within=8)


def test_a_plain_colour_of_an_older_row_is_shown_as_it_is():
    assert placeholder.drawn(OLD_COLOUR) == placeholder.Drawn(OLD_COLOUR, "")


def test_a_face_shows_its_placeholder_without_script_or_style():
    text = placeholder.of(pixels_of(quadrants()))
    html = render_to_string("web/face.html", {"picture": card(text), "sizes": "112px"})
    assert f'href="{placeholder.drawn(text).image}"' in html
    assert "style=" not in html
    assert "<script" not in html


def test_a_small_face_waits_as_a_plain_disc():
    text = placeholder.of(pixels_of(quadrants()))
    assert "<svg" not in render_to_string("web/face.html", {"picture": card(text), "sizes": "32px"})


@pytest.mark.parametrize("template", ["web/face.html", "flyers/ground.html"])
def test_pages_paint_the_plain_colour_of_an_older_row(template):
    html = render_to_string(template, {"picture": card(OLD_COLOUR)})
    assert f'fill="{OLD_COLOUR}"' in html
    assert "<image" not in html


def test_the_ground_behind_a_poster_is_the_poster_blurred():
    text = placeholder.of(pixels_of(quadrants()))
    html = render_to_string("flyers/ground.html", {"picture": card(text)})
    assert html.count(f'href="{placeholder.drawn(text).image}"') == 1
    assert "style=" not in html
