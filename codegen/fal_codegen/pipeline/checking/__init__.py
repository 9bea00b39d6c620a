"""Checking an endpoint, wherever the executor is: what is asked and what came of it, as data."""

from typing import TYPE_CHECKING

from fal_codegen.front import importing

if TYPE_CHECKING:
    from fal_codegen.pipeline.checking.checked import check_endpoints, check_piece
    from fal_codegen.pipeline.checking.covered import CoverTask, cover_endpoints
    from fal_codegen.pipeline.checking.gathering import gather, keys_of, ship
    from fal_codegen.pipeline.checking.kept import Kept, load_kept, save_kept
    from fal_codegen.pipeline.checking.tasks import (
        CI,
        CheckedEndpoint,
        CheckTask,
        Draws,
        ShippedPackage,
        Tape,
    )

__all__ = [
    "CI",
    "CheckTask",
    "CheckedEndpoint",
    "CoverTask",
    "Draws",
    "Kept",
    "ShippedPackage",
    "Tape",
    "check_endpoints",
    "check_piece",
    "cover_endpoints",
    "gather",
    "keys_of",
    "load_kept",
    "save_kept",
    "ship",
]

__getattr__ = importing(
    __name__,
    {
        "checked": "check_endpoints check_piece",
        "covered": "CoverTask cover_endpoints",
        "gathering": "gather keys_of ship",
        "kept": "Kept load_kept save_kept",
        "tasks": "CI CheckTask CheckedEndpoint Draws ShippedPackage Tape",
    },
)
