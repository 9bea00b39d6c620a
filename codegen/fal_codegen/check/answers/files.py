"""The files of an answer: where they are, what is said of them, and what their bytes show."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from fal_codegen.cassettes import FirstBytes, inlined
from fal_codegen.check.answers.media import Seen, look_at
from fal_codegen.check.answers.relations import OTHERS, PICTURES, Kind
from fal_codegen.contract import Json, node_of


@dataclass(frozen=True, slots=True)
class AnswerFile:
    """A file of an answer: its place there, its address, what is said of it, and its bytes.

    `first` is None where the bytes are not at hand, and `seen` where they do not tell what it is.
    """

    place: str
    said: Mapping[str, Json]
    url: str = field(default="", repr=False)
    first: FirstBytes | None = field(default=None, repr=False)
    seen: Seen | None = None

    @property
    def kind(self) -> Kind:
        """Tell by its place what it should be."""
        kinds: Mapping[str, Kind] = {**PICTURES, **OTHERS}
        return kinds[self.place.partition("/")[0]]


def pictures_of(answer: Json, files: Mapping[str, FirstBytes]) -> list[AnswerFile]:
    """Find the pictures of an answer; `files` has the first bytes of some, by address."""
    return [_file(place, value, files) for place, value in _places(answer, PICTURES)]


def others_of(answer: Json, files: Mapping[str, FirstBytes]) -> list[AnswerFile]:
    """Find the films, sounds and models of an answer."""
    return [_file(place, value, files) for place, value in _places(answer, OTHERS)]


def _places(answer: Json, names: Iterable[str]) -> Iterator[tuple[str, Json]]:
    fields = node_of(answer)
    for name in names:
        match fields.get(name):
            case [*listed]:
                yield from ((f"{name}/{index}", each) for index, each in enumerate(listed))
            case dict() | str() as one:
                yield name, one
            case _:
                pass


def _file(place: str, value: Json, files: Mapping[str, FirstBytes]) -> AnswerFile:
    """Read a file: an object with its `url`, or the address alone; of anything else nothing."""
    said = value if isinstance(value, dict) else {"url": value}
    url = said.get("url")
    if not isinstance(url, str):
        return AnswerFile(place, said)
    first = inlined(url) or files.get(url)
    return AnswerFile(place, said, url, first, look_at(first.data) if first else None)
