"""The official Python client in a process of its own, as a user would run it.

A line of standard input is a call, `[name, arguments, options]`, a line of standard output what
came of it. The client reads the environment when it is imported: that alone directs it, but for
uploads, whose two addresses are globals of its module.
"""

import asyncio
import dataclasses
import inspect
import json
import os
import sys
from typing import Any

import fal_client
from fal_client import client

client.REST_URL = os.environ.get("REST_URL", client.REST_URL)
client.CDN_URL = os.environ.get("CDN_URL", client.CDN_URL)


class Caller:
    """Calls functions of the client by name; `handle.` is what the last submit gave."""

    def __init__(self) -> None:
        self._loop = asyncio.Runner()  # one for all calls, as the client keeps its connections
        self._handle: Any = None

    def call(self, name: str, arguments: list[Any], options: dict[str, Any]) -> object:
        updates: list[Any] = []
        if name.startswith("subscribe"):
            options = {**options, "on_queue_update": updates.append}
        if name.startswith("realtime"):
            return self._loop.run(_realtime(name, *arguments, **options))
        *owner, function = name.split(".")
        begun = getattr(self._handle if owner else fal_client, function)(*arguments, **options)
        gave: Any = self._loop.run(_whole(begun))
        if hasattr(gave, "request_id"):
            self._handle = gave
            return {"request_id": gave.request_id}
        return {"updates": updates, "answer": gave} if name.startswith("subscribe") else gave


async def _realtime(name: str, endpoint: str, inputs: list[Any], **options: Any) -> list[Any]:  # noqa: ANN401 - the client's own
    if name.endswith("_async"):
        async with fal_client.realtime_async(endpoint, **options) as connection:
            return [await _exchanged(connection, each) for each in inputs]
    with fal_client.realtime(endpoint, **options) as waiting:
        return [await _exchanged(waiting, each) for each in inputs]


async def _exchanged(connection: Any, body: object) -> Any:  # noqa: ANN401 - as above
    await _whole(connection.send(body))
    return await _whole(connection.recv())


async def _whole(gave: Any) -> Any:  # noqa: ANN401 - whatever a function of the client gives
    if inspect.isawaitable(gave):
        return await gave
    if inspect.isasyncgen(gave):
        return [each async for each in gave]
    return list(gave) if inspect.isgenerator(gave) else gave


def _plain(value: Any) -> object:  # noqa: ANN401 - as above
    return {"is": type(value).__name__, **dataclasses.asdict(value)}


def main() -> None:
    caller = Caller()
    for line in sys.stdin:
        outcome: object
        try:
            outcome = caller.call(*json.loads(line))
        except fal_client.FalClientHTTPError as error:
            outcome = {
                "raised": type(error).__name__,
                "status": error.status_code,
                "message": error.message,
                "error_type": error.error_type,
            }
        print(json.dumps(outcome, default=_plain), flush=True)  # noqa: T201 - to whoever asked


if __name__ == "__main__":
    main()
