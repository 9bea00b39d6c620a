"""The version that the generated package deserves, judged by type checker and by hand."""

import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest
from fal_codegen.contract import Document, Json, pretty
from fal_codegen.drift import BUMPS, RULES, advise_version, bump_of, changes, gone
from fal_codegen.pipeline import generate
from fal_codegen.project import load_project

from tests.documents import PAINTER, document, fields

from .test_rules import COUNT, ID, NULL, TEXT

VERSIONS: dict[tuple[str, str], str] = {
    ("0.1.0", "major"): "0.2.0",
    ("0.1.0", "minor"): "0.1.1",
    ("0.1.3", "patch"): "0.1.4",
    ("1.2.3", "major"): "2.0.0",
    ("1.2.3", "minor"): "1.3.0",
    ("1.2.3", "patch"): "1.2.4",
    ("2", "minor"): "2.1.0",
    ("1.0.0rc1", "major"): "2.0.0",
}
STEPS: dict[str, tuple[Document, Document]] = {
    "major": (document(fields(it=COUNT)), document(fields(it={**COUNT, "maximum": 3}))),
    "minor": (document(fields(it=COUNT)), document(fields(it=COUNT, more=TEXT))),
    "patch": (document(fields(it=COUNT)), document(fields(it={**COUNT, "description": "One."}))),
}


@pytest.mark.parametrize(("version", "bump"), VERSIONS)
def test_the_next_version_follows_from_the_worst_change(version: str, bump: str) -> None:
    advice = advise_version(changes(*STEPS[bump], ID), version)
    assert advice is not None
    assert (advice.bump, advice.version) == (bump, VERSIONS[version, bump])


def test_without_changes_there_is_no_next_version() -> None:
    assert advise_version((), "1.0.0") is None


def test_an_endpoint_that_is_gone_is_a_major_change() -> None:
    advice = advise_version([gone(ID)], "1.0.0")
    assert advice is not None
    assert (advice.bump, advice.because.rule.id) == ("major", "request-endpoint-removed")


def test_what_breaks_is_major_but_for_formats_which_are_no_types() -> None:
    for rule in RULES:
        assert bump_of(rule) in BUMPS
        if rule.level == "breaking":
            assert bump_of(rule) == "major" or rule.kind == "format", rule.id


PICTURE = fields("url", url=TEXT, seed=COUNT)
CALL = """from fal_endpoints import Fal, acme_painter as painter

def draw(fal: Fal) -> str:
    request = painter.Input(it={it})
    answer = fal.run(request)
    return {read}
"""
ANSWER = fields("url", "n", url=TEXT, n=COUNT)
JUDGED: Mapping[str, tuple[Json, Json, Json, Json, str, str]] = {
    "request-field-removed": (fields(it=TEXT), fields(), ANSWER, ANSWER, "'a'", "answer.url"),
    "request-type-tightened": (fields(it=TEXT), fields(it=COUNT), ANSWER, ANSWER, "'a'", "'b'"),
    "request-enum-tightened": (
        fields(it={"enum": ["a", "b"]}),
        fields(it={"enum": ["b"]}),
        ANSWER,
        ANSWER,
        "'a'",
        "answer.url",
    ),
    "request-enum-loosened": (
        fields(it={"enum": ["a"]}),
        fields(it={"enum": ["a", "b"]}),
        ANSWER,
        ANSWER,
        "'a'",
        "answer.url",
    ),
    "answer-field-removed": (
        fields(it=TEXT),
        fields(it=TEXT),
        ANSWER,
        fields("n", n=COUNT),
        "'a'",
        "answer.url",
    ),
    "answer-nullable-unreadable": (
        fields(it=TEXT),
        fields(it=TEXT),
        ANSWER,
        fields("url", "n", url={"anyOf": [TEXT, NULL]}, n=COUNT),
        "'a'",
        "answer.url",
    ),
    "answer-field-added": (
        fields(it=TEXT),
        fields(it=TEXT),
        ANSWER,
        fields("url", "n", url=TEXT, n=COUNT, more=TEXT),
        "'a'",
        "answer.url",
    ),
    "request-field-added": (
        fields(it=TEXT),
        fields(it=TEXT, more=TEXT),
        ANSWER,
        ANSWER,
        "'a'",
        "answer.url",
    ),
}


@pytest.mark.deep
@pytest.mark.parametrize("rule", JUDGED)
def test_a_type_checker_refuses_the_old_call_where_the_advice_says_so(
    rule: str, tmp_path: Path
) -> None:
    given, other, answer, later, it, read = JUDGED[rule]
    before, after = document(given, answer), document(other, later)
    (change,) = changes(before, after, ID)
    assert change.rule.id == rule
    call = CALL.format(it=it, read=read)
    assert checks(tmp_path / "before", before, call)
    assert checks(tmp_path / "after", after, call) == (bump_of(change.rule) != "major")


def checks(root: Path, whole: Document, call: str) -> bool:
    """Generate the client of a document, and tell whether a call of it type-checks."""
    folder = root / "contracts" / PAINTER
    folder.mkdir(parents=True)
    (folder / "openapi.json").write_bytes(pretty(whole))
    (root / "pyproject.toml").write_text("[tool.fal-codegen]\n", "utf-8")
    project = load_project(root)
    generate(project)
    script = root / "call.py"
    script.write_text(call, "utf-8")
    cache = str(root / "cache")
    command = [sys.executable, "-m", "mypy", "--strict", "--cache-dir", cache, str(script)]
    environment = {"MYPYPATH": str(project.generated / "python"), "PATH": "/usr/bin:/bin"}
    done = subprocess.run(command, cwd=root, env=environment, capture_output=True, check=False)
    assert done.returncode in (0, 1), done.stderr
    return done.returncode == 0
