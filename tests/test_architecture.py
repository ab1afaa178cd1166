"""The rules of the house, held by a test."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from pockitflyer.web.statics import STYLE_PARTS

ROOT = Path(__file__).parents[1]
HOUSE = ROOT / "pockitflyer"
# Who may import whom; all may import web, web imports none of them.
MAY_IMPORT = {
    "flyers": {"flyers", "accounts", "pictures", "web"},
    "accounts": {"accounts", "pictures", "web"},
    "pictures": {"pictures", "web"},
    "web": {"web"},
}
# Layers, not capabilities.
FORBIDDEN_NAMES = {"services.py", "utils.py", "helpers.py", "common.py", "misc.py", "signals.py", "managers.py"}


def modules() -> list[Path]:
    return [path for path in HOUSE.rglob("*.py") if "migrations" not in path.parts]


def imported(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            assert node.level == 0, f"{path}: relative import"
            yield node.module


def rooms(path: Path) -> set[str]:
    """The rooms a module imports from."""
    names = (name.split(".") for name in imported(path))
    return {parts[1] for parts in names if parts[0] == "pockitflyer" and len(parts) > 1}


@pytest.mark.parametrize("room", MAY_IMPORT)
def test_imports_go_one_way(room):
    strays = {
        f"{path.relative_to(ROOT)} imports {other}"
        for path in modules()
        if path.is_relative_to(HOUSE / room)
        for other in rooms(path) & set(MAY_IMPORT) - MAY_IMPORT[room]
    }
    assert not strays


def test_files_are_named_for_capabilities():
    assert not [path for path in modules() if path.name in FORBIDDEN_NAMES]


def test_the_environment_is_read_in_settings_alone():
    readers = set()
    for path in modules():
        for node in ast.walk(ast.parse(path.read_text())):
            reads = isinstance(node, ast.Attribute) and node.attr in ("environ", "getenv")
            if reads and "tests" not in path.parts:
                readers.add(str(path.relative_to(HOUSE)))
    # The two entry points set a default before settings can be read.
    assert readers == {"settings.py", "__main__.py", "wsgi.py"}


def test_below_the_views_nobody_sees_a_request():
    below = [
        HOUSE / "pictures" / "intake.py",
        HOUSE / "pictures" / "store.py",
        HOUSE / "accounts" / "profile.py",
        HOUSE / "accounts" / "names.py",
        HOUSE / "flyers" / "feed.py",
        HOUSE / "flyers" / "profiles.py",
    ]
    for path in below:
        assert not {name for name in imported(path) if name.startswith(("django.http", "dmr"))}, path


def test_no_file_became_a_warehouse():
    # Drawing and data of the demo are exempt: they are long lists, not logic.
    long = [
        f"{path.relative_to(ROOT)}: {lines}"
        for path in modules()
        if "demo" not in path.parts
        and "tests" not in path.parts
        and (lines := len(path.read_text().splitlines())) > 300
    ]
    assert not long


def test_templates_and_scripts_keep_the_strict_policy():
    for path in HOUSE.rglob("*.html"):
        text = path.read_text()
        for forbidden in (" style=", "<style", " onclick=", " onload=", " onerror=", "hx-on", "javascript:"):
            assert forbidden not in text, f"{path}: {forbidden}"
        assert "<script>" not in text, path
        assert "http://" not in text, path


def test_no_style_of_the_board_looks_upwards():
    """Each ``:has()`` is checked again with every card that comes or goes: eleven made that four times as slow."""
    for part in STYLE_PARTS:
        assert ":has(" not in (HOUSE / "web" / "static" / part).read_text(), part
