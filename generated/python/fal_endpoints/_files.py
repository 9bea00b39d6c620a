# The runtime of fal-codegen, from templates/python/runtime/_files.py: edit it there.
"""Local files, given where an endpoint expects the URL of one."""

import base64
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Annotated, Protocol, SupportsIndex, TypeAlias, TypeVar

from pydantic import GetCoreSchemaHandler, SerializationInfo
from pydantic_core import CoreSchema, core_schema

File: TypeAlias = Path | bytes
"""A local file, or the bytes of one."""

_Item_co = TypeVar("_Item_co", covariant=True)

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
        self.without_url: list[File] = []

    def url(self, file: File) -> str:
        """Give a file's URL, or note that it has none yet."""
        if file not in self._urls:
            self.without_url.append(file)
        return self._urls.get(file, "")


def _sent(value: "str | File", info: SerializationInfo) -> str:
    if isinstance(value, str):
        return value
    return info.context.url(value) if isinstance(info.context, LocalFiles) else data_uri(value)


_ONE = core_schema.union_schema(
    [
        core_schema.str_schema(strict=True),
        core_schema.is_instance_schema(Path),
        core_schema.bytes_schema(strict=True),
    ],
    mode="left_to_right",
    custom_error_type="file_url",
    custom_error_message="Input should be a URL, a path or bytes",
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
    def __get_pydantic_core_schema__(self, _: object, __: GetCoreSchemaHandler) -> CoreSchema:
        return _ONE


class _Many:
    def __get_pydantic_core_schema__(self, _: object, __: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.list_schema(_ONE, strict=True)


FileUrl: TypeAlias = Annotated[str | Path | bytes, _One()]
"""A URL, or a local file in its place: it is sent as a data URI if small, else uploaded first."""

FileUrls: TypeAlias = Annotated[_List[str | Path | bytes], _Many()]
"""A list of `FileUrl`; a list of URLs alone, or of paths alone, is one as well."""


def data_uri(file: File, media_type: str | None = None) -> str:
    """Give a file as a URL that holds it; raises `OSError` if there is no such file."""
    content = file if isinstance(file, bytes) else file.read_bytes()
    kind = media_type or media_type_of(file)
    return f"data:{kind};base64,{base64.b64encode(content).decode()}"


def media_type_of(file: File) -> str:
    """Tell what a file is: by its name, or by how its bytes begin."""
    if isinstance(file, Path):
        import mimetypes  # reads tables of the system when it is first used

        return mimetypes.guess_type(file.name)[0] or "application/octet-stream"
    by_start = [kind for start, kind in _MAGIC if file.startswith(start)]
    by_mark = [kind for mark, kind in _CONTAINERS if mark in (file[4:8], file[8:12])]
    return next(iter([*by_start, *by_mark]), "application/octet-stream")
