"""Where the walk stands: the place in a body, the way there, and what lies around it."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from fal_codegen.compare.difference import Bodies, Difference, Kind, Question
from fal_codegen.contract import Json, Path, escape


@dataclass(frozen=True, slots=True)
class Sides:
    """What one question is about: what may be sent, and what is taken."""

    sent: Json
    taken: Json


NOBODY = Sides({"not": {}}, {})
"""Nothing is sent that was not sent before, so there is nothing to refuse."""


@dataclass(frozen=True, slots=True)
class Position:
    """A place that two documents have.

    `around` are the schemas of this place and of those around it, the nearest first: of the earlier
    document and of the later one.
    """

    place: str
    path: Path = ()
    around: tuple[tuple[Path, Json, Json], ...] = ()
    bodies: Bodies | None = None
    types: tuple[str, ...] = ()

    def within(self, old: Json, new: Json, types: Iterable[str]) -> "Position":
        """Stand at the same place, with its two schemas around."""
        around = ((self.path, old, new), *self.around)
        return replace(self, around=around, types=tuple(types))

    def field(self, name: str) -> "Position":
        """Step to a property."""
        return replace(self, place=f"{self.place}/{escape(name)}", path=(*self.path, name))

    def item(self, index: int, shown: str = "*") -> "Position":
        """Step to an item of a list; `*` is shown for those that are all alike."""
        return replace(self, place=f"{self.place}/{shown}", path=(*self.path, index))

    def unlisted(self, name: str) -> "Position":
        """Step to a property that is not listed, by a name that it might have."""
        return replace(self, place=f"{self.place}/*", path=(*self.path, name))

    def tell(
        self,
        pointer: str,
        kind: Kind,
        name: str = "",
        values: tuple[Json, Json] = (None, None),
        asked: tuple[Sides | None, Sides | None] = (None, None),
    ) -> Difference:
        """Make a difference at this place, with its questions from the nearest to the whole.

        The two values are those of before and after, the two questions those of forth and back.
        """
        forth, back = asked
        return Difference(
            self.place,
            pointer,
            kind,
            name,
            *values,
            self._questions(forth, [Question(path, old, new) for path, old, new in self.around]),
            self._questions(back, [Question(path, new, old) for path, old, new in self.around]),
            self.path,
            self.bodies,
            self.types,
        )

    def _questions(self, near: Sides | None, around: list[Question]) -> tuple[Question, ...]:
        if near is None:
            return ()
        if near is NOBODY:
            return (Question(self.path, near.sent, near.taken),)
        return (Question(self.path, near.sent, near.taken), *around)
