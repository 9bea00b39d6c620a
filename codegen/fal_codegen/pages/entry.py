"""A field as a page shows it, and the way between it and the contract's Field."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from fal_codegen.contract import (
    Anything,
    Endpoint,
    EndpointId,
    Enum,
    Field,
    Json,
    Limit,
    Object,
    Part,
    Ref,
    Scalar,
    Shape,
    Union,
    bounds_of,
    children,
    without_null,
)
from fal_codegen.pages.types import innermost, shape, word

SHOWN_LIMITS = bounds_of("value")
"""The limits a page shows; string lengths and list sizes are in no form of page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One field of a page: `word` is its type word, `values` are those it allows.

    In a list, the bounds and values are those of the items. `required` is None where the page shows
    it for other fields and not for this one. `line` is that of the file, 0 where it is not known.
    """

    name: str
    word: str
    required: bool | None = False
    has_default: bool = False
    default: Json = None
    minimum: Json = None
    maximum: Json = None
    step: Json = None
    values: tuple[Json, ...] = ()
    examples: tuple[Json, ...] = ()
    description: str = ""
    line: int = field(default=0, compare=False)

    @property
    def shape(self) -> Shape:
        """The shape that the page promises of the field's values."""
        bounds = zip(SHOWN_LIMITS, (self.minimum, self.maximum), strict=True)
        shown = (*bounds, ("multipleOf", self.step))
        limits = tuple(Limit(keyword, value) for keyword, value in shown if value is not None)
        return shape(self.word, self.values, limits)


def entry(field: Field) -> Entry:
    """Show a field as an llms.txt would: lengths, bounds at one end and nulls are lost."""
    inner = innermost(field.shape)
    limits = inner.limits if isinstance(inner, Scalar) else ()
    bounds = {limit.keyword: limit.value for limit in limits}
    low, high = (bounds.get(keyword) for keyword in SHOWN_LIMITS)
    ranged = low is not None and high is not None
    return Entry(
        name=field.name,
        word=word(field.shape, field.name),
        required=field.required,
        has_default=field.has_default,
        default=field.default,
        minimum=low if ranged else None,
        maximum=high if ranged else None,
        values=_values(field.shape),
        examples=field.examples,
        description=field.description,
    )


def entries(shape: Shape) -> tuple[Entry, ...]:
    """Show the fields of an object; any other shape has none to show."""
    return tuple(map(entry, shape.fields)) if isinstance(shape, Object) else ()


def distinct(shown: Iterable[Entry]) -> tuple[Entry, ...]:
    """Keep the first of several fields of one name."""
    found: dict[str, Entry] = {}
    for one in shown:
        found.setdefault(one.name, one)
    return tuple(found.values())


def endpoint(  # noqa: PLR0913 - a page's parts, each by its name
    id_: EndpointId,
    *,
    input_: Iterable[Entry],
    output: Iterable[Entry],
    types: Mapping[str, Iterable[Entry]],
    category: str = "",
    about: str = "",
) -> Endpoint:
    """Put an endpoint together from what a page shows.

    A type that the page names and does not define becomes a part that promises nothing.
    """
    given, answered = _object(input_), _object(output)
    defined = {name: _object(shown) for name, shown in types.items()}
    named = (name for root in (given, answered, *defined.values()) for name in _refs(root))
    shapes = defined | {name: Anything() for name in named if name not in defined}
    parts = tuple(Part(name, shape) for name, shape in shapes.items())
    return Endpoint(id_, given, answered, parts, category, about)


def _values(shape: Shape) -> tuple[Json, ...]:
    """Give the values an llms.txt lists: not a constant's, nor those beside other types."""
    inner = innermost(shape)
    beside = isinstance(without_null(shape), Union)
    if not isinstance(inner, Enum) or len(inner.values) == 1 or beside:
        return ()
    return tuple(each for each in inner.values if each is not None)


def _object(shown: Iterable[Entry]) -> Object:
    return Object(tuple(map(_field, shown)))


def _field(shown: Entry) -> Field:
    return Field(
        shown.name,
        shown.shape,
        required=bool(shown.required),
        has_default=shown.has_default,
        default=shown.default,
        description=shown.description,
        examples=shown.examples,
    )


def _refs(shape: Shape) -> Iterator[str]:
    if isinstance(shape, Ref):
        yield shape.name
    for _, child in children(shape):
        yield from _refs(child)
