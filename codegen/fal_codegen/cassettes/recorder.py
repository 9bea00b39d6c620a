"""Recording and replaying through vcrpy."""

# pyright: basic
# vcrpy has no types

from collections.abc import Callable, Generator, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import vcr
import yaml
from vcr.persisters.filesystem import CassetteNotFoundError
from vcr.request import Request
from vcr.serialize import deserialize, serialize

from fal_codegen.cassettes.media import beginning
from fal_codegen.cassettes.scrub import (
    kept_request_header,
    kept_response_header,
    without_gateway,
)
from fal_codegen.cassettes.search import refuse_secrets
from fal_codegen.cassettes.secrets import Secret, header_secrets
from fal_codegen.cassettes.tape import STAMP, Stamp
from fal_codegen.contract import parse
from fal_codegen.errors import ProjectBroken

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
        cassette.get_metadata(STAMP, stamp.data)
        yield tape
    refuse_secrets(tape.text, keys, shown)


@contextmanager
def taping(  # noqa: PLR0913 - what a caller may choose
    file: Path,
    mode: str,
    *,
    origin: Mapping[str, str],
    gateway: str | None,
    is_local: Callable[[str], bool],
    keys: Iterable[str],
) -> Generator[Tape, None, None]:
    """Replay what a cassette has and record what it lacks, as far as vcrpy's record mode allows.

    Nothing is written: what there is to write is left on the tape, empty where nothing is new.
    `origin` is where a new cassette comes from. What goes to a host that `is_local`, and not to the
    gateway, is neither recorded nor replayed. Raises `SecretFound` as `recording` does, and
    `ProjectBroken` for a file that is no cassette.
    """
    tape, shown = Tape(), set[Secret]()
    recorder = _recorder(gateway, shown, _Memory(tape, file), is_local)
    with recorder.use_cassette(str(file), record_mode=mode) as cassette:
        if not cassette.write_protected:
            cassette.get_metadata(STAMP, dict(origin))
            cassette.dirty = False  # a cassette that holds nothing else is none
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
    """A persister that keeps a cassette in memory, so that the one writer writes it.

    It begins with what a file holds, if there is one.
    """

    def __init__(self, tape: Tape, file: Path | None = None) -> None:
        self._tape = tape
        self._file = file

    def load_cassette(self, _path: str, serializer: Any) -> Any:  # noqa: ANN401 - vcrpy's own
        """Give what there is. Raises `ProjectBroken` for what is no cassette."""
        if self._file is None or not self._file.exists():
            raise CassetteNotFoundError
        try:
            return deserialize(self._file.read_text("utf-8"), serializer)
        except (KeyError, TypeError, AttributeError, ValueError, yaml.YAMLError) as error:
            raise ProjectBroken(
                f"{self._file}: not a cassette: {' '.join(str(error).split())}"
            ) from None

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
        answer = parse(body)
    except ValueError:
        return None
    return answer.get("status") if isinstance(answer, dict) else None


def _recorder(
    gateway: str | None,
    shown: set[Secret],
    persister: object = None,
    is_local: Callable[[str], bool] = lambda _: False,
) -> vcr.VCR:
    """Give vcrpy with our rules of what is written; what is dropped is noted as `shown`.

    What goes to a local host is left alone.
    """

    def request(recorded: Request) -> Request | None:
        beyond = gateway is not None and recorded.uri.startswith(f"{gateway}/")
        if not beyond and is_local(recorded.host or ""):
            return None
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
        body = beginning(body, _media_type(headers))
        return recorded | {"headers": headers, "body": {"string": body}}

    recorder = vcr.VCR(
        match_on=_MATCH, before_record_request=request, before_record_response=response
    )
    if persister:
        recorder.register_persister(persister)
    return recorder


def _media_type(headers: Mapping[str, Any]) -> str:
    media_type = next((v for k, v in headers.items() if k.lower() == "content-type"), "")
    return str(media_type if isinstance(media_type, str) else next(iter(media_type), ""))


def _secrets(headers: Mapping[str, Any]) -> Iterator[Secret]:
    for name, values in headers.items():
        for value in [values] if isinstance(values, str) else values:
            yield from header_secrets(name, value)


def _plain(recorded: dict[str, Any]) -> bytes:
    """Undo the compression of a body, so that it can be read, searched and replayed."""
    encoded = {k: v[0] for k, v in recorded["headers"].items() if k.lower() == "content-encoding"}
    return httpx.Response(200, headers=encoded, content=recorded["body"]["string"]).content
