"""A clock that goes when it is told to."""

import asyncio

from fal_codegen.emulator.jobs.clock import Clock


class HandClock:
    """Time stands still, but for who sleeps and for who turns it on."""

    def __init__(self) -> None:
        self.time = 0.0
        self.slept: list[float] = []

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.time += seconds
        await asyncio.sleep(0)

    @property
    def clock(self) -> Clock:
        return Clock(lambda: self.time, self.sleep)
