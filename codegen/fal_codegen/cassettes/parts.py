"""The text of a cassette, taken apart: every text in it with its place, and what stands beside."""

from collections.abc import Iterator
from dataclasses import dataclass

import yaml

_STEPS = frozenset(
    "body code headers interactions message metadata method request response status string uri"
    " version".split()
)
"""The names that a place may show; any other might be a secret itself."""


@dataclass(frozen=True, slots=True)
class Part:
    """A text in a cassette, by its place there, and the header it is a value of, if any.

    The place is a path such as `interactions/0/request/uri`; a name has that of what it stands in.
    """

    place: str
    text: bytes
    header: str = ""


@dataclass(slots=True)
class _Level:
    """An open list or mapping; `name` is the last one read in a mapping, `count` what was read."""

    mapping: bool
    count: int = 0
    name: str = ""

    @property
    def awaits_name(self) -> bool:
        """Whether the next text in it is a name."""
        return self.mapping and self.count % 2 == 0

    @property
    def step(self) -> str:
        """What it adds to the place of what is in it."""
        if not self.mapping:
            return str(self.count)
        return self.name if self.name in _STEPS else "…"


def parts_of(text: str) -> list[Part]:
    """Take a cassette apart. All of it is somewhere, comments too; what is no YAML is one part.

    Nothing is made of what the YAML means: a tag runs no code, an alias stands for nothing.
    """
    try:
        return [*_parts(text)]
    except (yaml.YAMLError, RecursionError):
        return [Part("", text.encode(errors="replace"))]


def _parts(text: str) -> Iterator[Part]:
    levels: list[_Level] = []
    beside: list[str] = []
    end = 0
    for event in yaml.parse(text, Loader=yaml.CSafeLoader):
        match event:
            case yaml.ScalarEvent():
                yield _part(levels, event)
                assert event.start_mark
                assert event.end_mark
                beside.append(text[end : event.start_mark.index])
                end = event.end_mark.index
                _advance(levels, event.value)
            case yaml.CollectionStartEvent():
                levels.append(_Level(isinstance(event, yaml.MappingStartEvent)))
            case yaml.CollectionEndEvent():
                levels.pop()
                _advance(levels)
            case yaml.AliasEvent():
                _advance(levels)
            case _:
                pass
    yield Part("", "\n".join([*beside, text[end:]]).encode(errors="replace"))


def _part(levels: list[_Level], event: yaml.ScalarEvent) -> Part:
    is_name = bool(levels) and levels[-1].awaits_name
    place = "/".join(level.step for level in (levels[:-1] if is_name else levels))
    names = [level.name for level in levels]
    header = names[names.index("headers") + 1 :][:1] if "headers" in names and not is_name else []
    texts = filter(None, (event.value, event.anchor, event.tag))
    return Part(place, "\n".join(texts).encode(errors="replace"), "".join(header))


def _advance(levels: list[_Level], name: str = "") -> None:
    if levels:
        level = levels[-1]
        level.name = name if level.awaits_name else level.name
        level.count += 1
