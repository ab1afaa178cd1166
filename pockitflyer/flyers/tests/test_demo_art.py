"""The demo neighbourhood's pictures and words; neither Django nor a database takes part."""

from collections import Counter
from dataclasses import replace
from datetime import timedelta
from io import BytesIO
from math import asin, cos, hypot, radians, sin

import pytest
from PIL import Image, ImageStat

from pockitflyer.flyers.demo.faces import FACE_PX, draw_face
from pockitflyer.flyers.demo.lettering import FONTS, GROTESK, SERIF, breakings, fit, font, wrap
from pockitflyer.flyers.demo.motifs import MOTIFS
from pockitflyer.flyers.demo.notices import DemoFlyer, DemoPoster, DemoPublisher
from pockitflyer.flyers.demo.posters import STYLES, draw_poster
from pockitflyer.flyers.demo.texts import FLYERS, PUBLISHERS

CATEGORIES = {"events", "nightlife", "service", "food", "retail", "community", "other"}
CENTRE = (47.3769, 8.5417)
MAX_ENCODED_BYTES = 3_000_000
LIVE = [flyer for flyer in FLYERS if flyer.stage == "live"]
POSTERS = [poster for flyer in FLYERS for poster in flyer.posters]


def first_in(style: str) -> DemoPoster:
    return next(poster for poster in POSTERS if poster.style == style)


def km_from_centre(flyer: DemoFlyer) -> float:
    """Haversine, on a sphere of 6371 km."""
    lat0, lon0, lat1, lon1 = (radians(v) for v in (*CENTRE, flyer.latitude, flyer.longitude))
    chord = hypot(sin((lat1 - lat0) / 2), sin((lon1 - lon0) / 2) * (cos(lat0) * cos(lat1)) ** 0.5)
    return 2 * 6371 * asin(chord)


def test_thirty_publishers_and_seven_in_ten_have_a_picture():
    assert len({publisher.name for publisher in PUBLISHERS}) == 30
    assert sum(publisher.has_picture for publisher in PUBLISHERS) == 21


def test_120_flyers_are_live_8_expired_8_scheduled():
    assert Counter(flyer.stage for flyer in FLYERS) == {"live": 120, "expired": 8, "scheduled": 8}


def test_times_match_the_stage():
    for flyer in FLYERS:
        ends_in = flyer.starts_in + flyer.runs_for
        now_is = {
            "live": flyer.starts_in < timedelta() < ends_in,
            "expired": ends_in < timedelta(),
            "scheduled": flyer.starts_in > timedelta(),
        }
        assert now_is[flyer.stage], flyer.title
        assert flyer.runs_for > timedelta()
    assert all(flyer.published_ago == -flyer.starts_in for flyer in LIVE)
    assert min(flyer.published_ago for flyer in LIVE) < timedelta(hours=1)
    assert timedelta(days=21) < max(flyer.published_ago for flyer in LIVE) <= timedelta(days=28)


def test_the_first_publisher_can_show_every_stage():
    own = Counter(flyer.stage for flyer in FLYERS if flyer.publisher == 0)
    assert PUBLISHERS[0].has_picture
    assert own["live"] >= 10
    assert own["expired"] >= 1
    assert own["scheduled"] >= 1


def test_every_publisher_has_a_live_flyer():
    assert {flyer.publisher for flyer in LIVE} == set(range(30))


def test_every_flyer_keeps_the_limits():
    for flyer in FLYERS:
        assert 0 < len(flyer.title) <= 200
        assert 0 < len(flyer.text) <= 500
        assert len(flyer.info) <= 2
        assert all(0 < len(info) <= 1000 for info in flyer.info)
        assert 0 < len(flyer.address) <= 200
        assert 1 <= len(flyer.categories) <= 3
        assert len(set(flyer.categories)) == len(flyer.categories)
        assert set(flyer.categories) <= CATEGORIES
        assert 1 <= len(flyer.posters) <= 5


def test_every_flyer_lies_in_reach_and_most_are_near():
    distances = [km_from_centre(flyer) for flyer in FLYERS]
    assert min(distances) >= 0.1
    assert 30 < max(distances) <= 50
    assert sum(km <= 5 for km in distances) > len(distances) * 0.7


def test_no_two_flyers_say_the_same():
    assert len({flyer.title for flyer in FLYERS}) == len(FLYERS)
    assert len({flyer.text for flyer in FLYERS}) == len(FLYERS)
    assert len(set(POSTERS)) == len(POSTERS)


