"""The queue as a state machine: a client does to several jobs whatever it likes, in any order.

What the emulator's own account of its jobs says is held to what the client was told.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import partial
from typing import Any, ClassVar, cast

import httpx
from fal_codegen.contract import EndpointId, parse
from fal_codegen.emulator import emulator
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    consumes,
    initialize,
    invariant,
    multiple,
    rule,
)
from starlette.types import ASGIApp, Receive, Scope, Send

from tests import documents
from tests.emulator.clocks import HandClock
from tests.interop.waiting import each_of

ID = EndpointId("fal-ai/nano-banana")
STAGES = ("IN_QUEUE", "IN_PROGRESS", "COMPLETED")
"""All that fal has, in the order in which a job goes through them."""
DROPPED = "client_cancelled"
HARMLESS = (
    "status=429, retry-after=0",
    "status=503, ingress",
    "status=503, error-type=runner_disconnected, retryable=true",
    "reset",
)
"""What strikes before anything was done."""
UNHEARD = ("status=502, ingress, after", "reset, after", "truncated")
"""What strikes when it was done already."""
WAYS = ("", "started", "uncancellable", "takes=3")
"""How a job goes."""
FAILS = {
    "": "",
    "fail=content_policy_violation": "content_policy_violation",
    "fail=generation_timeout": "generation_timeout",
    "fail=runner_disconnected": "runner_disconnected",
}
"""How it ends, by the fault that makes it so."""
FAULTS = st.lists(st.sampled_from(("", *HARMLESS, *UNHEARD)), max_size=3)


class Stage:
    """A server's app that can be exchanged, and that gives the next requests a fault each."""

    def __init__(self) -> None:
        self.app: ASGIApp | None = None
        self.faults: list[str] = []

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, with its fault."""
        if self.app is None or scope["type"] == "lifespan":
            return
        if self.faults and not scope["path"].startswith("/emulator/"):
            asked = [*filter(None, (_header(scope), self.faults.pop(0)))]
            others = [each for each in scope["headers"] if each[0] != b"x-emulator-fault"]
            fault = (b"x-emulator-fault", ", ".join(asked).encode())
            scope = {**scope, "headers": [*others, fault] if asked else others}
        await self.app(scope, receive, send)


def _header(scope: Scope) -> str:
    named = dict(scope["headers"]).get(b"x-emulator-fault", b"")
    return str(named.decode())


@dataclass
class Sent:
    """What the client knows of a job."""

    handle: Any
    images: int
    fails: str
    seen: str = STAGES[0]
    asked_to_cancel: bool = False
    ended: list[str] = field(default_factory=list[str])

    def see(self, status: str) -> None:
        """Note a stage: one of fal's, and none that a job has left."""
        assert status in STAGES, f"fal has no state {status}"
        assert STAGES.index(status) >= STAGES.index(self.seen), f"{status} after {self.seen}"
        self.seen = status

    def end(self, outcome: str) -> None:
        """Note how it ended: as it was made to, each time in the same way."""
        possible = {self.fails or f"{self.images} images", *[DROPPED] * self.asked_to_cancel}
        assert outcome in possible, f"ended with {outcome}, not with one of {possible}"
        self.ended.append(outcome)
        assert len({*self.ended}) == 1, f"ended in different ways: {self.ended}"


