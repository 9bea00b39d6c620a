# The runtime of fal-codegen, from templates/python/runtime/_files.py: edit it there.
"""Local files, given where an endpoint expects the URL of one."""

import base64
import os
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Annotated, Any, Protocol, SupportsIndex, TypeAlias, TypeVar

from pydantic import GetCoreSchemaHandler, SerializationInfo, ValidationInfo
from pydantic_core import CoreSchema, PydanticCustomError, PydanticKnownError, core_schema

from ._text import is_text

File: TypeAlias = Path | bytes
"""A local file, or the bytes of one."""


class Pixels(Protocol):
    """A picture in memory: an image of Pillow's, or an array of numpy's, which Pillow reads."""

    @property
    def __array_interface__(self) -> dict[str, Any]:
        """What both have in common."""
        ...


_Item_co = TypeVar("_Item_co", covariant=True)

WRITTEN = object()
"""Marks what is written in Python, not read from elsewhere: there alone a string is held to the
files of this machine, which are nobody else's to find out."""

_LONGEST_PATH = 4096  # characters; systems know no longer ones

_TEXT = re.compile(
    r"(?:text/[\w.+-]+|[\w.-]+/(?:[\w.-]+\+)?(?:json|xml|yaml|javascript|jsonl|x-ndjson))"
    r"(?:;\s*charset=\"?utf-?8\"?)?",
    re.ASCII | re.IGNORECASE,
)
"""Media types of what a text can be."""

_MAGIC = (
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF8", "image/gif"),
    (b"%PDF-", "application/pdf"),
    (b"ID3", "audio/mpeg"),
    (b"OggS", "audio/ogg"),
)
_CONTAINERS = ((b"WEBP", "image/webp"), (b"WAVE", "audio/wav"), (b"ftyp", "video/mp4"))


class LocalFiles:
    """The local files of one request, and the URLs of those that were uploaded."""

    def __init__(self, urls: Mapping[File, str]) -> None:
        self._urls = urls
        self.without_url = list[File]()

    def url(self, file: File) -> str:
        """Give a file's URL, or note that it has none yet."""
        if file not in self._urls:
            self.without_url.append(file)
        return self._urls.get(file, "")


def _sent(value: "str | File", info: SerializationInfo) -> str:
    if isinstance(value, str):
        return value
    return info.context.url(value) if isinstance(info.context, LocalFiles) else data_uri(value)


def _given(value: object, info: ValidationInfo) -> "str | File":
    if isinstance(value, str):
        if not is_text(value):
            raise PydanticKnownError("string_unicode")
        if info.context is WRITTEN and (hint := local_path(value)):
            raise PydanticCustomError("local_file", "{hint}", {"hint": hint})
        return value
    try:
        file = as_file(value)
    except (ImportError, ValueError) as error:
        raise PydanticCustomError("picture", "{reason}", {"reason": str(error)}) from None
    if file is None:
        raise PydanticCustomError("file_url", "Input should be a URL, a path, bytes or a picture")
    return file


_ONE = core_schema.with_info_plain_validator_function(
    _given,
    json_schema_input_schema=core_schema.str_schema(),
    serialization=core_schema.plain_serializer_function_ser_schema(
        _sent, info_arg=True, return_schema=core_schema.str_schema(), when_used="json"
    ),
)


class _List(Protocol[_Item_co]):
    """A list that is only read: of any of the types, or of several. `copy` keeps strings out."""

    def copy(self) -> Iterable[_Item_co]: ...

    def __len__(self) -> int: ...

    def __iter__(self) -> Iterator[_Item_co]: ...

    def __getitem__(self, index: SupportsIndex, /) -> _Item_co: ...


class _One:
    def __repr__(self) -> str:
        return "FileUrl"

    def __get_pydantic_core_schema__(self, _: object, __: GetCoreSchemaHandler) -> CoreSchema:
        return _ONE


class _Many:
    def __repr__(self) -> str:
        return "FileUrls"

    def __get_pydantic_core_schema__(self, _: object, __: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.list_schema(_ONE, strict=True)


FileUrl: TypeAlias = Annotated[str | Path | bytes | Pixels, _One()]
"""A URL, or a local file or picture in its place: sent as a data URI if small, else uploaded first.
A picture becomes a PNG where it is given, which loses nothing of it."""

FileUrls: TypeAlias = Annotated[_List[str | Path | bytes | Pixels], _Many()]
"""A list of `FileUrl`; a list of URLs alone, or of paths alone, is one as well."""


def data_uri(file: File | Pixels | str, content_type: str | None = None) -> str:
    """Give a file as a URL that holds it; raises `OSError` if there is no such file.

    A picture of Pillow's or numpy's is one as a PNG; a text is one with its media type.
    """
    given = as_bytes(file, content_type) if isinstance(file, str) else as_file(file)
    if given is None:
        raise TypeError("a file is a pathlib.Path, bytes or a picture")
    content = given if isinstance(given, bytes) else given.read_bytes()
    kind = content_type or media_type_of(given)
    return f"data:{kind};base64,{base64.b64encode(content).decode()}"


def as_file(value: object) -> File | None:
    """Take a path or bytes as they are, and a picture as a PNG; None for anything else.

    Raises `ImportError` where Pillow is needed, `ValueError` for a picture that it cannot read.
    """
    if isinstance(value, Path | bytes):
        return value
    if not hasattr(type(value), "__array_interface__") or getattr(value, "shape", None) == ():
        return None  # without a shape, it is one of numpy's numbers
    from ._pictures import png  # rarely needed

    return png(value)


def as_bytes(text: str, media_type: str | None) -> bytes:
    """Give a text as UTF-8; raises `TypeError` where it may be the name of a file.

    That is where no media type says that it is a text.
    """
    if media_type and _TEXT.fullmatch(media_type):
        return text.encode()
    needed = "a text needs the media type of one, such as 'text/plain'"
    raise TypeError(f"{needed}; for a file, did you mean Path({text[:80]!r})?")


def local_path(text: str) -> str | None:
    """Say what was meant by a string that is no URL but names a local file; None for all others."""
    if len(text) > _LONGEST_PATH or text.startswith("data:"):
        return None
    if text[:7].lower() == "file://":
        from urllib.request import url2pathname  # for mistakes alone

        name = url2pathname(text[7:].removeprefix("localhost"))
        return f"Input is the URL of a local file: did you mean Path({name!r})?"
    if "://" in text or not os.path.isfile(text):
        return None
    return f"Input is the name of a local file, not a URL: did you mean Path({text!r})?"


def media_type_of(file: File) -> str:
    """Tell what a file is: by its name, or by how its bytes begin."""
    if isinstance(file, Path):
        import mimetypes  # reads tables of the system when it is first used

        return mimetypes.guess_type(file.name)[0] or "application/octet-stream"
    by_start = [kind for start, kind in _MAGIC if file.startswith(start)]
    by_mark = [kind for mark, kind in _CONTAINERS if mark in (file[4:8], file[8:12])]
    return next(iter([*by_start, *by_mark]), "application/octet-stream")
