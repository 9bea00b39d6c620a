"""Differences between two endpoints: structure only, no opinion."""

from codegen.compare.differences import Difference, Kind, compare

__all__ = ["Difference", "Kind", "compare"]
