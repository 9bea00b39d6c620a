"""The files an emulator keeps, in memory."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class File:
    """A file's bytes and media type."""

    content: bytes
    media_type: str


class Files:
    """Files by name, at most `most`, of `room` bytes together: the oldest are forgotten first."""

    def __init__(self, most: int = 20_000, room: int = 512 * 2**20) -> None:
        self._most = most
        self._room = room
        self._files: dict[str, File] = {}

    def keep(self, name: str, file: File) -> None:
        """Keep a file under a name, in place of one that had it."""
        self.forget(name)
        self._files[name] = file
        self._room -= len(file.content)
        while self._room < 0 or len(self._files) > self._most:
            self.forget(next(iter(self._files)))

    def find(self, name: str) -> File | None:
        """Give the file of this name, if it is still there."""
        return self._files.get(name)

    def forget(self, name: str) -> None:
        """Drop the file of this name, if it is still there."""
        old = self._files.pop(name, None)
        self._room += len(old.content) if old else 0
