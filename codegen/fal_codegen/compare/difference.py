"""One thing that differs, and what to ask to learn what it means."""

from dataclasses import dataclass
from typing import Literal, TypeAlias

from fal_codegen.contract import Json, Path

Kind: TypeAlias = Literal[
    "result",
    "field",
    "required",
    "nullable",
    "type",
    "alternative",
    "enum",
    "limit",
    "extra",
    "names",
    "dependency",
    "condition",
    "exclusion",
    "contains",
    "items",
    "keyword",
    "spelling",
    "format",
    "default",
    "default-refused",
    "file-limit",
    "hint",
    "order",
    "description",
    "examples",
    "deprecated",
    "read-only",
    "playground",
    "server",
    "offer",
    "key",
    "key-spelling",
    "body",
    "form",
    "response",
    "header",
    "path",
    "parameter",
    "metadata",
    "unused",
    "edition",
    "other",
]


@dataclass(frozen=True, slots=True)
class Question:
    """Whether a place takes what may be sent there: two schemas, and the way there in a body."""

    path: Path
    sent: Json
    taken: Json


@dataclass(frozen=True, slots=True)
class Bodies:
    """Where two documents have the schema of some bodies, as pointers; and whether they are sent.

    What is not sent comes back. The value of a header or a query is a body of its own here.
    """

    old: str
    new: str
    sent: bool = False


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that two documents say differently.

    `place` is a JSON pointer into a body, behind `input`, `output` or `envelope` and what the
    envelope describes; `*` stands for the items of a list and for unlisted properties. `pointer`
    leads to the place in the later document, or in the earlier one where it is only there.

    `kind` says what differs, `name` which one: a keyword, a field's component. `before` and `after`
    are None where there is nothing; a default, which may be null, is wrapped in a list.

    What it does to bodies is asked of the two documents: `forth` whether the later one takes what
    goes by the earlier one, `back` the reverse. The first question is about this difference alone,
    the others about ever more around it. Without questions it is nothing that bodies show.

    `path` leads to the place in a body, or to the object around a field that came or went; `bodies`
    are the schemas of these bodies, `types` what values may be at the place.
    """

    place: str
    pointer: str
    kind: Kind
    name: str = ""
    before: Json = None
    after: Json = None
    forth: tuple[Question, ...] = ()
    back: tuple[Question, ...] = ()
    path: Path = ()
    bodies: Bodies | None = None
    types: tuple[str, ...] = ()
