# The runtime of fal-codegen, from templates/python/runtime/_attributes.py: edit it there.
"""Attributes that there are not: whoever asks for one is told what was probably meant."""

from typing import TYPE_CHECKING, Any, ClassVar, NoReturn, SupportsIndex

from ._shown import shown_address
from ._signature import NoParameters


class Renamed:
    """What has other names here than in the official Python client."""

    if not TYPE_CHECKING:  # type checkers know what there is

        def __getattr__(self, name: str) -> object:
            """Raise `AttributeError`, with the name here of what the official client has."""
            from ._official import no_attribute

            raise no_attribute(self, name)


class Alive(Renamed):
    """What holds connections, which belong to one process."""

    def __reduce_ex__(self, protocol: SupportsIndex, /) -> NoReturn:
        """Raise `TypeError`: who pickles or copies it is told what to do in place of that."""
        kind = type(self).__name__
        raise TypeError(f"{kind} holds connections, and is not copied or pickled: {self._instead}")

    _instead: ClassVar[str]


class Client(Alive):
    """What is alike in both clients: how they show themselves."""

    __signature__ = NoParameters()
    _instead = "make one where it is needed; with_options() gives one over the same connections"

    def __repr__(self) -> str:
        """Say where the service is, and whether this can still ask it."""
        name, made = type(self).__name__, vars(self)
        if "_service" not in made:  # as a debugger sees one that could not be made
            return f"<{name}, not made>"
        closed = ", closed" if made["_driver"].closed else ""
        return f"<{name} of {shown_address(made['_service'].direct)}{closed}>"

    if not TYPE_CHECKING:  # type checkers know which of them opens how

        def __enter__(self) -> NoReturn:
            """Raise `TypeError` for the `with` that is the other client's."""
            name = type(self).__name__
            raise TypeError(f"{name} is awaited: async with {name}() as fal")

        async def __aenter__(self) -> NoReturn:
            """As `__enter__`."""
            name = type(self).__name__
            raise TypeError(f"{name} waits: with {name}() as fal; AsyncFal is awaited")

        __exit__, __aexit__ = __enter__, __aenter__  # without which Python asks neither


class Fields:
    """What has its fields as attributes, where the official client has dictionaries.

    It stands before pydantic's class, which knows the fields that are in a body alone.
    """

    if not TYPE_CHECKING:

        @classmethod
        def model_rebuild(cls, *, _parent_namespace_depth: int = 2, **given: Any) -> bool | None:
            """Build the class as pydantic does, which takes names from where it is first used.

            A class of this package has all its names beside it: a variable of the caller's is none.
            """
            ours = cls.__module__.rpartition(".")[0] == __package__
            depth = 0 if ours else _parent_namespace_depth + 1  # this function is one deeper
            return super().model_rebuild(_parent_namespace_depth=depth, **given)

        def __getattr__(self, name: str) -> object:
            """Give a field that is in the body alone; for any other name as `Renamed`."""
            try:
                return super().__getattr__(name)
            except AttributeError:
                pass
            from ._official import no_attribute

            raise no_attribute(self, name)

        def __getitem__(self, key: object) -> object:
            """Raise `TypeError`, with the attribute that was meant."""
            from ._official import no_item

            raise no_item(self, key)

        def __contains__(self, key: object) -> bool:
            """As `__getitem__`: to pydantic, no name of a field would be in it."""
            return bool(self[key])
