"""Files made to harm: refused by name before any decoder sees them, or served as bare pixels.

That a refusal takes less than 50 ms is measured by ``bin/bench refusals``.
"""

import io
import tracemalloc
from wsgiref.util import setup_testing_defaults

import pytest
from PIL import Image

from pockitflyer.pictures import workers
from pockitflyer.pictures.front import PictureFront
from pockitflyer.pictures.intake import take_in
from pockitflyer.pictures.recipes import AVATAR, POSTER
from pockitflyer.pictures.store import name_of
from pockitflyer.pictures.tests import bombs
from pockitflyer.pictures.tests.stored import everything_in, files_of

pytestmark = pytest.mark.files
_MOST_MEMORY_BYTES = 30 * bombs.MB


@pytest.mark.parametrize("name", bombs.REFUSED)
def test_refused_by_name_before_any_decode(name, pictures_folder, monkeypatch):
    """Nor is the database: a test without the fixture may not use it."""
    make, error = bombs.REFUSED[name]
    data = make()
    monkeypatch.setattr(workers, "run", lambda *_: pytest.fail("A decoder was asked."))
    tracemalloc.start()
    try:
        with pytest.raises(error) as refused:
            take_in(data, AVATAR)
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert type(refused.value) is error
    assert most < _MOST_MEMORY_BYTES
    assert everything_in(pictures_folder) == []


@pytest.mark.django_db
@pytest.mark.parametrize("recipe", [AVATAR, POSTER], ids=lambda recipe: recipe.name)
@pytest.mark.parametrize("name", bombs.POLYGLOTS)
def test_of_a_picture_that_is_something_else_as_well_only_pixels_are_kept(name, recipe, pictures_folder):
    data = bombs.POLYGLOTS[name]()
    assert bombs.SCRIPT in data
    picture = take_in(data, recipe)
    for file, kept in files_of(pictures_folder, picture).items():
        assert not [payload for payload in bombs.PAYLOADS if payload in kept], file
        if file != "picture.json":
            _is_nothing_but_a_picture(kept)


def _is_nothing_but_a_picture(data: bytes) -> None:
    image = Image.open(io.BytesIO(data))
    image.load()
    assert image.format in ("JPEG", "AVIF")
    assert not {"exif", "xmp", "comment", "icc_profile"} & set(image.info)
    if image.format == "JPEG":
        assert data.endswith(b"\xff\xd9")


@pytest.mark.django_db
@pytest.mark.parametrize("name", bombs.POLYGLOTS)
def test_it_is_served_as_what_it_is(name, pictures_folder):
    picture = take_in(bombs.POLYGLOTS[name](), AVATAR)
    front = PictureFront(lambda environ, start: pytest.fail("Django was asked."), pictures_folder)
    for width in picture.jpeg:
        for ending, type_ in (("jpg", "image/jpeg"), ("avif", "image/avif")):
            headers, body = _get(front, "/pictures/" + name_of(picture.key, f"{width}.{ending}"))
            assert headers["Content-Type"] == type_
            assert headers["X-Content-Type-Options"] == "nosniff"
            assert headers["Content-Security-Policy"] == "default-src 'none'"
            assert bombs.SCRIPT not in body


def _get(front: PictureFront, path: str) -> tuple[dict[str, str], bytes]:
    environ: dict[str, object] = {"PATH_INFO": path, "REQUEST_METHOD": "GET"}
    setup_testing_defaults(environ)
    headers: dict[str, str] = {}
    body = b"".join(front(environ, lambda status, given: headers.update(given)))
    return headers, body
