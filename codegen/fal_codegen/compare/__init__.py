"""Differences between two endpoints, or two documents of one: structure only, no opinion."""

from fal_codegen.compare.difference import Bodies, Question
from fal_codegen.compare.difference import Difference as DocumentDifference
from fal_codegen.compare.difference import Kind as DocumentKind
from fal_codegen.compare.differences import Difference, Kind, compare
from fal_codegen.compare.documents import compare_documents
from fal_codegen.compare.facets import Facets, facets

__all__ = [
    "Bodies",
    "Difference",
    "DocumentDifference",
    "DocumentKind",
    "Facets",
    "Kind",
    "Question",
    "compare",
    "compare_documents",
    "facets",
]
