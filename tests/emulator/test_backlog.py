"""Jobs without HTTP: what their pace makes of them, and which ones are remembered."""

import pytest
from fal_codegen.contract import EndpointId
from fal_codegen.emulator.jobs.backlog import Backlog
from fal_codegen.emulator.jobs.job import Job, Pace
from fal_codegen.emulator.outcome import Outcome

from .clocks import HandClock
from .conftest import PAINT


def fine() -> Outcome:
    return Outcome(200, {})


def test_the_oldest_finished_job_is_forgotten_first() -> None:
    backlog = Backlog(HandClock().clock, most=3)
    waiting, old, done, new = (Job(number, PAINT, fine) for number in (1, 2, 3, 4))
    assert all(map(backlog.add, (waiting, old, done)))
    backlog.cancel(done)
    backlog.cancel(old)
    assert backlog.add(new)
    assert [job.number for job in backlog] == [1, 3, 4]


def test_a_job_that_is_not_done_is_never_forgotten() -> None:
    backlog = Backlog(HandClock().clock, most=1)
    old, new = Job(1, PAINT, fine), Job(2, PAINT, fine)
    assert backlog.add(old)
    backlog.poll(old)
    assert not backlog.add(new)
    assert [job.number for job in backlog] == [1]


def test_bodies_have_a_room_together_that_jobs_still_to_do_keep() -> None:
    backlog = Backlog(HandClock().clock, room=10)
    old, new, large = (Job(n, PAINT, fine, size=size) for n, size in ((1, 6), (2, 4), (3, 5)))
    assert backlog.add(old)
    assert backlog.add(new)
    assert not backlog.add(large)
    backlog.cancel(old)
    assert backlog.add(large)
    assert [job.number for job in backlog] == [2, 3]
    assert not backlog.add(Job(4, PAINT, fine, size=2))
    assert backlog.add(Job(5, PAINT, fine, size=1))


def test_a_job_that_is_done_or_cancelled_holds_no_body() -> None:
    job = Job(1, PAINT, fine, Pace(takes=4), size=6)
    assert job.at(1.0, polls=0).work is not None
    for ended in (job.at(2.0, polls=0), job.cancelled()):
        assert (ended.work, ended.size) == (None, 6)


def test_a_job_that_the_clock_ended_does_its_work_before_it_is_forgotten() -> None:
    performed: list[int] = []

    def work() -> Outcome:
        performed.append(1)
        return fine()

    hand = HandClock()
    backlog = Backlog(hand.clock, most=1)
    backlog.add(Job(1, PAINT, work, Pace(takes=4)))
    hand.time = 5
    assert backlog.add(Job(2, PAINT, fine))
    assert performed == [1]


def test_a_job_in_a_namespace_is_found_under_three_segments() -> None:
    backlog = Backlog(HandClock().clock)
    job = Job(1, EndpointId("workflows/acme/painter/retouch"), fine)
    backlog.add(job)
    assert backlog.find("workflows/acme/painter", job.id) == job
    assert backlog.find("workflows/acme", job.id) is None


@pytest.mark.parametrize(
    ("seconds", "stage", "lines"),
    [
        (0.0, "IN_QUEUE", 0),
        (1.99, "IN_QUEUE", 0),
        (2.0, "IN_PROGRESS", 1),
        (3.0, "IN_PROGRESS", 2),
        (4.0, "COMPLETED", 3),
        (99.0, "COMPLETED", 3),
    ],
)
def test_a_job_that_takes_seconds_goes_by_the_clock_alone(
    seconds: float, stage: str, lines: int
) -> None:
    job = Job(1, PAINT, fine, Pace(takes=4), began=10.0).at(10.0 + seconds, polls=50)
    logs = job.progress(position=0, logs=True)["logs"]
    assert (job.stage, len(logs) if isinstance(logs, list) else 0) == (stage, lines)


def test_a_job_that_nobody_looks_at_is_done_in_time() -> None:
    job = Job(1, PAINT, fine, began=10.0)
    assert job.at(19.9, polls=0) is job
    assert job.at(20.0, polls=0).result == fine()


def test_jobs_that_nobody_looked_at_leave_room_in_time() -> None:
    hand = HandClock()
    backlog = Backlog(hand.clock, most=2)
    first, second, third = (Job(number, PAINT, fine) for number in (1, 2, 3))
    assert (backlog.add(first), backlog.add(second), backlog.add(third)) == (True, True, False)
    hand.time = 10.0
    assert backlog.add(third)
    assert [job.number for job in backlog] == [2, 3]


def test_a_job_that_takes_no_time_is_done_at_once() -> None:
    job = Job(1, PAINT, fine, Pace(takes=0)).at(0.0, polls=0)
    assert (job.result, job.performed) == (fine(), 1)


@pytest.mark.parametrize("pace", [Pace(ends=False), Pace(takes=4, ends=False)])
def test_a_job_that_never_ends_is_at_work_until_it_is_cancelled(pace: Pace) -> None:
    job = Job(1, PAINT, fine, pace).at(1000.0, polls=1000)
    assert (job.stage, job.result, job.performed) == ("IN_PROGRESS", None, 1)
    cancelled = job.cancelled().at(2000.0, polls=2000)
    assert cancelled.result is not None
    assert cancelled.result.status == 499


def test_the_time_a_job_was_at_work_is_its_inference_time() -> None:
    job = Job(1, PAINT, fine, Pace(takes=4)).at(4.0, polls=0)
    assert job.progress(position=0, logs=False)["metrics"] == {"inference_time": 2.0}


def test_waiting_jobs_are_those_the_clock_has_not_moved() -> None:
    hand = HandClock()
    backlog = Backlog(hand.clock)
    slow, quick, stranger = (
        Job(1, PAINT, fine, Pace(takes=20)),
        Job(2, PAINT, fine, Pace(takes=2)),
        Job(3, EndpointId("acme/scribe"), fine),
    )
    assert all(map(backlog.add, (slow, quick, stranger)))
    assert (backlog.waiting(PAINT), backlog.waiting(PAINT, ahead_of=quick)) == (2, 1)
    hand.time = 5
    assert (backlog.waiting(PAINT), backlog.waiting(PAINT, ahead_of=slow)) == (1, 0)
