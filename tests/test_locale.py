"""German is whole and compiled."""

import shutil
import subprocess
import sys
from pathlib import Path

import polib
import pytest

CATALOGUE = Path(__file__).parents[1] / "pockitflyer" / "locale" / "de" / "LC_MESSAGES" / "django.po"


def test_every_sentence_is_translated():
    entries = polib.pofile(str(CATALOGUE))
    assert [entry.msgid for entry in [*entries.untranslated_entries(), *entries.fuzzy_entries()]] == []


def test_the_compiled_catalogue_is_of_this_text():
    text, compiled = polib.pofile(str(CATALOGUE)), polib.mofile(str(CATALOGUE.with_suffix(".mo")))
    as_pairs = [{(e.msgid, e.msgstr, tuple(e.msgstr_plural.items())) for e in entries} for entries in (text, compiled)]
    assert as_pairs[0] == as_pairs[1]


def test_swiss_german_has_no_sharp_s():
    assert "ß" not in CATALOGUE.read_text()


@pytest.mark.skipif(shutil.which("xgettext") is None, reason="xgettext is not installed (apt install gettext)")
def test_no_sentence_is_missing_from_the_catalogue(tmp_path):
    """Extracts the sentences of a copy again and compares."""
    copy = tmp_path / "pockitflyer"
    shutil.copytree(CATALOGUE.parents[3], copy, ignore=shutil.ignore_patterns("__pycache__", "demo", "static"))
    command = [sys.executable, "-m", "django", "makemessages", "--locale=de", "--no-location", "--no-obsolete"]
    root = str(CATALOGUE.parents[4])
    env = {
        "PATH": "/usr/bin:/bin:/usr/local/bin:/opt/homebrew/bin",
        "PYTHONPATH": root,
        "POCKITFLYER_HOME": str(tmp_path / "var"),
    }
    env["DJANGO_SETTINGS_MODULE"] = "pockitflyer.settings"
    subprocess.run(command, cwd=copy, env=env, check=True, capture_output=True)
    found = {entry.msgid for entry in polib.pofile(str(copy / "locale/de/LC_MESSAGES/django.po"))}
    assert found == {entry.msgid for entry in polib.pofile(str(CATALOGUE))}
