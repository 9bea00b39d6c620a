"""What was downloaded before, kept so that the service can say that it has not changed."""

import json
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple, Protocol

_LONGEST_ETAG = 200


class Cached(NamedTuple):
    """A body, and the ETag that the service gave with it."""

    etag: str
    body: bytes


class Cache(Protocol):
    """Where bodies are kept, by what they were asked for."""

    def load(self, key: str) -> Cached | None:
        """Give what is kept, if anything."""
        ...

    def save(self, key: str, etag: str, body: bytes) -> None:
        """Keep a body that came with an ETag."""
        ...


class FileCache:
    """A folder of bodies. It is no more than a help: what it cannot read or write is forgotten."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def load(self, key: str) -> Cached | None:
        """Read what is kept; nothing that was damaged is given."""
        try:
            head, _, body = self._file(key).read_bytes().partition(b"\n")
            known = json.loads(head)
            whole = known["key"] == key and known["sha256"] == sha256(body).hexdigest()
            return Cached(str(known["etag"]), body) if whole else None
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def save(self, key: str, etag: str, body: bytes) -> None:
        """Write a body, in one step."""
        if not (etag.isascii() and etag.isprintable() and len(etag) <= _LONGEST_ETAG):
            return
        head = json.dumps({"key": key, "etag": etag, "sha256": sha256(body).hexdigest()})
        file = self._file(key)
        fresh = file.with_suffix(".fresh")
        with suppress(OSError):
            self._folder.mkdir(parents=True, exist_ok=True)
            fresh.write_bytes(head.encode() + b"\n" + body)
            fresh.replace(file)

    def _file(self, key: str) -> Path:
        return self._folder / sha256(key.encode()).hexdigest()
