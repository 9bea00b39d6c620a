"""The form that an answer says a file has: by a media type, by a name, by its address."""

from collections.abc import Mapping
from pathlib import PurePosixPath
from urllib.parse import unquote, urlsplit

from fal_codegen.cassettes import is_inline
from fal_codegen.contract import Json

_PICTURES = {
    **{name: name for name in "avif bmp gif heic jp2 jpeg jxl png svg tiff webp".split()},
    **dict.fromkeys(("jpg", "jpe", "jfif"), "jpeg"),
    "heif": "heic",
    "svg+xml": "svg",
    "tif": "tiff",
}
"""The forms that pictures have, by the ends of file names and of media types."""
_OTHERS = {name: name for name in "mp4 mov webm mkv wav mp3 m4a ogg flac glb fbx".split()}
_ENDINGS = _PICTURES | _OTHERS | {"oga": "ogg"}
_TYPES = {f"image/{ending}": form for ending, form in _PICTURES.items()} | {
    "video/mp4": "mp4",
    "video/quicktime": "mov",
    "video/webm": "webm",
    "audio/webm": "webm",
    "video/x-matroska": "mkv",
    **dict.fromkeys(("audio/wav", "audio/x-wav", "audio/wave"), "wav"),
    **dict.fromkeys(("audio/mpeg", "audio/mp3"), "mp3"),
    "audio/mp4": "m4a",
    "audio/ogg": "ogg",
    **dict.fromkeys(("audio/flac", "audio/x-flac"), "flac"),
    "model/gltf-binary": "glb",
}


def forms_said(said: Mapping[str, Json], url: str) -> dict[str, str]:
    """Give the forms that a file is said to have, by what says so."""
    type_, name = said.get("content_type"), said.get("file_name")
    found = {
        "content_type": _form_of_type(type_) if isinstance(type_, str) else "",
        "file_name": _form_of_name(name) if isinstance(name, str) else "",
        "url": _form_of_type(url[5:50]) if is_inline(url) else _form_of_name(_path(url)),
    }
    return {name: form for name, form in found.items() if form}


def alike(seen: str, said: Json) -> bool:
    """Tell whether a form is the one that is said; sound alone in MP4 is often marked as film."""
    return seen == said or (seen, said) == ("mp4", "m4a")


def _path(url: str) -> str:
    try:
        return unquote(urlsplit(url).path)
    except ValueError:
        return ""


def _form_of_type(text: str) -> str:
    return _TYPES.get(text.partition(";")[0].strip().lower(), "")


def _form_of_name(text: str) -> str:
    return _ENDINGS.get(PurePosixPath(text).suffix.removeprefix(".").lower(), "")
