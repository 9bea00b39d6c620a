"""The front of a room that imports what it shows with the first use of it."""

from collections.abc import Callable, Mapping
from importlib import import_module


def importing(room: str, homes: Mapping[str, str]) -> Callable[[str], object]:
    """Give a room its `__getattr__`: `homes` has its modules, each with the names in it.

    A module is named below the room, the names are separated by spaces. Type checkers read the
    room's imports under TYPE_CHECKING; a test holds the two to each other.
    """
    home_of = {name: f"{room}.{home}" for home, names in homes.items() for name in names.split()}

    def find(name: str) -> object:
        if name in home_of:
            return getattr(import_module(home_of[name]), name)
        raise AttributeError(f"module {room!r} has no attribute {name!r}")

    return find
