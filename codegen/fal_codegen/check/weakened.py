"""An endpoint as a page could show it: the document's promises without what the form cannot say."""

from dataclasses import replace

from fal_codegen.contract import (
    NULL,
    Anything,
    Array,
    Endpoint,
    Enum,
    Field,
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
from fal_codegen.pages import SHOWN_LIMITS, Form, Page


def weakened(endpoint: Endpoint, page: Page) -> Endpoint:
    """Weaken an endpoint to what a page of this form can show of it.

    No form shows string lengths, list sizes, bounds at one end, steps or constants (pages as
    served); a constant is shown as its type alone, unless the page does list it.
    """
    listed = {entry.name for entry in page.input if entry.values}
    fields = tuple(
        _field(field, page.shows, constants=field.name in listed) for field in endpoint.input.fields
    )
    parts = tuple(Part(part.name, _weak(part.shape, page.shows)) for part in endpoint.parts)
    return replace(
        endpoint,
        input=Object(fields),
        output=_weak(endpoint.resolve(endpoint.output), page.shows),
        parts=parts,
    )


def _field(field: Field, form: Form, *, constants: bool = False) -> Field:
    return replace(field, shape=_weak(field.shape, form, constants=constants))


def _weak(shape: Shape, form: Form, *, constants: bool = False) -> Shape:
    match shape:
        case Scalar(type=type_, limits=limits):
            kept = tuple(limit for limit in limits if limit.keyword in SHOWN_LIMITS)
            return Scalar(type_, kept if form.ranges and len(kept) == len(SHOWN_LIMITS) else ())
        case Enum(values=(value,)) if not constants:
            return Scalar(json_type(value))
        case Array(items=items, prefix=prefix):
            return Array(Anything() if prefix else _weak(items, form, constants=constants))
        case Object(fields=fields):
            return Object(tuple(_field(field, form) for field in fields))
        case Union():
            return _union(shape, form, constants=constants)
        case _:
            return shape


def _union(shape: Union, form: Form, *, constants: bool) -> Shape:
    rest = options(without_null(shape))
    if len(rest) > 1 and not form.unions and any(isinstance(each, Enum) for each in rest):
        return Anything()
    weak = tuple(_weak(each, form, constants=constants) for each in rest)
    if nullable(shape):
        weak = (*weak, NULL)
    return weak[0] if len(weak) == 1 else Union(weak)
