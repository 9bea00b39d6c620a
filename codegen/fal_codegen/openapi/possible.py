"""What some value fits, as far as references go; what none fits is taken out of shapes."""

from collections.abc import Collection, Mapping
from dataclasses import replace

from fal_codegen.contract import NOTHING, Array, Object, Ref, Shape, Union
from fal_codegen.openapi.intersection import array, object_, union


def possible_parts(parts: Mapping[str, Shape]) -> set[str]:
    """Name the parts that a value fits which ends."""
    possible: set[str] = set()
    while more := {
        name
        for name, shape in parts.items()
        if name not in possible and fitting(shape, possible) != NOTHING
    }:
        possible |= more
    return possible


def endless_parts(parts: Mapping[str, Shape]) -> list[str]:
    """Name the parts of which it takes one more to have one, and that nothing else rules out."""
    left = {*parts}
    while gone := {name for name in left if fitting(parts[name], left) == NOTHING}:
        left -= gone
    return sorted(left - possible_parts(parts))


def fitting(shape: Shape, possible: Collection[str]) -> Shape:
    """Give a shape without what no value fits, where these parts are the possible ones."""
    match shape:
        case Ref(name=name):
            return shape if name in possible else NOTHING
        case Union(options=members):
            return union(fitting(each, possible) for each in members)
        case Array(items=items, prefix=prefix, limits=limits):
            first = tuple(fitting(each, possible) for each in prefix)
            return array(fitting(items, possible), first, limits)
        case Object(fields=fields, extra=extra):
            left = tuple(replace(each, shape=fitting(each.shape, possible)) for each in fields)
            others = None if extra is None else fitting(extra, possible)
            return object_(replace(shape, fields=left, extra=others))
        case _:
            return shape
