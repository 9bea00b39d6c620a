"""Values of a difference that name components, with what these say where that differs."""

from dataclasses import replace

from fal_codegen.compare.difference import Difference
from fal_codegen.contract import (
    Document,
    Json,
    canonical,
    node_of,
    reference_to,
    resolve_pointer,
)
from fal_codegen.judge import asserted, pointers_reached


def written_out(difference: Difference, old: Document, new: Document) -> Difference:
    """Give a difference whose two values say all that they do not have in common.

    They may refer to the same components by the same names, and only these differ. Then the values
    would read alike, and whoever accepts them would accept whatever comes under the names later.
    """
    before, after = difference.before, difference.after
    shared = {*pointers_reached(before, old)} & {*pointers_reached(after, new)}
    differing = [each for each in sorted(shared) if _said(old, each) != _said(new, each)]
    if not differing:
        return difference
    return replace(
        difference,
        before=_with(before, differing, old),
        after=_with(after, differing, new),
    )


def _said(document: Document, pointer: str) -> str:
    return canonical(asserted(resolve_pointer(document, pointer)))


def _with(schema: Json, pointers: list[str], document: Document) -> Json:
    """Give a schema with what components assert beside it, by the references to them."""
    beside: Json = {
        reference_to(each): asserted(resolve_pointer(document, each)) for each in pointers
    }
    return {**node_of(schema), "$defs": beside}
