"""A client written from the conformance kit alone, with Python's standard library alone.

`python plain.py KIT`: a port in the sense of the kit's README, the smallest that passes.
"""

# It reads JSON with nothing but the standard library, so its values have no types:
# pyright: basic

import http.client
import json
import re
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

TYPES: dict[str, tuple[type, ...]] = {
    "string": (str,),
    "integer": (int,),
    "number": (int, float),
    "boolean": (bool,),
    "null": (type(None),),
    "array": (list,),
    "object": (dict,),
}
TRANSIENT = {502, 503, 504}


class Failed(Exception):  # noqa: N818 - an end of a call
    """A call that did not end with an answer."""

    def __init__(self, kind: str, status: int | None = None, body: Any = None) -> None:
        super().__init__(kind)
        self.told = {"failed": kind} | ({} if status is None else {"status": status})
        self.body = body


def admits(schema: Any, value: Any, parts: dict[str, Any]) -> bool:
    """Tell whether a value keeps a schema of a contract."""
    if "$ref" in schema:
        return admits(parts[schema["$ref"].rsplit("/", 1)[1]], value, parts)
    if "anyOf" in schema:
        return any(admits(each, value, parts) for each in schema["anyOf"])
    if "enum" in schema:
        return any(type(value) is type(each) and value == each for each in schema["enum"])
    if not has_type(schema.get("type"), value):
        return False
    if not all(keeps(value, limit, schema[limit]) for limit in LIMITS if limit in schema):
        return False
    if isinstance(value, list):
        return all(admits(schema.get("items", {}), item, parts) for item in value)
    return not isinstance(value, dict) or fits(schema, value, parts)


def has_type(name: str | None, value: Any) -> bool:
    """Tell whether a value has a type; a boolean is no number."""
    if name is None:
        return True
    return isinstance(value, TYPES[name]) and (isinstance(value, bool) == (name == "boolean"))


def fits(schema: Any, value: dict[str, Any], parts: dict[str, Any]) -> bool:
    """Tell whether an object has what it needs, and nothing else where it is closed."""
    if any(name not in value for name in schema.get("required", [])):
        return False
    known, extra = schema.get("properties", {}), schema.get("additionalProperties", {})
    if extra is False and not value.keys() <= known.keys():
        return False
    return all(admits(known.get(name, extra), each, parts) for name, each in value.items())


LIMITS: dict[str, Callable[[Any, Any], object]] = {
    "minLength": lambda value, limit: len(value) >= limit,
    "maxLength": lambda value, limit: len(value) <= limit,
    "pattern": lambda value, limit: re.search(limit.replace("$", r"\Z"), value),
    "minimum": lambda value, limit: value >= limit,
    "maximum": lambda value, limit: value <= limit,
    "minItems": lambda value, limit: len(value) >= limit,
    "maxItems": lambda value, limit: len(value) <= limit,
}


def keeps(value: Any, limit: str, argument: Any) -> bool:
    """Tell whether a value keeps a limit."""
    return bool(LIMITS[limit](value, argument))


