"""What takes long tells how far it is, one endpoint after the other."""

from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

import pytest
from fal_codegen import pipeline
from fal_codegen.cli.progress import Bar
from fal_codegen.project import load_project
from fal_codegen.sandbox import Job, Sandbox

from tests.cli.conftest import PAINT, RETOUCH, Desk

T = TypeVar("T")
RUN = Sandbox.run


class Watched:
    """Takes down what a stage counts, between what it has generated code do."""

    def __init__(self, log: list[str]) -> None:
        self.log = log

    def track(self, items: Iterable[T], total: int, doing: str | Callable[[], str]) -> Iterator[T]:
        self.log.append(f"{doing} {total}")
        for item in items:
            yield item
            self.log.append("one")

    def waiting(self) -> None:
        """Nobody waits here."""


@pytest.fixture
def log(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    steps: list[str] = []

    def run(driver: Sandbox, jobs: list[Job]) -> list[object]:
        steps.append(str(jobs[0]["module"]))
        return RUN(driver, jobs)

    monkeypatch.setattr(Sandbox, "run", run)
    return steps


def test_check_counts_each_endpoint_while_generated_code_runs(desk: Desk, log: list[str]) -> None:
    project = load_project(desk.root)
    pipeline.check(project, draws=None, progress=Watched(log))
    known = len(log)
    (desk.root / f"cassettes/{PAINT}/queue.yaml").unlink()
    (desk.root / f"cassettes/{RETOUCH}/queue.yaml").unlink()
    pipeline.check(project, draws=None, progress=Watched(log))
    again = ["checking 2", "acme_painter", "one", "acme_painter_retouch", "one"]
    assert log[known:] == again


@pytest.mark.deep
def test_record_counts_each_endpoint_while_it_is_recorded(desk: Desk, log: list[str]) -> None:
    pipeline.record(load_project(desk.root), progress=Watched(log))
    assert log == ["recording 2", "acme_painter", "one", "acme_painter_retouch", "one"]


def test_what_is_counted_is_shown_to_nobody_without_a_terminal(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert [*Bar().track([1, 2], 2, "checking")] == [1, 2]
    assert capsys.readouterr() == ("", "")
