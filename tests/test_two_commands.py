"""What the README promises of a fresh machine: a clean copy, one command, a board."""

import os
import shutil
import signal
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest

from tests.board_server import ROOT, environment, free_port, wait


@pytest.fixture(scope="module")
def checkout(tmp_path_factory) -> Path:
    """The files of the repository as a stranger gets them, without environments and data."""
    folder = tmp_path_factory.mktemp("stranger") / "pockitflyer"
    left_out = shutil.ignore_patterns(".git", ".venv*", "var", "out", "__pycache__", ".*_cache", "dist")
    shutil.copytree(ROOT, folder, ignore=left_out)
    return folder


def start(command: list[str], folder: Path, home: Path, log) -> tuple[subprocess.Popen[str], str]:
    port = free_port()
    env = environment(home, port)
    process = subprocess.Popen(command, cwd=folder, env=env, stdout=log, stderr=subprocess.STDOUT, text=True)
    return process, f"http://localhost:{port}"


def stop(process: subprocess.Popen[str]) -> int:
    process.send_signal(signal.SIGTERM)
    return process.wait(timeout=30)


def test_one_command_makes_a_board_and_the_next_start_installs_nothing(checkout, tmp_path):
    for attempt in ("first", "second"):
        with (tmp_path / f"{attempt}.log").open("w+") as log:
            process, url = start(["bin/run", "--empty"], checkout, tmp_path / "home", log)
            try:
                wait(url + "/health/", process, log, patience_s=400)
                with urllib.request.urlopen(url + "/") as answer:
                    assert "pockitflyer" in answer.read().decode()
            finally:
                assert stop(process) == 0
            log.seek(0)
            said = log.read()
            assert url in said
            assert ("Installing" in said) == (attempt == "first")


def test_installed_as_a_package_the_command_does_the_same(checkout, tmp_path, monkeypatch):
    """Everything pages need must be in the package: templates, styles, the catalogue, the fonts."""
    target = tmp_path / "site"
    install = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--target", str(target), str(checkout)]
    subprocess.run(install, check=True, capture_output=True, env={**os.environ, "PIP_DISABLE_PIP_VERSION_CHECK": "1"})
    assert list(target.glob("pockitflyer/flyers/demo/fonts/*.ttf"))
    with (tmp_path / "package.log").open("w+") as log:
        code = "import sys; from pockitflyer.__main__ import main; sys.exit(main(['run', '--empty']))"
        command = [sys.executable, "-c", f"import sys; sys.path.insert(0, {str(target)!r}); {code}"]
        monkeypatch.setenv("PYTHONPATH", str(target))  # for the worker processes
        process, url = start(command, tmp_path, tmp_path / "home", log)
        try:
            wait(url + "/health/", process, log)
            request = urllib.request.Request(url + "/", headers={"Accept-Language": "de"})
            with urllib.request.urlopen(request) as answer:
                assert "Anmelden" in answer.read().decode()
        finally:
            assert stop(process) == 0