class QueueMachine(RuleBasedStateMachine):
    """Holds client and emulator to each other; `front` serves `stage`, `driven` makes a client."""

    stage: ClassVar[Stage]
    front: ClassVar[str]
    client: ClassVar[Any]
    input: ClassVar[Any]
    driven: ClassVar[Callable[..., Any]]
    jobs = Bundle("jobs")

    def __init__(self) -> None:
        super().__init__()
        document = parse((documents.CONTRACTS / ID / "openapi.json").read_bytes())
        assert isinstance(document, dict)
        self.clock = HandClock()
        self.stage.app = emulator({ID: document}, clock=self.clock.clock)
        self.stage.faults = []
        self.sent: list[Sent] = []
        self.unheard = 0
        self.http = httpx.Client(trust_env=False)
        self.fal = self.driven(self.client, key="a:b", gateway=self.front)

    @initialize()
    def nothing_is_there(self) -> None:
        """Every run begins with an empty queue."""
        assert self._known() == {}

    @rule(
        target=jobs,
        faults=FAULTS,
        way=st.sampled_from(WAYS),
        end=st.sampled_from(sorted(FAILS)),
        images=st.integers(1, 4),
    )
    def submit(self, faults: list[str], way: str, end: str, images: int) -> Any:  # noqa: ANN401 - a job, or several, as Hypothesis has it
        """Send a request; of one whose answer is lost, there is a job at most."""
        before = self._known().keys()
        headers = {"X-Emulator-Fault": ", ".join(filter(None, (way, end)))}
        fal = self.fal.with_options(headers=headers if way or end else {})
        self._strike(faults)
        try:
            handle = fal.submit(self.input(prompt="a red door", num_images=images))
        except self.client.FalError:
            new = self._known().keys() - before
            assert len(new) <= 1, f"one submit made {len(new)} jobs"
            assert {*faults} & {*UNHEARD} or not new, "a job nobody was told of"
            self.unheard += len(new)
            return _nothing()
        new = self._known().keys() - before
        assert new == {handle.request_id}, f"told of {handle.request_id}, made {new}"
        own = self.fal.handle(self.input, handle.request_id)
        self.sent.append(Sent(own, images, FAILS[end]))
        return self.sent[-1]

    @rule(job=jobs, faults=FAULTS, logs=st.booleans())
    def look(self, job: Sent, faults: list[str], logs: bool) -> None:  # noqa: FBT001 - Hypothesis names it
        """Ask for the status."""
        self._strike(faults)
        try:
            status = job.handle.status(logs=logs)
        except self.client.FalError:
            assert faults
            return
        self._hold(job, status)

    @rule(job=jobs, faults=FAULTS, most=st.integers(1, 5))
    def stream(self, job: Sent, faults: list[str], most: int) -> None:
        """Follow the job for some events, or to its end."""
        self._strike(faults)
        try:
            each_of(job.handle.events(logs=True), partial(self._hold, job), most)
        except self.client.FalError:
            assert faults

    @rule(job=jobs, faults=FAULTS)
    def cancel(self, job: Sent, faults: list[str]) -> None:
        """Ask the queue to drop the job."""
        self._strike(faults)
        before = self._known()[job.handle.request_id]["stage"]
        job.asked_to_cancel = job.asked_to_cancel or before != STAGES[-1]
        try:
            dropped = job.handle.cancel()
        except self.client.FalError:
            assert faults
            return
        if not {*faults} & {*UNHEARD}:
            assert dropped == (before != STAGES[-1]), f"cancel gave {dropped}, job was {before}"

    @rule(job=jobs, faults=FAULTS)
    def fetch(self, job: Sent, faults: list[str]) -> None:
        """Fetch the result, too early perhaps."""
        self._strike(faults)
        stage = self._known()[job.handle.request_id]["stage"]
        self._fetch(job, bool(faults), early=stage != STAGES[-1])

    @rule(job=consumes(jobs))
    def forget(self, job: Sent) -> None:
        """Leave a job to itself; it must come to its end all the same."""

    @rule(seconds=st.sampled_from((0.5, 2.0, 20.0)))
    def wait(self, seconds: float) -> None:
        """Let time pass."""
        self.clock.time += seconds

    @invariant()
    def nothing_is_lost_and_nothing_runs_twice(self) -> None:
        """The emulator knows the client's jobs, no others, and has done each once at most."""
        self.stage.faults = []
        known = self._known()
        assert {each.handle.request_id for each in self.sent} <= known.keys(), "a job is lost"
        assert len(known) == len(self.sent) + self.unheard, "a job that no submit accounts for"
        for id_, each in known.items():
            assert each["performed"] <= 1, f"{id_} ran {each['performed']} times"
            assert each["stage"] in STAGES, f"fal has no state {each['stage']}"

    def teardown(self) -> None:
        """Every job comes to its end, and its result can be fetched again."""
        try:
            self.nothing_is_lost_and_nothing_runs_twice()
            for job in self.sent:
                each_of(job.handle.events(), partial(self._hold, job))
                assert job.seen == STAGES[-1], "a job without an end"
                for _ in range(2):
                    self._fetch(job, faulty=False, early=False)
                performed = self._known()[job.handle.request_id]["performed"]
                assert performed or job.ended == [DROPPED] * len(job.ended), "done without working"
        finally:
            self.fal.close()
            self.http.close()

    def _strike(self, faults: Iterable[str]) -> None:
        self.stage.faults = [*faults]

    def _hold(self, job: Sent, status: Any) -> None:  # noqa: ANN401 - the client's
        job.see(status.status)
        waits = status.status == STAGES[0]
        assert (status.queue_position is not None) == waits, "a place in the queue, or none"
        if status.status != STAGES[-1]:
            assert status.error is None, "an error before the end"
        elif status.error_type is not None:
            job.end(status.error_type)

    def _fetch(self, job: Sent, faulty: bool, *, early: bool) -> None:  # noqa: FBT001 - private
        try:
            answer = job.handle.result()
        except self.client.ApiError as error:
            if early and error.status == 400:
                return
            if not (faulty and error.error_type in (None, "internal_error")):
                job.end(error.error_type or _refused_for(error))
        except self.client.FalError:
            assert faulty
        else:
            assert not early, "an answer before the end"
            job.end(f"{len(answer.images)} images")

    def _known(self) -> dict[str, Any]:
        jobs = self.http.get(f"{self.front}/emulator/jobs", headers={"authorization": "Key a:b"})
        return {each["request_id"]: each for each in jobs.json()}


def _refused_for(error: Any) -> str:  # noqa: ANN401 - the client's
    """Give the type in the list of details that a model refuses with."""
    (detail,) = error.body["detail"]
    return str(detail["type"])


def _nothing() -> Any:  # noqa: ANN401 - as Hypothesis has it
    return cast("Any", multiple())
