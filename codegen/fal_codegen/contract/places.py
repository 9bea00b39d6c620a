"""Where something was found: a field of a body, a file of the project, or a recorded scenario."""

from dataclasses import dataclass
from hashlib import sha256
from typing import TypeAlias

from fal_codegen.contract.ids import EndpointId
from fal_codegen.contract.values import Json, equality_key

Path: TypeAlias = tuple[str | int, ...]
"""Where in a body: names, and places in lists."""

ANY_ITEM = "*"
"""The step of a place to any item of a list."""
_ID_LENGTH = 12
"""Hex digits of an id: 48 bits keep a hundred thousand of them apart, and are still typed."""


@dataclass(frozen=True, slots=True)
class FieldPlace:
    """A place in what is sent or comes back: `input` or `output`, and the steps from there on.

    `input/images/*` stands for any item of a list.
    """

    path: str

    def __str__(self) -> str:
        """Spell the path."""
        return self.path


def spelled_path(path: Path) -> str:
    """Spell a way into a body: `loras/0/path`."""
    return "/".join(map(str, path))


def any_item_path(path: Path) -> str:
    """Spell a way into a body, with any item of a list for each: `loras/*/path`."""
    return "/".join(ANY_ITEM if isinstance(step, int) else step for step in path)


def in_body(side: str, place: str) -> str:
    """Spell a place of a body behind its side: `input/loras/0`; of the whole, the side alone."""
    return f"{side}/{place}" if place else side


def of_any_item(place: str) -> str:
    """Spell a place with any item of a list for each: `loras/0/path` as `loras/*/path`."""
    return "/".join(ANY_ITEM if step.isdecimal() else step for step in place.split("/"))


@dataclass(frozen=True, slots=True)
class FilePlace:
    """A file or folder, as a path from the project's root on with `/`.

    `pointer` is a JSON pointer into a JSON file; `line` counts from 1 and moves as files are
    edited, so the spelling leaves it out.
    """

    path: str
    pointer: str = ""
    line: int | None = None

    def __str__(self) -> str:
        """Spell the path, and the pointer behind a `#`."""
        return f"{self.path}#{self.pointer}" if self.pointer else self.path


@dataclass(frozen=True, slots=True)
class ScenarioPlace:
    """A scenario that is, or should be, recorded: `sync`, `refused/seed.maximum`."""

    scenario: str

    def __str__(self) -> str:
        """Spell the scenario."""
        return self.scenario


Place: TypeAlias = FieldPlace | FilePlace | ScenarioPlace


def fingerprint(rule: str, endpoint: EndpointId | None, place: str, values: Json) -> str:
    """Give the short id of what was found: twelve hex digits, the same wherever it is found again.

    It is over rule, endpoint, place and values and nothing else, so neither wording nor the order
    of keys changes it; 1 and 1.0 are one value.
    """
    whole = equality_key([rule, endpoint, place, values])
    return sha256(whole.encode("utf-8", "surrogatepass")).hexdigest()[:_ID_LENGTH]
