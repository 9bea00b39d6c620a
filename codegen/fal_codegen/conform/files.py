"""Files of scripts, described in a few words, and data URIs."""

import base64
import binascii
import re
from collections.abc import Mapping
from typing import Any, NamedTuple

_DATA_URI = re.compile(r"data:([\w.+-]+/[\w.+-]+)?((?:;[\w-]+=[^;,]*)*)(;base64)?,(.*)", re.DOTALL)


class File(NamedTuple):
    """A file that a client is to send: its bytes, media type and name."""

    content: bytes
    content_type: str
    name: str

    @classmethod
    def of(cls, script: Mapping[str, Any]) -> "File":
        """Make a file of what a script says: a text, so many times."""
        content = script["text"].encode() * script["times"]
        return cls(content, script["content_type"], script["name"])

    @property
    def data_uri(self) -> str:
        """Spell it as a URL that holds it."""
        return f"data:{self.content_type};base64,{base64.b64encode(self.content).decode()}"

    def is_held_by(self, url: object) -> bool:
        """Tell whether a data URI, however it is spelled, holds this file under its type."""
        read = _DATA_URI.fullmatch(url) if isinstance(url, str) else None
        if read is None or read[1] != self.content_type or not read[3]:
            return False
        try:
            return base64.b64decode(read[4], validate=True) == self.content
        except (binascii.Error, ValueError):
            return False
