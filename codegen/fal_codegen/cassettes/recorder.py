"""Recording and replaying through vcrpy."""

# pyright: basic
# vcrpy has no types

from collections.abc import Generator, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import httpx
import vcr
from vcr.persisters.filesystem import CassetteNotFoundError
from vcr.request import Request
from vcr.serialize import serialize

from fal_codegen.cassettes.scrub import (
    kept_request_header,
    kept_response_header,
    without_gateway,
)
from fal_codegen.cassettes.search import refuse_secrets
from fal_codegen.cassettes.secrets import Secret, header_secrets
from fal_codegen.cassettes.tape import STAMP, Stamp
from fal_codegen.contract import parse

_MATCH = ("method", "scheme", "host", "port", "path", "query", "body")


@dataclass(slots=True)
class Tape:
    """The text of a cassette, there once the recording is over."""

    text: str = ""


@contextmanager
def recording(
    stamp: Stamp, gateway: str | None, keys: Iterable[str]
) -> Generator[Tape, None, None]:
    """Record what httpx sends meanwhile; nothing is written, the text is left on the tape.

    Addresses below `gateway` are recorded as those of the hosts it stands for. Raises `SecretFound`
    at the end if one of the keys got into the recording, or another secret that the traffic shows.
    """
    tape, shown = Tape(), set[Secret]()
    recorder = _recorder(gateway, shown, _Memory(tape))
    with recorder.use_cassette("tape", record_mode="all") as cassette:
        cassette.get_metadata(STAMP, asdict(stamp) | {"endpoint": str(stamp.endpoint)})
        yield tape
    refuse_secrets(tape.text, keys, shown)


@contextmanager
def replaying(file: Path) -> Generator[None, None, None]:
    """Answer what httpx sends meanwhile from a cassette, in its order; the network is shut.

    A request that was not recorded raises vcrpy's error, which shows the nearest recorded one.
    """
    with _recorder(None, set()).use_cassette(str(file), record_mode="none"):
        yield


class _Memory:
    """A persister that keeps a cassette in memory, so that the one writer writes it."""

    def __init__(self, tape: Tape) -> None:
        self._tape = tape

    def load_cassette(self, _path: str, **_: object) -> None:
        """Have nothing yet."""
        raise CassetteNotFoundError

    def save_cassette(self, _path: str, recorded: dict[str, Any], serializer: object) -> None:
        """Keep the text, without the looks at a job that saw nothing new."""
        pairs = [*_telling(zip(recorded["requests"], recorded["responses"], strict=True))]
        requests, responses = [one for one, _ in pairs], [other for _, other in pairs]
        kept = recorded | {"requests": requests, "responses": responses}
        self._tape.text = serialize(kept, serializer)


def _telling(pairs: Iterable[tuple[Request, Any]]) -> Iterator[tuple[Request, Any]]:
    """Leave out every look at a job's status that saw the status of the look before it."""
    last: object = None
    for request, response in pairs:
        status: object = None
        if request.path.endswith("/status"):
            status = _status(response["body"]["string"])
        if status is None or status != last:
            yield request, response
        last = status


def _status(body: bytes) -> object:
    """Read the status in an answer; None in one of another kind, such as a proxy's error page."""
    try:
        told = parse(body)
    except ValueError:
        return None
    return told.get("status") if isinstance(told, dict) else None


def _recorder(gateway: str | None, shown: set[Secret], persister: object = None) -> vcr.VCR:
    """Give vcrpy with our rules of what is written; what is dropped is noted as `shown`."""

    def request(recorded: Request) -> Request:
        shown.update(_secrets(recorded.headers))
        headers = {k: v for k, v in recorded.headers.items() if kept_request_header(k)}
        return Request(
            recorded.method, without_gateway(recorded.uri, gateway), recorded.body, headers
        )

    def response(recorded: dict[str, Any]) -> dict[str, Any]:
        shown.update(_secrets(recorded["headers"]))
        body = _plain(recorded)
        if gateway:
            body = body.replace(f"{gateway}/".encode(), b"https://")
        headers = {k: v for k, v in recorded["headers"].items() if kept_response_header(k)}
        return recorded | {"headers": headers, "body": {"string": body}}

    recorder = vcr.VCR(
        match_on=_MATCH, before_record_request=request, before_record_response=response
    )
    if persister:
        recorder.register_persister(persister)
    return recorder


def _secrets(headers: Mapping[str, Any]) -> Iterator[Secret]:
    for name, values in headers.items():
        for value in [values] if isinstance(values, str) else values:
            yield from header_secrets(name, value)


def _plain(recorded: dict[str, Any]) -> bytes:
    """Undo the compression of a body, so that it can be read, searched and replayed."""
    encoded = {k: v[0] for k, v in recorded["headers"].items() if k.lower() == "content-encoding"}
    return httpx.Response(200, headers=encoded, content=recorded["body"]["string"]).content