def test_half_the_words_are_german_and_spelt_as_in_switzerland():
    languages = Counter(flyer.language for flyer in LIVE)
    assert abs(languages["de"] - languages["en"]) <= 6
    assert not any("ß" in f"{flyer.title}{flyer.text}{flyer.info}" for flyer in FLYERS)
    german = " ".join(flyer.text for flyer in FLYERS if flyer.language == "de").split()
    english = " ".join(flyer.text for flyer in FLYERS if flyer.language == "en").split()
    assert german.count("und") > 50
    assert german.count("the") == 0
    assert english.count("the") > 50
    assert english.count("und") == 0


def test_most_flyers_have_one_poster_and_all_shapes_occur():
    assert len(POSTERS) <= 190
    assert 0.65 < sum(len(flyer.posters) == 1 for flyer in FLYERS) / len(FLYERS) < 0.85
    assert {len(flyer.posters) for flyer in FLYERS} == {1, 2, 3, 4, 5}
    assert {(p.width > p.height) - (p.width < p.height) for p in POSTERS} == {-1, 0, 1}
    assert all(900 <= max(p.width, p.height) <= 1600 for p in POSTERS)


def test_every_poster_names_a_style_and_a_motif_that_exist():
    assert {poster.style for poster in POSTERS} == set(STYLES)
    assert {poster.motif for poster in POSTERS} <= set(MOTIFS)


@pytest.mark.parametrize("style", STYLES)
def test_each_style_draws_a_picture_of_the_promised_size(style: str):
    poster = first_in(style)
    encoded = draw_poster(poster)
    image = Image.open(BytesIO(encoded))
    assert image.size == (poster.width, poster.height)
    assert image.mode == "RGB"
    assert len(encoded) < MAX_ENCODED_BYTES
    assert max(ImageStat.Stat(image).stddev) > 15  # not a blank sheet


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("size", [(1440, 1080), (1080, 1440), (1200, 1200)])
def test_each_style_fits_every_shape(style: str, size: tuple[int, int]):
    poster = replace(first_in(style), width=size[0], height=size[1])
    assert Image.open(BytesIO(draw_poster(poster))).size == size


@pytest.mark.parametrize("style", ["swiss", "riso", "glow", "portrait", "chalk"])
def test_the_same_poster_gives_the_same_bytes(style: str):
    assert draw_poster(first_in(style)) == draw_poster(first_in(style))


def test_another_seed_gives_another_poster():
    poster = first_in("riso")
    assert draw_poster(poster) != draw_poster(replace(poster, seed=poster.seed + 1))


def test_the_same_publisher_gives_the_same_face_and_all_faces_differ():
    pictured = [publisher for publisher in PUBLISHERS if publisher.has_picture]
    faces = [draw_face(publisher) for publisher in pictured]
    assert faces[0] == draw_face(pictured[0])
    assert len(set(faces)) == 21
    assert all(Image.open(BytesIO(face)).size == (FACE_PX, FACE_PX) for face in faces)


@pytest.mark.parametrize("kind", ["person", "letter", "loaf"])
def test_a_face_is_told_apart_at_32_px(kind: str):
    faces = [Image.open(BytesIO(draw_face(DemoPublisher("Alma", True, kind, seed)))) for seed in (1, 5)]
    small = [face.resize((32, 32), Image.Resampling.LANCZOS).crop((8, 8, 24, 24)) for face in faces]
    assert all(max(ImageStat.Stat(face).stddev) > 20 for face in small)
    assert small[0].tobytes() != small[1].tobytes()


@pytest.mark.parametrize("path", sorted(FONTS.glob("*.ttf")), ids=lambda path: path.stem)
def test_every_font_has_our_letters_and_signs(path):
    letters = font(path.stem, 40)
    missing = bytes(letters.getmask("\ue000"))
    for sign in "ÄÖÜäöüéèàç€–·’«»":
        assert bytes(letters.getmask(sign)) != missing, sign


def test_words_break_at_spaces_hyphens_and_soft_hyphens():
    broken = list(breakings("Velo-Werk\u00adstatt offen", 3))
    assert ["Velo-Werkstatt offen"] in broken
    assert ["Velo-", "Werkstatt offen"] in broken
    assert ["Velo-Werk-", "statt", "offen"] in broken


def test_a_headline_never_outgrows_its_box():
    lines, px = fit("Flohmarkt am Röschibach", GROTESK, 600, 300, leading=1.0, lines=3)
    set_in = font(GROTESK, int(px))
    assert max(set_in.getlength(line) for line in lines) <= 600
    assert len(lines) * px <= 400


def test_lines_are_even_and_a_number_keeps_its_unit():
    assert wrap("Samstag um 18 Uhr", SERIF, 5.6)[-1].endswith("18\u00a0Uhr")
    lines = wrap("Der Kurs für alle mit zwei Händen", SERIF, 13)
    assert len(lines) == 2
    assert len(lines[1]) > 10
