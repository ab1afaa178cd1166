import io
import json
import struct
import zlib

import pytest
from PIL import Image

from pockitflyer.pictures import errors, workers
from pockitflyer.pictures.intake import take_in
from pockitflyer.pictures.placeholder import drawn
from pockitflyer.pictures.recipes import AVATAR, POSTER
from pockitflyer.pictures.tests import photos
from pockitflyer.pictures.tests.stored import everything_in, files_of

pytestmark = [pytest.mark.django_db, pytest.mark.files]


@pytest.mark.parametrize("kind", photos.ACCEPTED)
def test_an_avatar_is_square_in_two_sizes_and_two_formats(kind, pictures_folder):
    picture = take_in(photos.ACCEPTED[kind](), AVATAR)
    files = files_of(pictures_folder, picture)
    assert set(files) == {"128.jpg", "128.avif", "512.jpg", "512.avif", "master", "picture.json"}
    for name in ("128.jpg", "128.avif", "512.jpg", "512.avif"):
        image = Image.open(io.BytesIO(files[name]))
        side = int(name.split(".")[0])
        assert image.size == (side, side)
        assert image.format == {"jpg": "JPEG", "avif": "AVIF"}[name.split(".")[1]]
    assert photos.close(photos.pixel(files["512.jpg"], 0.1, 0.1), photos.QUADRANTS["top_left"])
    assert photos.close(photos.pixel(files["512.avif"], 0.9, 0.9), photos.QUADRANTS["bottom_right"])


def test_a_poster_is_kept_whole_at_three_widths(pictures_folder):
    picture = take_in(photos.jpeg(3000, 1500), POSTER)
    assert (picture.width, picture.height) == (1600, 800)
    assert picture.jpeg == (400, 800, 1600)
    files = files_of(pictures_folder, picture)
    assert set(files) == {"400.jpg", "800.jpg", "1600.jpg", "master", "picture.json"}
    for width in picture.jpeg:
        data = files[f"{width}.jpg"]
        assert Image.open(io.BytesIO(data)).size == (width, picture.height_at(width))
        assert photos.close(photos.pixel(data, 0.02, 0.02), photos.QUADRANTS["top_left"])
        assert photos.close(photos.pixel(data, 0.98, 0.98), photos.QUADRANTS["bottom_right"])


def test_a_tall_poster_is_bounded_in_its_height(pictures_folder):
    picture = take_in(photos.jpeg(2000, 3000), POSTER)
    assert (picture.width, picture.height) == (1333, 2000)
    assert picture.jpeg == (400, 800, 1333)


@pytest.mark.parametrize(
    ("recipe", "source", "kept"),
    [
        (AVATAR, (4000, 3000), (750, 750)),
        (AVATAR, (900, 700), (700, 700)),
        (AVATAR, (300, 200), (512, 512)),
        (POSTER, (4000, 3000), (2000, 1500)),
        (POSTER, (300, 200), (300, 200)),
    ],
)
def test_the_master_is_bounded_and_bare(recipe, source, kept, pictures_folder):
    picture = take_in(photos.jpeg(*source, comment=b"from the attic"), recipe)
    master = files_of(pictures_folder, picture)["master"]
    image = Image.open(io.BytesIO(master))
    assert (image.format, image.size) == ("JPEG", kept)
    assert b"from the attic" not in master


@pytest.mark.parametrize(
    ("source", "widths"),
    [
        (60, (60,)),
        (400, (400,)),
        (450, (450,)),
        (640, (400, 640)),
        (900, (400, 900)),
        (1080, (400, 800, 1080)),
    ],
)
def test_a_poster_is_never_enlarged(source, widths, pictures_folder):
    picture = take_in(photos.jpeg(source, 300), POSTER)
    assert picture.jpeg == widths
    assert picture.width == source


@pytest.mark.parametrize("recipe", [AVATAR, POSTER], ids=lambda recipe: recipe.name)
def test_no_metadata_survives(recipe, pictures_folder):
    source = photos.jpeg_from_a_phone(6)
    assert b"Pocketphone" in source
    picture = take_in(source, recipe)
    for name, data in files_of(pictures_folder, picture).items():
        assert b"Pocketphone" not in data
        assert b"Exif" not in data
        if name != "picture.json":
            image = Image.open(io.BytesIO(data))
            assert not dict(image.getexif())
            assert "icc_profile" not in image.info


