"""Calls of the service, by one base URL in front of all its hosts."""

# As in contract.py:
# pyright: basic

import http.client
import json
import time
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

TRANSIENT = {502, 503, 504}


class Failed(Exception):  # noqa: N818 - an end of a call
    """A call that did not end with an answer."""

    def __init__(self, kind: str, status: int | None = None, body: Any = None) -> None:
        super().__init__(kind)
        self.ending = {"failed": kind} | ({} if status is None else {"status": status})
        self.body = body


class Job:
    """A job's addresses: where the ticket says, on the queue's own host; else where jobs live."""

    def __init__(self, queue: str, id_: str, ticket: Any) -> None:
        app = "/".join(id_.split("/")[:2])
        home = f"{queue}/{app}/requests/{ticket['request_id']}"
        self.status = on_host(queue, ticket.get("status_url")) or f"{home}/status"
        self.result = on_host(queue, ticket.get("response_url")) or home
        self.cancel = on_host(queue, ticket.get("cancel_url")) or f"{home}/cancel"


def on_host(host: str, url: str | None) -> str | None:
    """Give a URL if it stays on a host: the key goes nowhere else."""
    return url if url and url.startswith(f"{host}/") else None


class Client:
    """Calls an endpoint."""

    def __init__(self, base: str, key: str, timeout: float) -> None:
        self.base, self.key = base, key
        self.end = time.monotonic() + timeout

    def run(self, id_: str, body: Any) -> Any:
        """Send a request and wait for its answer."""
        return parsed(self.send("POST", f"{self.base}/fal.run/{id_}", body))

    def stream(self, id_: str, body: Any) -> Any:
        """Send a request and read the endpoint's own events; the last one is the answer."""
        content = self.send("POST", f"{self.base}/fal.run/{id_}/stream", body)
        received = [parsed(each) for each in events(content)]
        return {"events": received, "answer": received[-1]}

    def queue(self, id_: str, body: Any) -> Any:
        """Submit a request, wait for its end, fetch the answer."""
        job = self.submit(id_, body)
        try:
            self.wait_for(job)
            return parsed(self.send("GET", job.result))
        except Failed as failed:
            if failed.ending["failed"] == "timeout":
                self.end = time.monotonic() + 10  # a job that nobody waits for costs money
                self.stop(job)
            raise

    def wait_for(self, job: Job) -> None:
        """Wait for a job's end."""
        if not self.streamed(job):
            delay = 0.05
            while parsed(self.send("GET", job.status))["status"] != "COMPLETED":
                self.wait(delay)
                delay = min(delay * 2, 1.0)

    def cancel(self, id_: str, body: Any) -> bool:
        """Submit a request and cancel it."""
        try:
            self.stop(self.submit(id_, body))
        except Failed as failed:
            if failed.body == {"status": "ALREADY_COMPLETED"}:
                return False
            raise
        return True

    def stop(self, job: Job) -> None:
        """Ask for a job's cancellation."""
        self.send("PUT", job.cancel)

    def submit(self, id_: str, body: Any) -> Job:
        """Submit a request."""
        queue = f"{self.base}/queue.fal.run"
        return Job(queue, id_, parsed(self.send("POST", f"{queue}/{id_}", body)))

    def streamed(self, job: Job) -> bool:
        """Read the status stream, if there is one; tell whether it went to the job's end."""
        try:
            statuses = [parsed(each) for each in events(self.send("GET", f"{job.status}/stream"))]
        except Failed:
            return False
        return any(each["status"] == "COMPLETED" for each in statuses)

    def send(self, method: str, url: str, body: Any = None, *, foreign: bool = False) -> bytes:
        """Make a call, again where that helps and does no harm; give what was answered."""
        return self.sent(method, url, body, foreign=foreign)[1]

    def sent(
        self, method: str, url: str, body: Any, *, foreign: bool, kind: str = "application/json"
    ) -> tuple[Any, bytes]:
        """As `send`, with the headers; a `foreign` call goes without the key."""
        headers = {"Content-Type": kind} | ({} if foreign else {"Authorization": f"Key {self.key}"})
        work = method == "POST" and not foreign
        for delay in (0.1, 0.2, 0.4, 0.8, None):
            status, reply_headers, content = self.exchange(method, url, body, headers)
            after = self.again(status, reply_headers, work=work)
            if delay is None or after is None:
                break
            self.wait(max(delay, after))
        if status is None or status == 0:
            raise Failed("transport")
        if status >= 400:
            raise refusal(status, content)
        return reply_headers, content

    def again(self, status: int | None, headers: Any, *, work: bool) -> float | None:
        """Give the seconds after which a call may be repeated; None where it must not be."""
        if status == 0:
            return 0.0  # nobody was there
        if status == 429:
            return float(headers.get("Retry-After", 0))
        if headers.get("X-Fal-Needs-Retry") == "1":
            return 0.0
        if not work and (status is None or status in TRANSIENT):
            return 0.0
        return None

    def exchange(
        self, method: str, url: str, body: Any, headers: dict[str, str]
    ) -> tuple[int | None, Any, bytes]:
        """Send one request; the status is None where no answer came, 0 where nobody was there."""
        place = urlsplit(url)
        path = f"{place.path}?{place.query}" if place.query else place.path
        connection = http.client.HTTPConnection(place.netloc, timeout=self.left())
        try:
            connection.connect()
        except OSError:
            return 0, {}, b""
        try:
            data = body if body is None or isinstance(body, bytes) else json.dumps(body).encode()
            connection.request(method, path, data, headers)
            reply = connection.getresponse()
            return reply.status, reply.headers, reply.read()
        except TimeoutError:
            raise Failed("timeout") from None
        except (OSError, http.client.HTTPException):
            return None, {}, b""
        finally:
            connection.close()

    def left(self) -> float:
        """Give the seconds until the deadline."""
        left = self.end - time.monotonic()
        if left <= 0:
            raise Failed("timeout")
        return left

    def wait(self, seconds: float) -> None:
        """Wait, but not beyond the deadline."""
        time.sleep(min(seconds, self.left()))
        self.left()


def events(content: bytes) -> Iterator[bytes]:
    """Give the data of server-sent events: the lines of one belong together, others are nothing."""
    data: list[bytes] = []
    for line in content.replace(b"\r\n", b"\n").split(b"\n"):
        if line.startswith(b"data:"):
            data.append(line[5:].removeprefix(b" "))
        elif not line and data:
            yield b"\n".join(data)
            data = []


def refusal(status: int, content: bytes) -> Failed:
    """Tell what kind of refusal it is."""
    kinds = {401: "unauthorized", 403: "unauthorized", 404: "not_found", 422: "refused"}
    kind = kinds.get(status, "rate_limited" if status == 429 else "server")
    try:
        return Failed(kind, status, json.loads(content))
    except ValueError:
        return Failed(kind, status)


def parsed(content: bytes) -> Any:
    """Read an answer."""
    try:
        return json.loads(content)
    except ValueError:
        raise Failed("unexpected") from None
