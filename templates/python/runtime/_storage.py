# The runtime of fal-codegen, from templates/python/runtime/_storage.py: edit it there.
"""Uploads: a file becomes a URL that endpoints can read."""

import json
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, closing, nullcontext
from io import BytesIO, TextIOBase
from itertools import chain, islice
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple, TypeAlias

from pydantic import JsonValue

from ._files import Pixels, as_bytes, as_file, media_type_of
from ._flow import Event, EventFlow, Flow, ignoring_events, parse, receive_all
from ._hints import what_it_is
from ._model import Answer
from ._options import Lifecycle, Timed
from ._signature import REQUIRED
from ._text import TEXT_ALONE, refuse_no_text
from ._wire import Call, Reply

PART = 10 * 2**20
"""Bytes. What is longer goes up in parts of this size, as with the official clients; they begin
that at 90 MiB and more, and hold all of it in memory until then."""

_AT_ONCE, _PARTS_AT_ONCE = 16, 4
"""Calls that are made side by side, and how many whole parts may be among them, which are in memory
together; our own choice."""

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

    `lifecycle` says what becomes of the file, and `on_progress` is called with what has been sent.
    """

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
        about: Mapping[str, Any] = {"content_type": content_type, "file_name": file_name}
        wrong = [name for name, value in about.items() if not isinstance(value, str | None)]
        if wrong:
            raise ValueError(f"{wrong[0]} is a text, not {what_it_is(about[wrong[0]])}")
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


class _Upload(NamedTuple):
    """A file that goes up, in one piece or in parts of which none is empty."""

    content: Content
    pieces: Iterator[bytes]
    in_parts: bool


def upload(rest: str, content: Content, lifecycle: Lifecycle | None) -> EventFlow[Progress, str]:
    """Upload a file to the service's storage, at `rest`; gives its URL there."""
    with content.open() as file:
        first, second = _part(file), _part(file)
        parts = chain([first, second], iter(lambda: _part(file), b""))
        uploads = [_Upload(content, parts if second else iter([first]), in_parts=bool(second))]
        [url] = yield from _upload_all(rest, uploads, lifecycle)
        return url


def upload_all(
    rest: str, contents: Iterable[Content], unreadable: Callable[[OSError, Content], OSError]
) -> Flow[list[str]]:
    """Upload files beside each other; `unreadable` gives the error for one that cannot be read."""
    uploads = [
        _Upload(each, _pieces(each, in_parts=in_parts, unreadable=unreadable), in_parts)
        for each in contents
        for in_parts in [(each.size or 0) > PART]
    ]
    return (yield from ignoring_events(_upload_all(rest, uploads, None)))


def _upload_all(
    rest: str, uploads: list[_Upload], lifecycle: Lifecycle | None
) -> EventFlow[Progress, list[str]]:
    begun = (_initiate(rest, each, lifecycle) for each in uploads)
    targets = [parse(reply, UploadTarget) for reply in (yield from _replies_to(begun))]
    receipts = [list[JsonValue]() for _ in uploads]
    first, sent = uploads[0], 0
    with closing(_puts(uploads, targets)) as puts:
        while some := _next_few(puts):
            replies = yield from receive_all(tuple(call for _, call in some))
            for (number, call), reply in zip(some, replies, strict=True):
                if uploads[number].in_parts:
                    part = len(receipts[number]) + 1
                    receipts[number].append({"partNumber": part, "etag": _etag(reply)})
                sent += len(call.content or b"")
                yield Event(Progress(sent, first.content.size if first.in_parts else sent))
    yield from _replies_to(
        Call("POST", _below(to.upload_url, "complete"), {"parts": parts}, authenticated=False)
        for each, to, parts in zip(uploads, targets, receipts, strict=True)
        if each.in_parts
    )
    return [target.file_url for target in targets]


def _puts(uploads: list[_Upload], targets: list[UploadTarget]) -> Generator[tuple[int, Call]]:
    """Give a call for each piece, with the number of its file."""
    for number, (each, target) in enumerate(zip(uploads, targets, strict=True)):
        headers = {} if each.in_parts else {"Content-Type": each.content.content_type}
        for part, piece in enumerate(each.pieces, start=1):
            url = _below(target.upload_url, str(part)) if each.in_parts else target.upload_url
            yield number, Call("PUT", url, content=piece, headers=headers, authenticated=False)


def _replies_to(calls: Iterable[Call]) -> Flow[list[Reply]]:
    """Make calls side by side, a few at a time."""
    replies, numbered = list[Reply](), enumerate(calls)
    while some := _next_few(numbered):
        replies += yield from receive_all(tuple(call for _, call in some))
    return replies


def _next_few(calls: Iterator[tuple[int, Call]]) -> list[tuple[int, Call]]:
    """Take as many calls as may go side by side."""
    some, size = list[tuple[int, Call]](), 0
    for number, call in islice(calls, _AT_ONCE):
        some.append((number, call))
        size += len(call.content or b"")
        if size > (_PARTS_AT_ONCE - 1) * PART:
            break
    return some


def _pieces(
    content: Content, *, in_parts: bool, unreadable: Callable[[OSError, Content], OSError]
) -> Iterator[bytes]:
    """Read a file when its turn comes."""
    try:
        with content.open() as file:
            parts = iter(lambda: _part(file), b"")
            yield from parts if in_parts else [b"".join(parts)]
    except OSError as error:
        raise unreadable(error, content) from None


def _initiate(rest: str, upload: _Upload, lifecycle: Lifecycle | None) -> Call:
    content, how = upload.content, "initiate-multipart" if upload.in_parts else "initiate"
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
