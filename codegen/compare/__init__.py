"""Differences between two endpoints: structure only, no opinion."""

from codegen.compare.differences import Difference, Kind, compare
from codegen.compare.facets import Facets, facets

__all__ = ["Difference", "Facets", "Kind", "compare", "facets"]
