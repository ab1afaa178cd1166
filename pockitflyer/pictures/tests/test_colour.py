"""Colours, transparency, the right way up, and the first frame: whatever the file, people see what they meant."""

import io

import pytest
import pyvips
from PIL import Image

from pockitflyer.pictures.intake import take_in
from pockitflyer.pictures.recipes import AVATAR, POSTER
from pockitflyer.pictures.tests import colours, photos
from pockitflyer.pictures.tests.colours import PATCHES, furthest, patches_of
from pockitflyer.pictures.tests.stored import files_of

pytestmark = [pytest.mark.django_db, pytest.mark.files]

GREYS = [(value, value, value) for value in range(0, 256, 17)]
INKS = (
    *((0, 0, 0, 0), (0, 0, 0, 255), (0, 0, 0, 128), (64, 64, 64, 64)),
    *((255, 0, 0, 0), (0, 255, 0, 0), (0, 0, 255, 0), (0, 255, 255, 0)),
    *((255, 0, 255, 0), (255, 255, 0, 0), (30, 60, 90, 10), (100, 20, 0, 40)),
    *((128, 0, 0, 0), (0, 128, 0, 0), (0, 0, 128, 0), (60, 40, 40, 200)),
)
# What JPEG at the qualities of the recipes does to a flat patch; another profile's numbers differ by 20 and more.
_CLOSE = 5

DISPLAY_P3 = bytes(pyvips.Image.profile_load("p3"))
PRESS = bytes(pyvips.Image.profile_load("cmyk"))
WIDE = {
    "display p3": (DISPLAY_P3, colours.from_display_p3),
    "adobe rgb": (colours.adobe_rgb_profile(), colours.from_adobe_rgb),
}
# As near to the source as each format comes.
BEST = {
    "JPEG": {"quality": 98, "subsampling": 0},
    "PNG": {},
    "WEBP": {"lossless": True},
    "AVIF": {"quality": 95, "subsampling": "4:4:4"},
    "HEIF": {"quality": 95},
}
WITH_ALPHA = [name for name in BEST if name != "JPEG"]


def saved(image: Image.Image, format_: str, **options: object) -> bytes:
    return photos.encoded(image, format_, **{**BEST[format_], **options})


def shown(data: bytes, folder, recipe=AVATAR) -> list[colours.Rgb]:
    """The patches of the largest JPEG that is made of it. What is made as AVIF as well must look the same."""
    files = files_of(folder, take_in(data, recipe))
    largest = max((name for name in files if name.endswith(".jpg")), key=lambda name: int(name[:-4]))
    found = patches_of(files[largest])
    if "512.avif" in files:
        assert furthest(patches_of(files["512.avif"]), found) <= 2 * _CLOSE
    return found


@pytest.mark.parametrize("recipe", [AVATAR, POSTER], ids=lambda recipe: recipe.name)
@pytest.mark.parametrize("format_", BEST)
@pytest.mark.parametrize("space", WIDE)
def test_wide_colours_are_converted_to_srgb(space, format_, recipe, pictures_folder):
    profile, to_srgb = WIDE[space]
    wanted = [to_srgb(colour) for colour in PATCHES]
    assert furthest(wanted, PATCHES) > 20
    data = saved(colours.chart(), format_, icc_profile=profile)
    assert furthest(shown(data, pictures_folder, recipe), wanted) <= _CLOSE


@pytest.mark.parametrize("format_", ["AVIF", "HEIF"])
def test_wide_colours_may_be_said_by_code_points(format_, pictures_folder):
    """Of ITU-T H.273: 12 are the primaries of Display P3, 13 the curve of sRGB."""
    data = saved(colours.chart(), format_, color_primaries=12, transfer_characteristics=13, matrix_coefficients=6)
    # Pillow's AVIF encoder knows sRGB's code points alone.
    data = data.replace(b"nclx\0\1\0\x0d", b"nclx\0\x0c\0\x0d")
    assert b"nclx\0\x0c\0\x0d" in data
    wanted = [colours.from_display_p3(colour) for colour in PATCHES]
    assert furthest(shown(data, pictures_folder), wanted) <= _CLOSE


@pytest.mark.parametrize("format_", BEST)
def test_without_a_profile_numbers_are_srgb(format_, pictures_folder):
    assert furthest(shown(saved(colours.chart(), format_), pictures_folder), PATCHES) <= _CLOSE


@pytest.mark.parametrize("profile", [PRESS, None], ids=["with its profile", "without"])
def test_ink_colours_are_converted(profile, pictures_folder):
    """Without a profile they are taken for those of a usual press, as libvips does."""
    inks = colours.chart(INKS, "CMYK")
    wanted = patches_of(photos.encoded(colours.by_littlecms(inks, PRESS), "PNG"))
    data = saved(inks, "JPEG", **({"icc_profile": profile} if profile else {}))
    assert furthest(shown(data, pictures_folder), wanted) <= _CLOSE


@pytest.mark.parametrize("format_", ["JPEG", "PNG", "HEIF"])
def test_grey_stays_grey(format_, pictures_folder):
    assert furthest(shown(saved(colours.chart(GREYS).convert("L"), format_), pictures_folder), GREYS) <= _CLOSE


@pytest.mark.parametrize("gamma", [1.0, 1.8])
@pytest.mark.parametrize("format_", ["JPEG", "PNG"])
def test_grey_with_a_profile_is_converted(format_, gamma, pictures_folder):
    profile = colours.grey_profile(gamma)
    wanted = [colours.from_gamma(grey, gamma) for grey, _, _ in GREYS]
    data = saved(colours.chart(GREYS).convert("L"), format_, icc_profile=profile)
    assert furthest(shown(data, pictures_folder), wanted) <= _CLOSE


