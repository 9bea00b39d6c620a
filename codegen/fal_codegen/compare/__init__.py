"""Differences between two endpoints: structure only, no opinion."""

from fal_codegen.compare.differences import Difference, Kind, compare
from fal_codegen.compare.facets import Facets, facets

__all__ = ["Difference", "Facets", "Kind", "compare", "facets"]
