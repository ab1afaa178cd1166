import io

import pytest
import pyvips
from PIL import Image, ImageChops, ImageStat

from pockitflyer.pictures import encode, render
from pockitflyer.pictures.recipes import AVATAR, POSTER
from pockitflyer.pictures.tests.photos import jpeg_from_a_phone, quadrants

_METADATA = {"icc_profile", "exif", "xmp"}
RED_ON_BLUE = ((220, 0, 30), (0, 60, 220))


def pixels_of(image: Image.Image) -> pyvips.Image:
    raw = pyvips.Image.new_from_memory(image.tobytes(), image.width, image.height, 3, "uchar")
    return raw.copy(interpretation="srgb")


def stripes(side: int) -> Image.Image:
    """Upright lines of one pixel: what half-size chroma cannot hold."""
    image = Image.new("RGB", (side, side))
    image.putdata([RED_ON_BLUE[n % side % 2] for n in range(side * side)])
    return image


def difference(one: Image.Image, data: bytes) -> float:
    """Mean over all pixels of the channel that differs most, in grey levels."""
    other = Image.open(io.BytesIO(data)).convert("RGB")
    assert other.size == one.size
    return max(ImageStat.Stat(ImageChops.difference(one, other)).mean)


ALL = [(recipe, rendition) for recipe in (AVATAR, POSTER) for rendition in recipe.renditions]


@pytest.mark.parametrize(("recipe", "rendition"), ALL, ids=[f"{r.name}-{s.width}" for r, s in ALL])
@pytest.mark.parametrize("encoder", [encode.jpeg, encode.avif])
def test_every_rendition_looks_like_its_pixels(recipe, rendition, encoder):
    image = quadrants(rendition.width, rendition.width if recipe.square else rendition.width * 3 // 4)
    data = encoder(pixels_of(image), rendition, recipe.sharp_chroma)
    assert difference(image, data) < 4


@pytest.mark.parametrize("encoder", [encode.jpeg, encode.avif])
def test_coloured_lettering_of_posters_stays_sharp(encoder):
    image = stripes(128)
    sharp, soft = (
        difference(image, encoder(pixels_of(image), POSTER.renditions[0], chroma)) for chroma in (True, False)
    )
    assert sharp < 12
    assert soft > 3 * sharp


@pytest.mark.parametrize("size", [(400, 7), (7, 400), (1, 1), (401, 333)])
def test_a_poster_of_any_shape_is_encoded(size):
    image = quadrants(*size)
    assert difference(image, encode.avif(pixels_of(image), POSTER.renditions[0], sharp_chroma=True)) < 12


def test_the_same_pixels_give_the_same_bytes():
    pixels = pixels_of(quadrants(512, 512))
    first, second = (encode.avif(pixels, AVATAR.renditions[1], sharp_chroma=False) for _ in range(2))
    assert first == second


def test_nothing_of_a_source_passes_into_a_file():
    pixels = pyvips.Image.new_from_buffer(jpeg_from_a_phone(), "")
    pixels.set_type(pyvips.GValue.blob_type, "icc-profile-data", pyvips.Image.profile_load("p3"))
    assert {"exif-data", "icc-profile-data"} <= set(pixels.get_fields())
    settings = POSTER.renditions[0]
    for data in (encode.jpeg(pixels, settings, True), encode.avif(pixels, settings, True), encode.master(pixels)):
        assert not {name for name, value in Image.open(io.BytesIO(data)).info.items() if value} & _METADATA


def test_a_master_keeps_what_a_later_recipe_may_want():
    image = stripes(256)
    assert difference(image, encode.master(pixels_of(image))) < 3


@pytest.mark.parametrize("encoder", ["master", "jpeg", "avif"])
@pytest.mark.parametrize(
    "failure",
    [RuntimeError("Failed to encode image: Encoding of color planes failed"), pyvips.Error("unable to write")],
    ids=lambda failure: type(failure).__name__,
)
def test_an_encoder_that_fails_has_found_no_memory(encoder, failure, monkeypatch):
    def fail(*_):
        raise failure

    monkeypatch.setattr(encode, encoder, fail)
    with pytest.raises(MemoryError):
        render.warm_up()
    if encoder == "avif":
        with pytest.raises(MemoryError):
            render.draw_avifs(jpeg_from_a_phone(), POSTER, 50_000_000)
