"""Recordings without secrets, kept by content: what has not changed is not searched again."""

import json
from collections.abc import Collection
from hashlib import sha256

from fal_codegen.pipeline.harness import harness_digest
from fal_codegen.project import FOLDER, Project, keep_on_machine

_NAME = "searched.json"


class Searched:
    """Files in which no secret was found, none of these keys and none that they show themselves.

    They are known by a hash of their content, the keys and the harness; no key can be read from it.
    """

    def __init__(self, project: Project, keys: Collection[str]) -> None:
        self.keys = keys
        self._root = project.root
        self._searched_for = f"{harness_digest()}\0{sorted(keys)!r}\0".encode()
        self._before = self._load()
        self._now: set[str] = set()

    def is_clean(self, data: bytes) -> bool:
        """Tell whether a file's content was searched, and no secret found."""
        digest = self._digest(data)
        if digest in self._before:
            self._now.add(digest)
        return digest in self._now

    def add(self, data: bytes) -> None:
        """Note that a file's content was searched, and no secret found."""
        self._now.add(self._digest(data))

    def save(self) -> None:
        """Write which files these are."""
        if self._now != self._before:
            keep_on_machine(self._root, _NAME, json.dumps(sorted(self._now)))

    def _load(self) -> set[str]:
        try:
            digests = json.loads((self._root / FOLDER / _NAME).read_bytes())
            return {each for each in digests if isinstance(each, str)}
        except (OSError, ValueError, TypeError):
            return set()

    def _digest(self, data: bytes) -> str:
        return sha256(self._searched_for + data).hexdigest()