def sixteen_bit(patches: list[colours.Rgb], profile: bytes | None = None, alpha: int | None = None) -> bytes:
    """A PNG with 16 bits a channel; grey where all patches are. Pillow cannot write it."""
    grey = all(len(set(patch)) == 1 for patch in patches)
    image = colours.chart(patches).convert("L" if grey else "RGB")
    pixels = pyvips.Image.new_from_memory(image.tobytes(), *image.size, len(image.getbands()), "uchar") * 257
    if alpha is not None:
        pixels = pixels.bandjoin(alpha * 257)
    pixels = pixels.cast("ushort").copy(interpretation="grey16" if grey else "rgb16")
    if profile:
        pixels.set_type(pyvips.GValue.blob_type, "icc-profile-data", profile)
    data = pixels.pngsave_buffer(bitdepth=16)
    assert data[24] == 16
    return data


def test_sixteen_bits_keep_their_colours(pictures_folder):
    assert furthest(shown(sixteen_bit(GREYS), pictures_folder), GREYS) <= _CLOSE
    assert furthest(shown(sixteen_bit(PATCHES), pictures_folder), PATCHES) <= _CLOSE


def test_sixteen_bits_with_a_profile_and_transparency_are_converted(pictures_folder):
    wanted = [colours.on_white(colours.from_display_p3(colour), 128) for colour in PATCHES]
    data = sixteen_bit(PATCHES, DISPLAY_P3, alpha=128)
    assert furthest(shown(data, pictures_folder), wanted) <= _CLOSE


@pytest.mark.parametrize("alpha", [0, 128, 255])
@pytest.mark.parametrize("format_", WITH_ALPHA)
def test_what_is_transparent_lies_on_white(format_, alpha, pictures_folder):
    clear = colours.chart()
    clear.putalpha(alpha)
    wanted = [colours.on_white(colour, alpha) for colour in PATCHES]
    assert furthest(shown(saved(clear, format_), pictures_folder), wanted) <= _CLOSE


@pytest.mark.parametrize("format_", WITH_ALPHA)
def test_wide_colours_that_are_transparent_are_converted_first(format_, pictures_folder):
    clear = colours.chart()
    clear.putalpha(128)
    wanted = [colours.on_white(colours.from_display_p3(colour), 128) for colour in PATCHES]
    data = saved(clear, format_, icc_profile=DISPLAY_P3)
    assert furthest(shown(data, pictures_folder), wanted) <= _CLOSE


def test_grey_with_transparency_lies_on_white(pictures_folder):
    clear = colours.chart(GREYS).convert("L")
    clear.putalpha(64)
    wanted = [colours.on_white(grey, 64) for grey in GREYS]
    assert furthest(shown(saved(clear, "PNG"), pictures_folder), wanted) <= _CLOSE


def test_a_palette_keeps_its_colours_and_its_hole(pictures_folder):
    palette = colours.chart().quantize(16)
    hole = palette.getpixel((5, 5))
    wanted = [(255, 255, 255), *PATCHES[1:]]
    assert furthest(shown(saved(palette, "PNG", transparency=hole), pictures_folder), wanted) <= _CLOSE


def test_one_bit_a_pixel_is_black_and_white(pictures_folder):
    dots = [(0, 0, 0), (255, 255, 255)] * 8
    assert furthest(shown(saved(colours.chart(dots).convert("1"), "PNG"), pictures_folder), dots) <= _CLOSE


# --- The right way up --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("format_", BEST)
@pytest.mark.parametrize("recipe", [AVATAR, POSTER], ids=lambda recipe: recipe.name)
def test_every_orientation_comes_out_upright(recipe, format_, orientation, pictures_folder):
    """JPEG, PNG and WebP say it in EXIF, AVIF and HEIC in boxes."""
    data = photos.from_a_phone(orientation, format_)
    assert format_ not in ("AVIF", "HEIF") or orientation == 1 or b"irot" in data or b"imir" in data
    picture = take_in(data, recipe)
    assert (picture.width, picture.height) == ((512, 512) if recipe.square else (640, 480))
    assert is_upright(files_of(pictures_folder, picture)[f"{picture.width}.jpg"])


def is_upright(data: bytes) -> bool:
    places = {"top_left": (0.1, 0.1), "top_right": (0.9, 0.1), "bottom_left": (0.1, 0.9), "bottom_right": (0.9, 0.9)}
    return all(photos.close(photos.pixel(data, *at), photos.QUADRANTS[name]) for name, at in places.items())


# --- The first frame ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("format_", ["PNG", "WEBP", "AVIF"])
@pytest.mark.parametrize("recipe", [AVATAR, POSTER], ids=lambda recipe: recipe.name)
def test_of_a_film_the_first_frame_is_shown(recipe, format_, pictures_folder):
    frames = [Image.new("RGB", (320, 320), colour) for colour in [(200, 30, 30), (30, 160, 30), (30, 30, 200)]]
    data = photos.encoded(frames[0], format_, save_all=True, append_images=frames[1:], duration=100)
    assert Image.open(io.BytesIO(data)).n_frames == 3
    picture = take_in(data, recipe)
    assert picture.width == picture.height
    first = files_of(pictures_folder, picture)[f"{picture.width}.jpg"]
    assert photos.close(photos.pixel(first, 0.5, 0.5), (200, 30, 30))
