"""An update keeps the files that a tab opened before it still asks for."""

import json
import os
import time

import pytest

from pockitflyer.web import statics

DAY_S = 24 * 60 * 60


@pytest.fixture
def update(settings, tmp_path, monkeypatch):
    """Updates a board of one script to another content, as collectstatic would, at a time so many days ago."""
    settings.STATIC_ROOT = tmp_path

    def update(name: str, days_ago: int = 0) -> set[str]:
        def collected(*_: object, **__: object) -> None:
            for ending in ("", ".br"):
                (tmp_path / f"{name}{ending}").touch()
            (tmp_path / "staticfiles.json").write_text(json.dumps({"paths": {"app.js": name}}))

        monkeypatch.setattr(statics, "call_command", collected)
        monkeypatch.setattr(statics, "_fingerprint", lambda: name)
        statics.collect()
        then = time.time() - days_ago * DAY_S
        for path in tmp_path.iterdir():
            os.utime(path, (then, min(then, path.stat().st_mtime)))
        return {path.name for path in tmp_path.glob("app.*.js")}

    return update


def test_the_version_before_stays_however_long_it_was_in_use(update):
    update("app.111111111111.js", days_ago=400)
    assert update("app.222222222222.js") == {"app.111111111111.js", "app.222222222222.js"}


def test_what_was_replaced_more_than_a_month_ago_goes_with_its_compressed_copy(update, tmp_path):
    update("app.111111111111.js", days_ago=80)
    update("app.222222222222.js", days_ago=40)
    assert update("app.333333333333.js") == {"app.222222222222.js", "app.333333333333.js"}
    assert not (tmp_path / "app.111111111111.js.br").exists()
