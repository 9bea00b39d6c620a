"""The jobs an emulator remembers."""

from collections.abc import AsyncIterator, Iterator

from fal_codegen.contract import EndpointId
from fal_codegen.emulator.jobs.clock import Clock
from fal_codegen.emulator.jobs.job import Job

_LONGEST_PAUSE = 2.0  # seconds between polls of a job that shows nothing new


class Backlog:
    """At most `most` jobs, with bodies of `room` bytes together.

    The oldest that are done are forgotten first, and no other ever is. A body counts for as long as
    its job is remembered, since the outcome may quote it.
    """

    def __init__(self, clock: Clock, most: int = 1000, room: int = 256 * 2**20) -> None:
        self._clock = clock
        self._most = most
        self._room = room
        self._jobs: dict[str, Job] = {}

    def __iter__(self) -> Iterator[Job]:
        """Give the jobs as they are now, in the order they came."""
        for job in [*self._jobs.values()]:
            yield self.now(job)

    def add(self, job: Job) -> bool:
        """Take a new job, unless there is no room for it; tell whether it was taken."""
        done = (old for old in self if old.done)
        while len(self._jobs) >= self._most or job.size > self._room:
            forgotten = next(done, None)
            if forgotten is None:
                return False
            self._room += self._jobs.pop(forgotten.id).size
        self._jobs[job.id] = job
        self._room -= job.size
        return True

    def find(self, app: str, id_: str) -> Job | None:
        """Give a job as it is now, by the two names its addresses hold."""
        job = self._jobs.get(id_)
        return self.now(job) if job is not None and job.endpoint.app == app else None

    def now(self, job: Job) -> Job:
        """Give a job as it is now."""
        now = job.at(self._clock.now(), job.polls)
        return job if now is job else self._keep(now)

    def poll(self, job: Job) -> Job:
        """Count one more poll of a job, and give it as it is then."""
        return self._keep(job.at(self._clock.now(), job.polls + 1))

    def cancel(self, job: Job) -> None:
        """End a job that is not done."""
        self._keep(job.cancelled())

    def waiting(self, endpoint: EndpointId, ahead_of: Job | None = None) -> int:
        """Count the jobs of an endpoint that are in the queue, or those ahead of one."""
        now, count = self._clock.now(), 0
        for job in self._jobs.values():
            if ahead_of is not None and job.number >= ahead_of.number:
                break
            count += job.endpoint == endpoint and job.waits(now)
        return count

    async def watch(self, job: Job) -> AsyncIterator[Job]:
        """Poll a job until it is done: at once, at each change, and now and then in between."""
        while (found := self.find(job.endpoint.app, job.id)) is not None:
            seen = self.poll(found)
            yield seen
            if seen.done:
                return
            await self._clock.sleep(min(seen.rest(self._clock.now()), _LONGEST_PAUSE))

    def _keep(self, job: Job) -> Job:
        self._jobs[job.id] = job
        return job
