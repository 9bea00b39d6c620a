"""Names of the classes of parts: by their component, or by where they stand.

The service numbers components whose classes meet on its side (`ImageType2`), or puts their module
before them (`registry__image__models__Image`). Neither means anything to a user, and either changes
without a change of what is sent: so both are left out.
"""

import re
from collections.abc import Collection, Iterable, Iterator

from fal_codegen.emit.names import class_name, distinct

_NUMBERED = re.compile(r"(?<=[A-Za-z0-9])Type\d+$")
_ENDINGS = (("ies", "y"), ("sses", "ss"), ("ss", "ss"), ("s", ""))


def component_name(component: str) -> str:
    """Name a class by its component: `ImageType2` → `Image`."""
    return class_name(_NUMBERED.sub("", component.rpartition("__")[2] or component))


def part_class(
    component: str, place: str, side: str, taken: Collection[str], kept: Iterable[str]
) -> str:
    """Name the class of a part: by its component, or else by the first place where it stands.

    None of the names that are `taken` is given, nor, for a place, one that is `kept` for a
    component.
    """
    own = component_name(component)
    places = [each for each in _by_place(place, side) if each not in kept]
    return next((each for each in (own, *places) if each not in taken), distinct(own, taken))


def _by_place(place: str, side: str) -> Iterator[str]:
    """Give names for what stands at a place, `output/images/*`: `Image`, then `OutputImage`."""
    name = class_name([step for step in place.split("/") if step != "*"][-1])
    if place.endswith("/*"):
        name = _singular(name)
    yield name
    yield f"{side.capitalize()}{name}"


def _singular(name: str) -> str:
    for ending, instead in _ENDINGS:
        if name.endswith(ending) and len(name) > len(ending):
            return name.removesuffix(ending) + instead
    return name
