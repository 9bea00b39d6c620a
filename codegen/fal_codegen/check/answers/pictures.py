"""The pictures of an answer: where they are, what is said of them, and what their bytes show."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from fal_codegen.cassettes import FirstBytes, inlined
from fal_codegen.check.answers.media import Seen, look_at
from fal_codegen.check.answers.relations import PICTURES
from fal_codegen.contract import Json, node_of


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture of an answer: its place there, its address, what is said of it, and its bytes.

    `first` is None where the bytes are not at hand, and `seen` where they do not tell what it is.
    """

    place: str
    said: Mapping[str, Json]
    url: str = field(default="", repr=False)
    first: FirstBytes | None = field(default=None, repr=False)
    seen: Seen | None = None


def pictures_of(answer: Json, files: Mapping[str, FirstBytes]) -> list[Picture]:
    """Find the pictures of an answer; `files` has the first bytes of some, by address."""
    return [_picture(place, value, files) for place, value in _places(answer)]


def _places(answer: Json) -> Iterator[tuple[str, Json]]:
    fields = node_of(answer)
    for name in PICTURES:
        match fields.get(name):
            case [*listed]:
                yield from ((f"{name}/{index}", each) for index, each in enumerate(listed))
            case dict() | str() as one:
                yield name, one
            case _:
                pass


def _picture(place: str, value: Json, files: Mapping[str, FirstBytes]) -> Picture:
    """Read a picture: an object with its `url`, or the address alone; of anything else nothing."""
    said = value if isinstance(value, dict) else {"url": value}
    url = said.get("url")
    if not isinstance(url, str):
        return Picture(place, said)
    first = inlined(url) or files.get(url)
    return Picture(place, said, url, first, look_at(first.data) if first else None)
