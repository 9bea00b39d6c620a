"""A queue whose jobs are done once so many are in it: all of them are waited for at once."""

import asyncio
import contextlib
import json
import sys

from tests.bench.plain import ANSWER

_EVENTS = b"HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\nconnection: close\r\n\r\n"
_DONE = json.dumps({"status": "COMPLETED", "logs": None, "metrics": {}}).encode()
_WAITS = json.dumps({"status": "IN_QUEUE", "queue_position": 1}).encode()


class _Queue:
    def __init__(self, most: int) -> None:
        self._most = most
        self._count = 0
        self._full = asyncio.Event()

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(asyncio.IncompleteReadError, ConnectionError):
            while True:
                head = (await reader.readuntil(b"\r\n\r\n")).lower()
                path = head.split(b" ", 2)[1]
                length = head.partition(b"content-length: ")[2].partition(b"\r\n")[0]
                await reader.readexactly(int(length or 0))
                if path.endswith(b"/stream"):
                    writer.write(_EVENTS)
                    await self._full.wait()
                    writer.write(b"data: " + _DONE + b"\n\n")
                    break
                body = self._answer(path)
                writer.write(b"HTTP/1.1 200 OK\r\ncontent-length: %d\r\n\r\n%b" % (len(body), body))
        writer.close()

    def _answer(self, path: bytes) -> bytes:
        if b"/requests/" not in path:
            self._count += 1
            if self._count == self._most:
                self._full.set()
            return json.dumps({"request_id": str(self._count)}).encode()
        if b"/status" in path:
            return _DONE if self._full.is_set() else _WAITS
        return ANSWER


async def _serve(most: int) -> None:
    queue = _Queue(most)
    server = await asyncio.start_server(queue.serve, "127.0.0.1", 0)
    sys.stdout.write(f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}\n")
    sys.stdout.flush()
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(_serve(int(sys.argv[1])))
