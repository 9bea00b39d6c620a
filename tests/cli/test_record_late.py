"""A job of a recording that is not done in time."""

import shutil
from collections.abc import Mapping, Sequence
from typing import Any

import pytest
from fal_codegen.sandbox import Job, Sandbox

from tests.cli.conftest import PAINT, Desk

Said = pytest.CaptureFixture[str]
TOLD = f"error: {PAINT}: queue: Timeout: late [request r1]; fal.handle({PAINT!r}, request_id)"


LATE = {"error": "Timeout: late [request r1]", "goes_on": True}
BROKEN = {"error": "ApiError: 500", "goes_on": False}


def with_outcomes(
    monkeypatch: pytest.MonkeyPatch, outcomes: Mapping[str, Mapping[str, object]]
) -> None:
    """Have scenarios come to something else; `refused` is any refusal."""
    run = Sandbox.run

    def run_otherwise(driver: Sandbox, jobs: Sequence[Job]) -> list[Any]:
        done = zip(jobs, run(driver, jobs), strict=True)
        return [outcomes.get(job["scenario"].split("/")[0], outcome) for job, outcome in done]

    monkeypatch.setattr(Sandbox, "run", run_otherwise)


@pytest.mark.deep
def test_a_job_that_is_not_done_in_time_is_told_by_its_id_and_the_other_recordings_are_kept(
    desk: Desk, capsys: Said, monkeypatch: pytest.MonkeyPatch
) -> None:
    with_outcomes(monkeypatch, {"queue": LATE})
    kept = desk.root / "cassettes" / PAINT
    shutil.rmtree(kept, ignore_errors=True)
    assert desk.run("record", PAINT) == 2
    assert capsys.readouterr().err.startswith(f"{TOLD} takes it up again\n")
    assert (kept / "sync.yaml").exists()
    assert not (kept / "queue.yaml").exists()


@pytest.mark.deep
def test_the_id_of_a_job_that_goes_on_is_told_beside_what_else_failed(
    desk: Desk, capsys: Said, monkeypatch: pytest.MonkeyPatch
) -> None:
    with_outcomes(monkeypatch, {"queue": LATE, "refused": BROKEN})
    kept = desk.root / "cassettes" / PAINT
    shutil.rmtree(kept, ignore_errors=True)
    assert desk.run("record", PAINT) == 2
    error = capsys.readouterr().err
    assert error.startswith(f"{TOLD} takes it up again; refused/")
    assert error.count(": ApiError: 500") == 1
    assert [each.name for each in kept.iterdir()] == ["sync.yaml"]


@pytest.mark.deep
def test_of_an_endpoint_that_failed_without_a_job_that_goes_on_nothing_is_kept(
    desk: Desk, capsys: Said, monkeypatch: pytest.MonkeyPatch
) -> None:
    with_outcomes(monkeypatch, {"refused": BROKEN})
    kept = desk.root / "cassettes" / PAINT
    shutil.rmtree(kept, ignore_errors=True)
    assert desk.run("record", PAINT) == 2
    assert capsys.readouterr().err.startswith(f"error: {PAINT}: refused/")
    assert not kept.exists()
