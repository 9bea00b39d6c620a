"""An endpoint as a page could show it: the document's promises without what the form cannot say."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from fal_codegen.contract import (
    NULL,
    Anything,
    Array,
    Endpoint,
    Enum,
    Field,
    Limit,
    Object,
    Part,
    Scalar,
    Shape,
    Union,
    json_type,
    nullable,
    options,
    without_null,
)
from fal_codegen.pages import SHOWN_LIMITS, Entry, Form, Page


def weakened(endpoint: Endpoint, page: Page) -> Endpoint:
    """Weaken an endpoint to what a page of this form can show of it.

    No form shows string lengths, list sizes or bounds at one end (pages as served). A constant is
    shown as its type alone, and a step not at all, unless the page does list them.
    """
    fields = tuple(
        _field(field, page.shows, page.fields.get(field.name)) for field in endpoint.input.fields
    )
    answer = _weak(endpoint.resolve(endpoint.output), page.shows)
    if isinstance(answer, Object):
        shown = {entry.name: entry for entry in page.output}
        answer = Object(tuple(_open(field, shown.get(field.name)) for field in answer.fields))
    parts = tuple(Part(part.name, _weak(part.shape, page.shows)) for part in endpoint.parts)
    return replace(
        endpoint,
        input=Object(fields),
        output=answer,
        parts=parts,
    )


def _field(field: Field, form: Form, shown: Entry | None = None) -> Field:
    return _open(replace(field, shape=_weak(field.shape, form, shown)), shown)


def _open(field: Field, shown: Entry | None) -> Field:
    """Promise nothing of what is required where the page does not show it."""
    return replace(field, required=False) if shown and shown.required is None else field


def _weak(shape: Shape, form: Form, shown: Entry | None = None) -> Shape:
    match shape:
        case Scalar(type=type_, limits=limits):
            return Scalar(type_, tuple(_limits(limits, form, shown)))
        case Enum(values=(value,)) if not (shown and shown.values):
            return Scalar(json_type(value))
        case Array(items=items, prefix=prefix):
            return Array(Anything() if prefix else _weak(items, form, shown))
        case Object(fields=fields):
            return Object(tuple(_field(field, form) for field in fields))
        case Union():
            return _union(shape, form, shown)
        case _:
            return shape


def _limits(limits: Sequence[Limit], form: Form, shown: Entry | None) -> Iterator[Limit]:
    """Give both ends of a range, where the form has ranges, and a step that the page shows."""
    ends = [limit for limit in limits if limit.keyword in SHOWN_LIMITS]
    if form.ranges and len(ends) == len(SHOWN_LIMITS):
        yield from ends
    if shown and shown.step is not None:
        yield from (limit for limit in limits if limit.keyword == "multipleOf")


def _union(shape: Union, form: Form, shown: Entry | None) -> Shape:
    rest = options(without_null(shape))
    if len(rest) > 1 and not form.unions and any(isinstance(each, Enum) for each in rest):
        return Anything()
    weak = tuple(_weak(each, form, shown) for each in rest)
    if nullable(shape):
        weak = (*weak, NULL)
    return weak[0] if len(weak) == 1 else Union(weak)
