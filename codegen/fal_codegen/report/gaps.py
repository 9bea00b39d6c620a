"""What could not be read, said by every verb: what nobody counts is taken for nothing."""

from collections.abc import Collection, Mapping

from fal_codegen.contract import EndpointId
from fal_codegen.report.counting import counted


def say_holes(holes: Collection[int]) -> str:
    """Count the places of documents that could not be read, given by document; empty for none."""
    return say_hole_count(sum(holes), f" in {counted(sum(map(bool, holes)), 'document')}")


def say_hole_count(count: int, where: str = "") -> str:
    """Count them, and say what they mean; empty for none."""
    return f"{counted(count, 'hole')}{where}, where client and document may differ" * bool(count)


def say_unreadable(unreadable: Mapping[EndpointId, str]) -> list[str]:
    """Say of contracts why they cannot be read, a line for each."""
    return [f"{id_}: openapi.json cannot be read: {why}" for id_, why in unreadable.items()]
