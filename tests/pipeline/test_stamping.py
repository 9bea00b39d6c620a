"""Recordings without digests get them while the contract that they were made under is here."""

from pathlib import Path

import pytest
from fal_codegen.cassettes import (
    Cassette,
    Exchange,
    Promises,
    Stamp,
    find_leaks,
    read_cassette,
    write_cassette,
)
from fal_codegen.contract import Document, EndpointId
from fal_codegen.pipeline.recording.stamping import keep_promises
from fal_codegen.project import Contract, Project, load_project

from tests.documents import PAINTER, document, fields

PAINT = EndpointId(PAINTER)
WHOLE: Document = document(fields("prompt", prompt={"type": "string"}, api_key={"default": "x"}))
CONTRACT = Contract(PAINT, WHOLE)
EXCHANGE = Exchange("POST", f"https://fal.run/{PAINT}", b'{"prompt":"a"}', 200, b"{}")


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """A project with nothing in it."""
    (tmp_path / "pyproject.toml").write_text("[tool.fal-codegen]\n", "utf-8")
    return load_project(tmp_path)


def kept(project: Project, contract: str, promises: Promises | None = None) -> tuple[str, str]:
    """Give a recording's text before and after the contract is about to give way."""
    stamp = Stamp(PAINT, "sync", "live", "2026-11-01", contract, promises)
    file = project.cassettes / PAINT / "sync.yaml"
    file.parent.mkdir(parents=True)
    file.write_text(write_cassette(Cassette(stamp, (EXCHANGE,))), "utf-8")
    (file.parent / "notes.txt").write_text("no recording", "utf-8")
    before = file.read_text("utf-8")
    keep_promises(project, {PAINT: CONTRACT})
    return before, file.read_text("utf-8")


def test_recordings_without_promises_get_them_and_stay_as_they_are_otherwise(
    project: Project,
) -> None:
    before, after = kept(project, CONTRACT.digest)
    stamp = read_cassette(after).stamp
    assert stamp.promises is not None
    assert [*stamp.promises.exercised] == ["input", "input/prompt", "output"]
    assert [*stamp.promises.left_out] == ["input/api_key"]
    lines = [line for line in after.splitlines() if line not in before.splitlines()]
    assert lines[0] == "    promises:"
    assert len(lines) == len(after.splitlines()) - len(before.splitlines())


def test_recordings_of_another_contract_are_left_alone(project: Project) -> None:
    before, after = kept(project, "of another document")
    assert after == before


def test_recordings_that_have_promises_are_left_alone(project: Project) -> None:
    before, after = kept(project, CONTRACT.digest, Promises({"input": "0"}, {}))
    assert after == before


def test_a_field_named_like_a_key_makes_a_digest_no_secret(project: Project) -> None:
    _, after = kept(project, CONTRACT.digest)
    assert [*find_leaks(after)] == []


def test_a_stamp_of_another_version_is_read() -> None:
    text = write_cassette(Cassette(Stamp(PAINT, "sync", "har", "2026-11-01", "c"), (EXCHANGE,)))
    older = text.replace("source: har", "source: har\n    stale:\n    - input/prompt")
    assert read_cassette(older) == read_cassette(text)