def test_the_placeholder_is_small_and_of_the_colour_of_the_picture(pictures_folder):
    picture = take_in(photos.encoded(Image.new("RGB", (300, 200), (200, 100, 50)), "PNG"), AVATAR)
    assert len(picture.placeholder) <= 40
    colour = drawn(picture.placeholder).colour
    assert photos.close(tuple(bytes.fromhex(colour[1:])), (200, 100, 50))


def test_the_same_bytes_are_encoded_once(pictures_folder, monkeypatch):
    data = photos.jpeg()
    first = take_in(data, AVATAR)
    monkeypatch.setattr(workers, "run", lambda *_: pytest.fail("encoded again"))
    assert take_in(data, AVATAR) == first


def test_another_recipe_gives_another_name(pictures_folder):
    data = photos.jpeg()
    assert take_in(data, AVATAR).key != take_in(data, POSTER).key


def png_claiming(width: int, height: int) -> bytes:
    """A few bytes that say they are huge."""
    header = b"IHDR" + struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunk = struct.pack(">I", 13) + header + struct.pack(">I", zlib.crc32(header))
    body = b"IDAT" + zlib.compress(b"\0" * 100)
    idat = struct.pack(">I", len(body) - 4) + body + struct.pack(">I", zlib.crc32(body))
    return b"\x89PNG\r\n\x1a\n" + chunk + idat


REFUSED = {
    "empty": (lambda: b"", errors.PictureEmpty),
    "text named .jpg": (lambda: b"Dear neighbours, this is not a picture.", errors.PictureUnsupported),
    "gif": (lambda: photos.encoded(photos.quadrants(), "GIF"), errors.PictureUnsupported),
    "tiff": (lambda: photos.encoded(photos.quadrants(), "TIFF"), errors.PictureUnsupported),
    "bmp": (lambda: photos.encoded(photos.quadrants(), "BMP"), errors.PictureUnsupported),
    "svg": (lambda: b'<svg xmlns="http://www.w3.org/2000/svg"/>', errors.PictureUnsupported),
    "only the first bytes of a jpeg": (lambda: b"\xff\xd8\xff\xe0", errors.PictureDamaged),
    "too many bytes": (lambda: b"\xff\xd8\xff" + bytes(10 * 1024 * 1024), errors.PictureTooLarge),
    "too many pixels": (lambda: png_claiming(50_000, 50_000), errors.PictureTooManyPixels),
}


@pytest.mark.parametrize("name", REFUSED)
def test_refused_by_name_and_nothing_is_stored(name, pictures_folder):
    make, error = REFUSED[name]
    with pytest.raises(error) as caught:
        take_in(make(), AVATAR)
    assert str(caught.value)
    assert everything_in(pictures_folder) == []


@pytest.mark.parametrize("kind", photos.ACCEPTED)
@pytest.mark.parametrize("recipe", [AVATAR, POSTER], ids=lambda recipe: recipe.name)
def test_a_truncated_file_is_refused(kind, recipe, pictures_folder):
    data = photos.ACCEPTED[kind]()
    with pytest.raises(errors.PictureDamaged):
        take_in(data[: len(data) * 2 // 3], recipe)
    assert everything_in(pictures_folder) == []


def test_when_the_store_fails_nothing_is_left(pictures_folder, monkeypatch):
    from pockitflyer.pictures.storage import PictureFolder

    save = PictureFolder._save
    saved = []

    def fail_at_the_third(self, name, content):
        saved.append(name)
        if len(saved) == 3:
            raise OSError("disk full")
        return save(self, name, content)

    monkeypatch.setattr(PictureFolder, "_save", fail_at_the_third)
    with pytest.raises(errors.PictureNotStored):
        take_in(photos.jpeg(), AVATAR)
    assert everything_in(pictures_folder) == []


def test_what_a_crash_left_is_not_taken_for_a_picture(pictures_folder):
    data = photos.jpeg()
    picture = take_in(data, AVATAR)
    folder = pictures_folder / picture.key[:2] / picture.key
    (folder / "picture.json").unlink()
    (folder / "512.jpg").write_bytes(b"half")
    assert take_in(data, AVATAR) == picture
    assert Image.open(io.BytesIO((folder / "512.jpg").read_bytes())).size == (512, 512)
    assert json.loads((folder / "picture.json").read_text())[0] == picture.key
