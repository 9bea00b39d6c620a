"""Files that are made when somebody fetches them: the name says all that making one needs."""

import hashlib
import io
import math
import re
import wave
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from fal_codegen.emulator.answers.images import PICTURES, paint
from fal_codegen.emulator.answers.sizes import Size, bounded

_NAME = re.compile(r"([0-9a-f]{32})(?:-(\d{1,5})x(\d{1,5}))?\.([a-z0-9]{3,4})")
_TYPES = {kind: f"image/{kind}" for kind in PICTURES} | {
    "mp4": "video/mp4",
    "wav": "audio/wav",
    "mp3": "audio/mpeg",
    "txt": "text/plain",
}
SOUNDS = ("wav", "mp3")
"""The kinds of sound there are, by their file ending."""
BYTES_OF = "bytes"
"""The part of a query that names the file whose bytes come, where an answer lies."""
_KEPT = 16  # files
_COLOURS = 48  # bytes from which colours are drawn
_HERTZ, _LOW = 8000, 220
_CLIP = Path(__file__).with_name("clip.mp4")
_SILENT_FRAME = b"\xff\xfb\x90\xc4" + bytes(413)
"""A frame of MPEG-1 layer 3: 128 kbit/s at 44.1 kHz are 417 bytes, and zeros are silence."""
_FRAMES = 38  # a second
_NOTE = b"The emulator cannot make such a file; this text stands in its place.\n"


@dataclass(frozen=True, slots=True)
class SyntheticFile:
    """A file of an answer: a picture of a size, a clip, a sound, or the note that it is neither.

    `motif` is 32 hex digits and decides what is to be seen or heard; `kind` is a file ending.
    """

    motif: str
    kind: str
    size: Size = (0, 0)

    @property
    def name(self) -> str:
        """The file's name."""
        width, height = self.size
        size = f"-{width}x{height}" if self.kind in PICTURES else ""
        return f"{self.motif}{size}.{self.kind}"

    @property
    def media_type(self) -> str:
        """The file's media type, true to its content."""
        return _TYPES[self.kind]


def of_kind(made: SyntheticFile, kind: str) -> SyntheticFile:
    """Give a file with the same to be seen, of another kind."""
    return SyntheticFile(made.motif, kind, made.size if kind in PICTURES else (0, 0))


def parse_name(name: str) -> SyntheticFile | None:
    """Give the file of a name; None for a name that no such file has."""
    found = _NAME.fullmatch(name)
    if found is None:
        return None
    motif, width, height, kind = found.groups()
    size = int(width or 0), int(height or 0)
    fits = bounded(*size) == size if kind in PICTURES else kind in _TYPES and width is None
    return SyntheticFile(motif, kind, size) if fits else None


@lru_cache(_KEPT)
def content(made: SyntheticFile) -> bytes:
    """Make the file; a picture of 4K takes about a tenth of a second."""
    drawn = hashlib.shake_256(made.motif.encode()).digest(_COLOURS)
    if made.kind in PICTURES:
        return paint(drawn, made.size, made.kind)
    match made.kind:
        case "mp4":
            return _CLIP.read_bytes()
        case "wav":
            return _tone(_LOW + drawn[0])
        case "mp3":
            return _SILENT_FRAME * _FRAMES
        case _:
            return _NOTE


def _tone(pitch: int) -> bytes:
    """Sound one second of a tone, in mono."""
    samples = (math.sin(math.tau * pitch * moment / _HERTZ) for moment in range(_HERTZ))
    buffer = io.BytesIO()
    with wave.open(buffer, "wb") as sound:
        sound.setparams((1, 1, _HERTZ, 0, "NONE", ""))
        sound.writeframes(bytes(int(128 + 64 * sample) for sample in samples))
    return buffer.getvalue()
