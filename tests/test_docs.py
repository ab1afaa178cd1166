"""The documents say what is so: a setting, a problem or a script without its line fails here."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
DOCUMENTS = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]


def text_of(name: str) -> str:
    return (ROOT / name).read_text()


def test_every_setting_is_documented_and_no_other():
    tree = ast.parse(text_of("pockitflyer/settings.py"))
    strings = {node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)}
    read = {value for value in strings if re.fullmatch(r"POCKITFLYER_[A-Z0-9_]+|HOST|PORT", value)}
    documented = set(re.findall(r"^\| `([A-Z0-9_]+)` \|", text_of("docs/settings.md"), re.M))
    assert documented == read


def test_every_problem_in_the_code_is_a_known_type_and_no_other():
    from pockitflyer.pictures import errors
    from pockitflyer.web.api import _OF_THE_FRAMEWORK
    from pockitflyer.web.problem_kinds import STATUS_OF

    raised = {
        error.code
        for error in vars(errors).values()
        if isinstance(error, type) and issubclass(error, errors.PictureError) and error is not errors.PictureError
    }
    for path in (ROOT / "pockitflyer").rglob("*.py"):
        if "tests" in path.parts:
            continue
        source = path.read_text()
        raised |= set(
            re.findall(r"(?:problem_response|refuse|Problem)\(\s*(?:request, )?[\w.]+, \"([a-z-]+)\"", source)
        )

    raised |= set(re.findall(r"\"(name-[a-z-]+)\"", text_of("pockitflyer/accounts/names.py")))
    raised |= set(re.findall(r"BadFilter\(\s*\"([a-z-]+)\"", text_of("pockitflyer/flyers/filters.py")))
    raised |= {f"{name}-invalid" for name in ("when", "show")}
    raised |= {code for code, _sentence in _OF_THE_FRAMEWORK.values()}
    assert raised == STATUS_OF.keys()


def test_every_type_of_problem_is_in_the_table_with_its_status():
    from pockitflyer.web.problem_kinds import STATUS_OF

    rows = re.findall(r"^\| (`.+?) \| (\d{3}) \|", text_of("docs/api.md").split("## Errors")[1], re.M)
    documented = {code: int(status) for codes, status in rows for code in re.findall(r"`([a-z-]+)`", codes)}
    assert documented == STATUS_OF


def test_every_endpoint_is_documented():
    from pockitflyer.flyers.api import router

    documented = text_of("docs/api.md")
    for route in router.urls:
        assert named(route) in documented


def test_every_page_is_in_the_table_that_says_where_it_is_in_the_api():
    from pockitflyer.accounts.urls import urlpatterns as of_accounts
    from pockitflyer.flyers.api import router
    from pockitflyer.flyers.urls import urlpatterns as of_flyers

    rows = text_of("docs/api.md").split("## What the pages do")[1].split("\n## ")[0].splitlines()
    pages, here = zip(*(row.strip("| ").split(" | ") for row in rows if row.startswith("| `")), strict=True)
    listed = set(re.findall(r"`(/[^`]*)`", " ".join(pages)))
    assert listed == {f"/{named(route)}" for route in [*of_flyers, *of_accounts]} | {"/accounts/…"}
    endpoints = {named(route) for route in router.urls}
    assert set(re.findall(r"`([a-z][\w/{}]*/)`", " ".join(here))) == endpoints


def named(route) -> str:
    """Its address as documents write it."""
    return re.sub(r"<int:\w+>", "{id}", re.sub(r"<(?:str:)?(token|section)>", r"{\1}", str(route.pattern))).replace(
        "{section}", "{part}"
    )


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_links_between_documents_lead_somewhere(document):
    for target in re.findall(r"\]\(([^)#]+)[^)]*\)", document.read_text()):
        if not target.startswith("http"):
            assert (document.parent / target).exists(), target


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_files_that_are_named_exist(document):
    for name in re.findall(r"`((?:pockitflyer|docs|bin|tests|benchmarks)/[\w./-]*\w)`", document.read_text()):
        assert (ROOT / name).exists(), name


def test_decisions_are_numbered_without_a_gap():
    numbers = sorted(int(path.name[:4]) for path in (ROOT / "docs" / "decisions").glob("*.md"))
    assert numbers == list(range(1, len(numbers) + 1))


def test_every_bench_is_in_the_table_of_performance():
    benches = {path.stem for path in (ROOT / "benchmarks").glob("*.py") if "\ndef main(" in path.read_text()}
    assert benches
    for bench in benches:
        assert f"bin/bench {bench}" in text_of("docs/performance.md")


def test_the_two_commands_are_in_the_readme_and_ci_runs_the_check():
    for command in ("run", "test", "check"):
        assert f"bin/{command}" in text_of("README.md")
        assert (ROOT / "bin" / command).stat().st_mode & 0o111
    assert "bin/check" in text_of(".ci/run")
    assert "bin/test" in text_of("bin/check")


def test_nothing_names_a_machine_or_a_registry():
    """Addresses of package registries and paths of somebody's machine do not belong into the repository."""
    suspicious = re.compile(r"(--(?:extra-)?index-url|/home/[a-z]|/root/|files\.pythonhosted|/Users/[a-z])")
    for path in [*DOCUMENTS, *(ROOT / "bin").iterdir(), *(ROOT / "requirements").iterdir(), ROOT / "pyproject.toml"]:
        assert not suspicious.search(path.read_text()), path
