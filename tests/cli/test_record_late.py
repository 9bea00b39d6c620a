"""A job of a recording that is not done in time."""

import shutil
from collections.abc import Sequence
from typing import Any

import pytest
from fal_codegen.sandbox import Job, Sandbox

from tests.cli.conftest import PAINT, Desk

Said = pytest.CaptureFixture[str]


@pytest.mark.deep
def test_a_job_that_is_not_done_in_time_is_told_by_its_id_and_the_other_recordings_are_kept(
    desk: Desk, capsys: Said, monkeypatch: pytest.MonkeyPatch
) -> None:
    run, late = Sandbox.run, {"error": "Timeout: late [request r1]", "goes_on": True}

    def without_queue(driver: Sandbox, jobs: Sequence[Job]) -> list[Any]:
        done = zip(jobs, run(driver, jobs), strict=True)
        return [late if job["scenario"] == "queue" else outcome for job, outcome in done]

    monkeypatch.setattr(Sandbox, "run", without_queue)
    kept = desk.root / "cassettes" / PAINT
    shutil.rmtree(kept, ignore_errors=True)
    assert desk.run("record", PAINT) == 2
    error = f"error: {PAINT}: queue: Timeout: late [request r1]; fal.handle({PAINT!r}, request_id)"
    assert capsys.readouterr().err.startswith(error)
    assert (kept / "sync.yaml").exists()
    assert not (kept / "queue.yaml").exists()
