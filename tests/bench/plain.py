"""A server that does nothing but answer, so that what a client takes can be seen."""

import asyncio
import contextlib
import json
import sys

ANSWER = json.dumps(
    {
        "images": [
            {
                "url": "https://v3.fal.media/files/a.png",
                "content_type": "image/png",
                "file_name": "a.png",
                "file_size": None,
                "width": None,
                "height": None,
            }
        ],
        "description": "",
    }
).encode()
RESPONSE = (
    b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\nx-fal-billable-units: 1\r\n"
    b"x-fal-request-id: 00000000-0000-0000-0000-000000000000\r\n"
    b"content-length: %d\r\n\r\n%b" % (len(ANSWER), ANSWER)
)


async def _answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with contextlib.suppress(asyncio.IncompleteReadError, ConnectionError):
        while True:
            head = await reader.readuntil(b"\r\n\r\n")
            lengths = [
                int(line.partition(b":")[2])
                for line in head.lower().split(b"\r\n")
                if line.startswith(b"content-length:")
            ]
            await reader.readexactly(sum(lengths))
            writer.write(RESPONSE)
    writer.close()


async def _serve() -> None:
    server = await asyncio.start_server(_answer, "127.0.0.1", 0)
    sys.stdout.write(f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}\n")
    sys.stdout.flush()
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(_serve())
