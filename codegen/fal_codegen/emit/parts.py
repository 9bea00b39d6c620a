"""What references lead to: the parts of a direction, and null."""

from collections.abc import Iterator

from fal_codegen.contract import (
    Endpoint,
    Json,
    Ref,
    Shape,
    Side,
    Spelling,
    children,
    nullable,
    options,
    spelled_schema,
)


def shapes_from(endpoint: Endpoint, root: Shape) -> Iterator[Shape]:
    """Give a shape, all in it, and all in the parts that it refers to, each part once."""
    met: set[str] = set()
    waiting = [root]
    while waiting:
        shape = waiting.pop()
        yield shape
        waiting.extend(child for _, child in children(shape))
        if isinstance(shape, Ref) and shape.name not in met:
            met.add(shape.name)
            waiting.append(endpoint.resolve(shape))


def reached(endpoint: Endpoint, side: Side) -> set[str]:
    """Name the parts that one direction refers to."""
    return _reached(endpoint, endpoint.side(side))


def shared(endpoint: Endpoint) -> set[str]:
    """Name the parts that both directions refer to."""
    return reached(endpoint, "input") & reached(endpoint, "output")


def recursive(endpoint: Endpoint, side: Side) -> set[str]:
    """Name the parts of one direction that hold themselves."""
    return {
        name
        for name in reached(endpoint, side)
        if name in _reached(endpoint, endpoint.resolve(Ref(name)))
    }


def spelled_parts(endpoint: Endpoint, side: Side, spelling: Spelling) -> dict[str, Json]:
    """Give the schemas of the parts that one direction refers to, by their names."""
    used = reached(endpoint, side)
    return {
        part.name: spelled_schema(part.shape, spelling)
        for part in endpoint.parts
        if part.name in used
    }


def _reached(endpoint: Endpoint, root: Shape) -> set[str]:
    return {shape.name for shape in shapes_from(endpoint, root) if isinstance(shape, Ref)}


def takes_null(endpoint: Endpoint, shape: Shape) -> bool:
    """Tell whether null is promised, here or in a part that is referred to."""
    return nullable(shape) or any(
        takes_null(endpoint, endpoint.resolve(option))
        for option in options(shape)
        if isinstance(option, Ref)
    )
