"""Where files come in, whichever host was told of them first."""

import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from starlette.exceptions import HTTPException
from starlette.requests import Request

from fal_codegen.emulator.address import MEDIA, base
from fal_codegen.emulator.files.store import File, Files
from fal_codegen.emulator.identity import REPEATED, Ids
from fal_codegen.emulator.wire import receive_body

LARGEST = 256 * 2**20
"""Bytes one upload may have."""

MOST_PARTS = 10_000
"""Parts one upload may come in."""

_MEDIA_TYPE = re.compile(r"[\w.+-]{1,100}/[\w.+-]{1,100}(;[ -~]{0,100})?", re.ASCII)
_DEFAULT_TYPE = "application/octet-stream"
_UNSAFE = re.compile(r"[^\w.-]+", re.ASCII)
_LONGEST_NAME = 100
_LIFECYCLE = ("x-fal-object-lifecycle", "x-fal-object-lifecycle-preference")


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that is announced: what it will be, and what lets its bytes in.

    The permission is in the addresses to send to, never in that of the file, which others are told.
    """

    permission: str
    name: str
    media_type: str

    def url(self, request: Request) -> str:
        """Give the address the file will have."""
        return f"{base(request, MEDIA)}/files/{self.name}"

    def part(self, number: int) -> str:
        """Name a part until the whole is put together; no address leads there."""
        return f"{self.permission}/{number}"


class Uploads:
    """Announced files, at most `most`: the oldest are forgotten first.

    Parts lie among the files, so one bound holds for all the bytes together.
    """

    def __init__(
        self, files: Files, numbers: Iterator[int], ids: Ids = REPEATED, most: int = 1000
    ) -> None:
        self._files = files
        self._numbers = numbers
        self._ids = ids
        self._most = most
        self._uploads: dict[str, Upload] = {}

    def announce(self, request: Request, file_name: str, media_type: str) -> Upload:
        """Make a place for a file; 400 where the headers of its lifecycle are no JSON.

        Of the name remains what is harmless, behind an id of its own: no two files share an
        address. What is no media type becomes that of bytes nobody knows more about.
        """
        _check_lifecycle(request)
        number = next(self._numbers)
        id_, permission = self._ids.request(number), self._ids.permission(number)
        known = media_type if _MEDIA_TYPE.fullmatch(media_type) else _DEFAULT_TYPE
        name = f"{id_}_{_UNSAFE.sub('_', file_name[-_LONGEST_NAME:])}"
        upload = Upload(permission, name, known)
        if len(self._uploads) >= self._most:
            del self._uploads[next(iter(self._uploads))]
        self._uploads[permission] = upload
        return upload

    def find(self, permission: str, name: str) -> Upload:
        """Find an upload by what its addresses hold; 404 where there is none."""
        upload = self._uploads.get(permission)
        if upload is None or upload.name != name:
            raise HTTPException(404, "There is no such upload.")
        return upload

    async def keep(self, upload: Upload, request: Request) -> None:
        """Keep the whole file, which a request brings."""
        self._keep(upload, await receive_body(request, LARGEST))

    async def keep_part(self, upload: Upload, number: int, request: Request) -> str:
        """Keep a part, numbered from 1, in place of one that had the number; give its tag."""
        content = await receive_body(request, LARGEST)
        self._files.keep(upload.part(number), File(content, _DEFAULT_TYPE))
        return _tag(content)

    def complete(self, upload: Upload, tags: Mapping[int, str]) -> None:
        """Put the parts of these numbers together, by number; 400 for one that is not as tagged."""
        parts = [self._tagged(upload, number, tags[number]) for number in sorted(tags)]
        if sum(map(len, parts)) > LARGEST:
            raise HTTPException(413, f"The parts are larger than {LARGEST} bytes together.")
        for number in tags:
            self._files.forget(upload.part(number))
        self._keep(upload, b"".join(parts))
        del self._uploads[upload.permission]

    def _keep(self, upload: Upload, content: bytes) -> None:
        self._files.keep(upload.name, File(content, upload.media_type))

    def _tagged(self, upload: Upload, number: int, tag: str) -> bytes:
        part = self._files.find(upload.part(number))
        if part is None:
            raise HTTPException(400, f"There is no part {number}.")
        if _tag(part.content) != tag:
            raise HTTPException(400, f"The tag of part {number} is another.")
        return part.content


def _tag(content: bytes) -> str:
    """Give the entity tag of a part, in the quotes it has as a header."""
    return f'"{hashlib.sha256(content).hexdigest()[:32]}"'


def _check_lifecycle(request: Request) -> None:
    for name in _LIFECYCLE:
        try:
            wish = json.loads(request.headers.get(name, "{}"))
        except (ValueError, RecursionError):
            wish = None
        if not isinstance(wish, dict):
            raise HTTPException(400, f"The header {name} is no JSON object.")
