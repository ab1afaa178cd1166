import pytest
from django.core.exceptions import ValidationError

from pockitflyer.accounts.names import clean_name


@pytest.mark.parametrize(
    "name",
    [
        "A",
        "Bäckerei Lindenhof",
        "美味しいパン",
        "مخبز الحي",
        "O'Neill & Söhne",
        "<b>Bold</b>",
        "👩‍🍳 Köchin",
        "x" * 50,
        "नमस्ते",
    ],
)
def test_any_script_is_a_name(name):
    assert clean_name(f"  {name} ") == name


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("", "name-blank"),
        ("   ", "name-blank"),
        ("\u200d\u200d", "name-blank"),
        ("x" * 51, "name-too-long"),
        ("Ali\x00ce", "name-control-character"),
        ("Ali\nce", "name-control-character"),
        ("abc\u202edef", "name-control-character"),
        ("Ali\u200bce", "name-control-character"),
    ],
)
def test_what_is_not_a_name_is_refused_by_name(name, code):
    with pytest.raises(ValidationError) as caught:
        clean_name(name)
    assert caught.value.code == code


def test_one_letter_is_one_however_it_was_typed():
    assert clean_name("Zu\u0308rich") == "Zürich"
