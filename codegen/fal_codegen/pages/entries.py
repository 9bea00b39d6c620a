"""A field as a page shows it, and the way between it and the contract's Field."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

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
    bounds_of,
    children,
)
from fal_codegen.pages.types import innermost, shape, word

SHOWN_LIMITS = bounds_of("value")
"""The limits a page shows; string lengths and list sizes are in no form of page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One field of a page: `word` is its type word, `values` are those it allows.

    In a list, the bounds and values are those of the items.
    """

    name: str
    word: str
    required: bool = False
    has_default: bool = False
    default: Json = None
    minimum: Json = None
    maximum: Json = None
    values: tuple[Json, ...] = ()
    examples: tuple[Json, ...] = ()
    description: str = ""


def entry(field: Field) -> Entry:
    """Show a field as a page would: lengths, nullability of plain types and the like are lost."""
    inner = innermost(field.shape)
    limits = inner.limits if isinstance(inner, Scalar) else ()
    bounds = {limit.keyword: limit.value for limit in limits}
    return Entry(
        name=field.name,
        word=word(field.shape, field.name),
        required=field.required,
        has_default=field.has_default,
        default=field.default,
        minimum=bounds.get(SHOWN_LIMITS[0]),
        maximum=bounds.get(SHOWN_LIMITS[1]),
        values=inner.values if isinstance(inner, Enum) else (),
        examples=field.examples,
        description=field.description,
    )


def field(shown: Entry) -> Field:
    """Give the field that an entry promises."""
    bounds = zip(SHOWN_LIMITS, (shown.minimum, shown.maximum), strict=True)
    limits = tuple(Limit(keyword, value) for keyword, value in bounds if value is not None)
    return Field(
        shown.name,
        shape(shown.word, shown.values, limits),
        required=shown.required,
        has_default=shown.has_default,
        default=shown.default,
        description=shown.description,
        examples=shown.examples,
    )


def entries(shape: Shape) -> tuple[Entry, ...]:
    """Show the fields of an object; any other shape has none to show."""
    return tuple(map(entry, shape.fields)) if isinstance(shape, Object) else ()


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


def _object(shown: Iterable[Entry]) -> Object:
    """Keep the first of several fields of one name."""
    fields = {one.name: field(one) for one in reversed(tuple(shown))}
    return Object(tuple(reversed(fields.values())))


def _refs(shape: Shape) -> Iterator[str]:
    if isinstance(shape, Ref):
        yield shape.name
    for _, child in children(shape):
        yield from _refs(child)
