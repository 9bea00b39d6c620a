"""The form of file that a request asks for, in the words that real documents have for it."""

import re
from collections.abc import Container, Mapping

from fal_codegen.contract import Json
from fal_codegen.emulator.answers.images import PICTURES
from fal_codegen.emulator.answers.synthetic import SOUNDS

_FIELDS = ("output_format", "format", "image_format", "audio_format", "video_output_type")
_WORD = re.compile(r"[a-z0-9]+")
_FILMS = frozenset(("mp4", "webm", "mov", "gif"))
_SOUNDS = frozenset(("wav", "mp3", "ogg", "opus", "flac", "aac", "m4a"))


def form_of_picture(asked: Mapping[str, Json]) -> str:
    """Give the form of pictures by its file ending; PNG where none is named that is made here."""
    return _asked(asked, PICTURES) or "png"


def form_of_film(asked: Mapping[str, Json]) -> str:
    """Give the form of films: a note in place of another known one, and MP4 for an unknown word."""
    return "mp4" if _asked(asked, _FILMS) in ("", "mp4") else "txt"


def form_of_sound(asked: Mapping[str, Json]) -> str:
    """Give the form of sounds in the same way, or WAV: `mp3` of `mp3_44100_128`."""
    form = _asked(asked, _SOUNDS) or "wav"
    return form if form in SOUNDS else "txt"


def _asked(asked: Mapping[str, Json], forms: Container[str]) -> str:
    for name in _FIELDS:
        for word in _WORD.findall(str(asked.get(name, "")).lower()):
            form = "jpeg" if word == "jpg" else word
            if form in forms:
                return form
    return ""
