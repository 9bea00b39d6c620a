"""Two documents of one endpoint, compared."""

from collections.abc import Iterator

from fal_codegen.compare.difference import Bodies, Difference
from fal_codegen.compare.envelope import Envelope
from fal_codegen.compare.position import Position
from fal_codegen.compare.protocol import Schemas
from fal_codegen.compare.walking import Differ
from fal_codegen.contract import (
    Document,
    OperationSchemas,
    canonical,
    required_schemas,
    with_direct_references,
)


def compare_documents(old: Document, new: Document) -> tuple[Difference, ...]:
    """Give everything that two documents of one endpoint say differently, but for noise.

    Noise is the order of keys and of alternatives, titles, thumbnails, the addresses of examples,
    comments, and how a promise is spelled that stays the same. The first differences are those of
    the input, then come the output's and those of the envelope around them.

    Raises `ValueError` for a document without the two schemas, or for two endpoints.
    """
    if canonical(old) == canonical(new):
        return ()
    old, new = with_direct_references(old), with_direct_references(new)
    places = required_schemas(old), required_schemas(new)
    if places[0].id != places[1].id:
        raise ValueError(f"/paths: the document describes {places[1].id}, not {places[0].id}")
    differ = Differ(old, new)
    envelope = Envelope(old, new, places)
    return (
        *_input(*places, differ),
        *_output(*places, differ),
        *envelope.differences(differ),
    )


def _input(old: OperationSchemas, new: OperationSchemas, differ: Differ) -> Iterator[Difference]:
    pair = Schemas(old.input, new.input, old.input_pointer, new.input_pointer)
    return differ.bodies(
        pair, Position("input", bodies=Bodies(pair.old_pointer, pair.new_pointer, sent=True))
    )


def _output(old: OperationSchemas, new: OperationSchemas, differ: Differ) -> Iterator[Difference]:
    """Compare the answers; a document may describe none."""
    before, after = old.output_pointer, new.output_pointer
    if before is not None and after is not None:
        pair = Schemas(old.output, new.output, before, after)
        yield from differ.bodies(pair, Position("output", bodies=Bodies(before, after)))
    elif before is not None or after is not None:
        pointer = after or before or ""
        yield Position("output").tell(
            pointer, "result", "", (before is not None, after is not None)
        )
