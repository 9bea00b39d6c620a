"""A storage that takes whatever is sent and keeps nothing, so that what a client takes is seen."""

import json
import socketserver
import sys

_PIECE = 2**20
_RESPONSE = (
    b"HTTP/1.1 200 OK\r\netag: tag\r\ncontent-type: application/json\r\n"
    b"content-length: %d\r\n\r\n%b"
)


class _Sink(socketserver.StreamRequestHandler):
    """One connection, in a thread of its own; large bodies are read past all buffers."""

    rbufsize = 0

    def handle(self) -> None:
        piece = memoryview(bytearray(_PIECE))
        while head := self._head():
            lines = head.lower().split(b"\r\n")
            fields = dict(line.split(b": ", 1) for line in lines[1:] if line)
            left = int(fields.get(b"content-length", 0))
            while left:
                left -= self.request.recv_into(piece, min(left, _PIECE))
            place = f"http://{fields[b'host'].decode()}/file?permission=1"
            ticket = json.dumps({"upload_url": place, "file_url": place}).encode()
            self.wfile.write(_RESPONSE % (len(ticket), ticket))

    def _head(self) -> bytes:
        head = b""
        while not head.endswith(b"\r\n\r\n") and (byte := self.request.recv(1)):
            head += byte
        return head


def _serve() -> None:
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), _Sink) as server:
        sys.stdout.write(f"http://127.0.0.1:{server.server_address[1]}\n")
        sys.stdout.flush()
        server.daemon_threads = True
        server.serve_forever()


if __name__ == "__main__":
    _serve()
