# The runtime of fal-codegen, from templates/python/runtime/_storage.py: edit it there.
"""Uploads: a file becomes a URL that endpoints can read."""

import json
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, nullcontext
from io import BytesIO, TextIOBase
from itertools import chain, islice
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple, TypeAlias

from pydantic import JsonValue

from ._files import Pixels, as_bytes, as_file, media_type_of
from ._flow import Event, EventFlow, fetch, parse, receive, receive_all
from ._model import Answer
from ._options import Lifecycle, Timed
from ._signature import REQUIRED
from ._text import TEXT_ALONE, refuse_no_text
from ._wire import Call, Reply

PART = 10 * 2**20
"""Bytes. What is longer goes up in parts of this size, as with the official clients; they begin
that at 90 MiB and more, and hold all of it in memory until then."""

_AT_ONCE = 4
"""Parts that go up side by side, and so are in memory together; our own choice."""

_LIFECYCLE = ("X-Fal-Object-Lifecycle", "X-Fal-Object-Lifecycle-Preference")
"""Headers that say the same; which one counts depends on the storage (official client)."""


Uploadable: TypeAlias = bytes | Path | BinaryIO | Pixels
"""What can be uploaded: a file, open or not, its bytes, or a picture of Pillow's or numpy's."""


class UploadTarget(Answer):
    """Where a file goes, and where it will be."""

    model_config = TEXT_ALONE

    upload_url: str
    file_url: str


class PartReceipt(Answer):
    """The storage's reply to a part."""

    model_config = TEXT_ALONE

    etag: str


class Progress(NamedTuple):
    """How much of an upload is done, in bytes; `total` is None where only the end will tell."""

    sent: int
    total: int | None


class UploadOptions(Timed, total=False):
    """Options of an upload.

    `file_name` is found out unless given, `lifecycle` says what becomes of the file, and
    `on_progress` is called with what has been sent.
    """

    file_name: str | None
    lifecycle: Lifecycle | None
    on_progress: Callable[[Progress], object] | None


class Content(NamedTuple):
    """What is uploaded: bytes, a file by its path, or an open one, from where it stands."""

    content: bytes | Path | BinaryIO
    content_type: str
    file_name: str

    @classmethod
    def of(
        cls,
        content: Uploadable | str,
        content_type: str | None = None,
        file_name: str | None = None,
    ) -> "Content":
        """Find out a name and type that are not given; raises `TypeError` for a path as text."""
        known = as_bytes(content, content_type) if isinstance(content, str) else as_file(content)
        file = _readable(content) if known is None else known
        named = file if isinstance(file, bytes | Path) else Path(_name(file))
        name = file_name or (named.name if isinstance(named, Path) else "") or "upload"
        kind = content_type or media_type_of(named)
        refuse_no_text({"file_name": name, "content_type": kind}, "upload")
        return cls(file, kind, name)

    def open(self) -> AbstractContextManager[BinaryIO]:
        """Open it for reading; a file that came open stays open. Raises `OSError`."""
        match self.content:
            case bytes():
                return BytesIO(self.content)
            case Path():
                return self.content.open("rb")
            case _:
                return nullcontext(self.content)

    @property
    def size(self) -> int | None:
        """Its length in bytes, where that is known before it is read."""
        match self.content:
            case bytes():
                return len(self.content)
            case Path():
                return self.content.stat().st_size
            case _:
                return None


def upload(rest: str, content: Content, lifecycle: Lifecycle | None) -> EventFlow[Progress, str]:
    """Upload a file to the service's storage, at `rest`; gives its URL there."""
    with content.open() as file:
        first, second = _part(file), _part(file)
        if second:
            parts = chain([first, second], iter(lambda: _part(file), b""))
            return (yield from _in_parts(rest, content, parts, lifecycle))
        target = yield from fetch(_initiate(rest, "initiate", content, lifecycle), UploadTarget)
        headers = {"Content-Type": content.content_type}
        yield from receive(
            Call("PUT", target.upload_url, content=first, headers=headers, authenticated=False)
        )
        yield Event(Progress(len(first), len(first)))
        return target.file_url


def _in_parts(
    rest: str, content: Content, parts: Iterator[bytes], lifecycle: Lifecycle | None
) -> EventFlow[Progress, str]:
    target = yield from fetch(
        _initiate(rest, "initiate-multipart", content, lifecycle), UploadTarget
    )
    done: list[JsonValue] = []
    sent = 0
    while some := list(islice(parts, _AT_ONCE)):
        calls = tuple(
            Call("PUT", _below(target.upload_url, str(number)), content=part, authenticated=False)
            for number, part in enumerate(some, start=len(done) + 1)
        )
        for part, reply in zip(some, (yield from receive_all(calls)), strict=True):
            done.append({"partNumber": len(done) + 1, "etag": _etag(reply)})
            sent += len(part)
            yield Event(Progress(sent, content.size))
    url = _below(target.upload_url, "complete")
    yield from receive(Call("POST", url, {"parts": done}, authenticated=False))
    return target.file_url


def _initiate(rest: str, how: str, content: Content, lifecycle: Lifecycle | None) -> Call:
    return Call(
        "POST",
        f"{rest}/storage/upload/{how}?storage_type=fal-cdn-v3",
        {"content_type": content.content_type, "file_name": content.file_name},
        headers=dict.fromkeys(_LIFECYCLE, json.dumps(lifecycle)) if lifecycle else {},
    )


def _etag(reply: Reply) -> JsonValue:
    """Find the tag of a part, in the headers or, where a gateway drops those, in the body."""
    if "etag" in reply.headers:
        return reply.headers["etag"]
    return parse(reply, PartReceipt).etag


def _below(url: str, step: str) -> str:
    path, mark, query = url.partition("?")
    return f"{path}/{step}{mark}{query}"


def _part(file: BinaryIO) -> bytes:
    """Read a whole part; a file may give less at a time than it is asked for."""
    first = file.read(PART)
    if not 0 < len(first) < PART:
        return first
    part = bytearray(first)
    while len(part) < PART and (more := file.read(PART - len(part))):
        part += more
    return bytes(part)


def _readable(content: Any) -> BinaryIO:
    if isinstance(content, TextIOBase):
        raise TypeError("content is a file that was opened as a text: open it as bytes, with 'rb'")
    if not hasattr(content, "read"):
        place = "; it stands first, without a name" if content is REQUIRED else ""
        raise TypeError(
            f"content must be bytes, a pathlib.Path, an open binary file or a picture{place}"
        )
    file: BinaryIO = content
    return file


def _name(file: BinaryIO) -> str:
    name = getattr(file, "name", "")
    return name if isinstance(name, str) else ""
