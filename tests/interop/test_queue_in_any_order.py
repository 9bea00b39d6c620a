"""Whatever order jobs are submitted, looked at, streamed, cancelled and fetched in."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from importlib import import_module
from types import ModuleType
from typing import Any

import pytest
from fal_codegen.emulator import running
from fal_codegen.emulator.jobs.backlog import Backlog
from fal_codegen.emulator.jobs.job import Job
from hypothesis import Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.documents import THOROUGH, steady
from tests.emit.conftest import Module

from .queue_machine import QueueMachine, Stage
from .waiting import awaited_client, waiting_client

pytestmark = pytest.mark.deep

STEPS = 60 if THOROUGH else 10


@pytest.fixture(params=[waiting_client, awaited_client], ids=["Fal", "AsyncFal"])
def machine(module: Module, request: pytest.FixtureRequest) -> Iterator[type[QueueMachine]]:
    """The machine, with a server to send to, and either driver of the committed client."""
    stage, input_ = Stage(), module("nano_banana").Input
    with running(stage) as front:
        client: Any = import_module("fal_endpoints")
        named = {"stage": stage, "front": front, "client": client, "input": input_}
        named["driven"] = staticmethod(request.param)
        yield type("Machine", (QueueMachine,), named)


def run(machine: type[QueueMachine], examples: int, steps: int = STEPS) -> None:
    run_state_machine_as_test(
        machine, settings=settings(steady(examples), stateful_step_count=steps)
    )


def test_nothing_is_lost_nothing_runs_twice_and_no_state_is_made_up(
    machine: type[QueueMachine],
) -> None:
    run(machine, 30)


@pytest.mark.deep
def test_in_long_runs_nothing_is_lost_runs_twice_or_is_made_up(machine: type[QueueMachine]) -> None:
    run(machine, 300, 60)


def twice(monkeypatch: pytest.MonkeyPatch, _client: ModuleType) -> None:
    right = Job.at

    def at(self: Job, now: float, polls: int) -> Job:
        after = right(self, now, polls)
        return replace(after, performed=2) if after.done and after.performed else after

    monkeypatch.setattr(Job, "at", at)


def failed(monkeypatch: pytest.MonkeyPatch, _client: ModuleType) -> None:
    right: Any = vars(Job)["stage"]
    read: Callable[[Job], str] = right.fget

    def stage(self: Job) -> str:
        return "FAILED" if read(self) == "COMPLETED" and self.dropped else read(self)

    monkeypatch.setattr(Job, "stage", property(stage))


def lost(monkeypatch: pytest.MonkeyPatch, _client: ModuleType) -> None:
    right = Backlog.cancel

    def cancel(self: Backlog, job: Job) -> None:
        right(self, job)
        if self.waiting(job.endpoint):
            self._jobs.pop(job.id)  # pyright: ignore[reportPrivateUsage] - the fault

    monkeypatch.setattr(Backlog, "cancel", cancel)


def backwards(monkeypatch: pytest.MonkeyPatch, _client: ModuleType) -> None:
    right = Backlog.poll

    def poll(self: Backlog, job: Job) -> Any:  # noqa: ANN401 - as it gives
        return right(self, replace(job, polls=0, age=0.0) if job.polls == 2 else job)

    monkeypatch.setattr(Backlog, "poll", poll)


def resent(monkeypatch: pytest.MonkeyPatch, client: ModuleType) -> None:
    """Have the client send again what the service may have taken already."""
    retry = import_module(f"{client.__name__}._retry")
    right = retry._least_delay  # noqa: SLF001 - the fault that is planted

    def least_delay(call: Any, outcome: Any) -> Any:  # noqa: ANN401 - the client's
        return right(call._replace(idempotent=True), outcome)

    monkeypatch.setattr(retry, "_least_delay", least_delay)


Plant = Callable[[pytest.MonkeyPatch, ModuleType], None]
PLANTED: dict[Plant, str] = {
    twice: "ran 2 times",
    failed: "fal has no state FAILED",
    lost: "a job is lost",
    backwards: "IN_QUEUE after IN_PROGRESS",
    resent: "made 2 jobs|, made|no submit accounts for",
}


@pytest.mark.deep
@pytest.mark.parametrize("plant", PLANTED, ids=lambda plant: plant.__name__)
def test_a_fault_that_is_planted_is_caught(
    machine: type[QueueMachine], monkeypatch: pytest.MonkeyPatch, plant: Plant
) -> None:
    plant(monkeypatch, machine.client)
    quick = settings(steady(300), phases=[Phase.generate], stateful_step_count=20)
    with pytest.raises(AssertionError, match=PLANTED[plant]):
        run_state_machine_as_test(machine, settings=quick)
