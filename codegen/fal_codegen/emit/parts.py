"""What references lead to: the parts of a direction, and null."""

from fal_codegen.contract import Endpoint, Ref, Shape, Side, children, nullable, options


def reached(endpoint: Endpoint, side: Side) -> set[str]:
    """Name the parts that one direction refers to."""
    return _reached(endpoint, endpoint.side(side))


def recursive(endpoint: Endpoint, side: Side) -> set[str]:
    """Name the parts of one direction that hold themselves."""
    return {
        name
        for name in reached(endpoint, side)
        if name in _reached(endpoint, endpoint.resolve(Ref(name)))
    }


def _reached(endpoint: Endpoint, root: Shape) -> set[str]:
    found: set[str] = set()
    waiting = [root]
    while waiting:
        shape = waiting.pop()
        waiting.extend(child for _, child in children(shape))
        if isinstance(shape, Ref) and shape.name not in found:
            found.add(shape.name)
            waiting.append(endpoint.resolve(shape))
    return found


def takes_null(endpoint: Endpoint, shape: Shape) -> bool:
    """Tell whether null is promised, here or in a part that is referred to."""
    return nullable(shape) or any(
        takes_null(endpoint, endpoint.resolve(option))
        for option in options(shape)
        if isinstance(option, Ref)
    )