class Client:
    """Calls an endpoint, by one base URL in front of all hosts."""

    def __init__(self, base: str, key: str, timeout: float) -> None:
        self.base, self.key = urlsplit(base), key
        self.end = time.monotonic() + timeout

    def run(self, id_: str, body: Any) -> Any:
        """Send a request and wait for its answer."""
        return self.send("POST", f"/fal.run/{id_}", body)

    def queue(self, id_: str, body: Any) -> Any:
        """Submit a request, wait for its end, fetch the answer."""
        place = self.submit(id_, body)
        try:
            self.wait_for(place)
            return self.send("GET", place)
        except Failed as failed:
            if failed.told["failed"] == "timeout":
                self.end = time.monotonic() + 10  # a job that nobody waits for costs money
                self.stop(place)
            raise

    def wait_for(self, place: str) -> None:
        """Wait for a job's end."""
        if not self.streamed(place):
            delay = 0.05
            while self.send("GET", f"{place}/status")["status"] != "COMPLETED":
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

    def stop(self, place: str) -> None:
        """Ask for a job's cancellation."""
        self.send("PUT", f"{place}/cancel")

    def submit(self, id_: str, body: Any) -> str:
        """Submit a request; give the path of its job, which is made of the first two segments."""
        ticket = self.send("POST", f"/queue.fal.run/{id_}", body)
        app = "/".join(id_.split("/")[:2])
        return f"/queue.fal.run/{app}/requests/{ticket['request_id']}"

    def streamed(self, place: str) -> bool:
        """Read the status stream, if there is one; tell whether it went to the job's end."""
        try:
            events = self.send("GET", f"{place}/status/stream", raw=True)
        except Failed:
            return False
        lines = [line[6:] for line in events.decode().splitlines() if line.startswith("data: ")]
        return any(json.loads(line)["status"] == "COMPLETED" for line in lines)

    def send(self, method: str, path: str, body: Any = None, *, raw: bool = False) -> Any:
        """Make a call, again where that helps and does no harm."""
        for delay in (0.1, 0.2, 0.4, None):
            status, headers, content = self.exchange(method, path, body)
            after = self.again(method, status, headers)
            if delay is None or after is None:
                break
            self.wait(max(delay, after))
        if status is None:
            raise Failed("transport")
        if status >= 400:
            raise refusal(status, content)
        return content if raw else parsed(content)

    def again(self, method: str, status: int | None, headers: Any) -> float | None:
        """Give the seconds after which a call may be repeated; None where it must not be."""
        if status == 429:
            return float(headers.get("Retry-After", 0))
        if headers.get("X-Fal-Needs-Retry") == "1":
            return 0.0
        if method == "GET" and (status is None or status in TRANSIENT):
            return 0.0
        return None

    def exchange(self, method: str, path: str, body: Any) -> tuple[int | None, Any, bytes]:
        """Send one request; the status is None where no answer came."""
        headers = {"Authorization": f"Key {self.key}", "Content-Type": "application/json"}
        left = self.left()
        connection = http.client.HTTPConnection(self.base.netloc, timeout=left)
        try:
            data = None if body is None else json.dumps(body).encode()
            connection.request(method, self.base.path + path, data, headers)
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


def validate(contract: Any, body: Any) -> Any:
    """Tell whether a body is taken, and how it is sent."""
    side = contract["input"]
    if not admits(side["schema"], body, side["parts"]):
        return {"taken": False}
    return {"taken": True, "sent": body}


def read(contract: Any, answer: Any) -> Any:  # noqa: ARG001 - nothing is asked of an answer
    """Give what is in an answer."""
    return {"answer": answer}


def done(contracts: dict[str, Any], asked: Any) -> Any:
    """Do what is asked."""
    do = asked["do"]
    if do == "start":
        return {"name": "plain", "features": ["validate", "read", "run", "queue", "cancel"]}
    if do == "validate":
        return validate(contracts[asked["endpoint"]], asked["body"])
    if do == "read":
        return read(contracts[asked["endpoint"]], asked["answer"])
    client = Client(asked["base"], asked["key"], asked["timeout"])
    try:
        if do == "cancel":
            return {"cancelled": client.cancel(asked["endpoint"], asked["body"])}
        call = client.run if do == "run" else client.queue
        return {"answer": call(asked["endpoint"], asked["body"])}
    except Failed as failed:
        return failed.told


def questions() -> Iterator[Any]:
    """Give what is asked, until told to stop."""
    for line in sys.stdin:
        asked = json.loads(line)
        if asked["do"] == "stop":
            return
        yield asked


if __name__ == "__main__":
    folder = Path(sys.argv[1], "endpoints")
    found = {
        file.parent.relative_to(folder).as_posix(): json.loads(file.read_text("utf-8"))
        for file in folder.rglob("contract.json")
    }
    for question in questions():
        try:
            told = {"ok": done(found, question)}
        except Exception as error:  # noqa: BLE001 - the run is told, whatever it is
            told = {"error": repr(error)}
        print(json.dumps({"id": question["id"], **told}), flush=True)  # noqa: T201 - the protocol
