"""For the same call, our client sends the same bytes as the official one, but for a short list."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias
from urllib.parse import urlsplit

import pytest
from fal_codegen.emulator import Certificate

from tests.emit.conftest import Module
from tests.interop.clients import KEY, Official, python_client
from tests.interop.recorder import Recorder, Sent, recording

PAINT = "fal-ai/nano-banana"
RETOUCH = "fal-ai/nano-banana/edit"
CAT = {"prompt": "eine Katze: “größer” 🐈", "num_images": 2}
JOB = "/queue.fal.run/fal-ai/nano-banana/requests/job"
HOOK = "https://example.com/done?order=1&name=ä"
START: dict[str, Any] = {"hint": "warm", "start_timeout": 30}
QUEUED: dict[str, Any] = {**START, "priority": "low", "webhook_url": HOOK}
NAME_FIRST = b'{"file_name":"cat.txt","content_type":"text/plain"}'
TYPE_FIRST = b'{"content_type":"text/plain","file_name":"cat.txt"}'


@dataclass(frozen=True, slots=True)
class Theirs:
    """A function of the official client, by name, and what it is called with."""

    name: str
    arguments: tuple[object, ...]
    options: dict[str, Any]


def theirs(name: str, *arguments: object, **options: object) -> Theirs:
    return Theirs(name, arguments, options)


Ours: TypeAlias = Callable[[Any, Any, Any], object]
"""The same with our client, given it and the modules of two endpoints."""

CALLS: dict[str, tuple[Theirs, Ours]] = {
    "run": (theirs("run", PAINT, CAT), lambda fal, paint, _: fal.run(paint.Input(**CAT))),
    "run with options": (
        theirs("run", PAINT, CAT, **START),
        lambda fal, paint, _: fal.run(paint.Input(**CAT), **START),
    ),
    "submit": (theirs("submit", PAINT, CAT), lambda fal, paint, _: fal.submit(paint.Input(**CAT))),
    "submit with options": (
        theirs("submit", PAINT, CAT, **QUEUED),
        lambda fal, paint, _: fal.submit(paint.Input(**CAT), **QUEUED),
    ),
    "status": (
        theirs("status", RETOUCH, "job"),
        lambda fal, _, edit: fal.handle(edit.Input, "job").status(),
    ),
    "status with logs": (
        theirs("status", RETOUCH, "job", with_logs=True),
        lambda fal, _, edit: fal.handle(edit.Input, "job").status(logs=True),
    ),
    "result": (
        theirs("result", RETOUCH, "job"),
        lambda fal, _, edit: fal.handle(edit.Input, "job").wait(),
    ),
    "cancel": (
        theirs("cancel", RETOUCH, "job"),
        lambda fal, _, edit: fal.handle(edit.Input, "job").cancel(),
    ),
    "stream": (
        theirs("stream", PAINT, CAT),
        lambda fal, paint, _: fal.stream(paint.Input(**CAT)).answer(),
    ),
    "upload": (
        theirs("upload", "a cat", "text/plain", "cat.txt", repository="fal"),
        lambda fal, _, __: fal.upload(b"a cat", content_type="text/plain", file_name="cat.txt"),
    ),
}


@dataclass(frozen=True, slots=True)
class Difference:
    """What the two say in one place of a request: the name of a header, or another word for it."""

    place: str
    theirs: object = None
    ours: object = None


# What differs, and why that is right.
EVERYWHERE = {
    Difference("User-Agent", "fal-client/1.0.3 (python)", "fal-endpoints"): "each says who it is",
    Difference("Accept-Encoding", "gzip, deflate", "gzip"): "what is read in bounded pieces",
    Difference("order of headers"): "HTTP gives it no meaning; our key is added last of all",
}
STARTS = {
    Difference("X-Fal-Request-Start-Timeout", None, "30.0"): "the header that counts today",
}
SOMEWHERE = {
    "run with options": STARTS,
    "submit with options": STARTS,
    "status": {
        Difference("query", "logs=false", ""): "what is not wanted is not mentioned",
    },
    "status with logs": {
        Difference("query", "logs=true", "logs=1"): "as recorded, and as in fal's JavaScript",
    },
    "result": {
        Difference("path", f"{JOB}/status", f"{JOB}/status/stream"): "listening is one request",
        Difference("Accept", "*/*", "text/event-stream"): "and a request for events",
        Difference("query", "logs=false", ""): "as for the status",
    },
    "stream": {
        Difference("Cache-Control", "no-store", None): "nobody keeps the answer to a POST",
    },
    "upload": {
        Difference("query", "storage_type=gcs", "storage_type=fal-cdn-v3"): "as fal's JavaScript",
        Difference("Accept", "application/json", "*/*"): "storage speaks nothing but JSON",
        Difference("body", NAME_FIRST, TYPE_FIRST): "JSON gives the order no meaning",
        Difference("Authorization", f"Key {KEY}", None): "an upload's URL is permission enough",
    },
}


@pytest.fixture(scope="module")
def recorder(shown: Certificate) -> Iterator[Recorder]:
    with recording(shown.context) as recorder:
        yield recorder


@pytest.fixture(scope="module")
def official(recorder: Recorder, authority: Path) -> Iterator[Official]:
    with python_client(recorder.url, authority) as official:
        yield official


@pytest.fixture(scope="module")
def fal(recorder: Recorder, authority: Path, module: Module) -> Iterator[Any]:
    with module("_client").Fal(gateway=recorder.url, key=KEY, ca=authority) as fal:
        yield fal


@pytest.mark.parametrize("call", CALLS)
def test_our_client_sends_the_bytes_of_the_official_one_but_for_the_listed_differences(
    recorder: Recorder,
    official: Official,
    fal: Any,  # noqa: ANN401 - of a package that is imported by the test
    module: Module,
    call: str,
) -> None:
    their, our = CALLS[call]
    official(their.name, *their.arguments, **their.options)
    sent = recorder.drain()
    our(fal, module("nano_banana"), module("nano_banana_edit"))
    found = {
        difference
        for one, other in zip(sent, recorder.drain(), strict=True)
        for difference in differences(one, other)
    }
    assert found == {*EVERYWHERE, *SOMEWHERE.get(call, {})}


def differences(one: Sent, other: Sent) -> Iterator[Difference]:
    """Compare two requests down to the case of names and the bytes of bodies."""
    there, here = urlsplit(one.target), urlsplit(other.target)
    pairs: dict[str, tuple[object, object]] = {
        "method": (one.method, other.method),
        "path": (there.path, here.path),
        "query": (there.query, here.query),
        "body": (one.body, other.body),
    }
    left, right = dict(one.headers), dict(other.headers)
    pairs |= {name: (left.get(name), right.get(name)) for name in {**left, **right}}
    for place, (said, we_say) in pairs.items():
        if said != we_say:
            yield Difference(place, said, we_say)
    common = left.keys() & right.keys()
    if [name for name in left if name in common] != [name for name in right if name in common]:
        yield Difference("order of headers")
