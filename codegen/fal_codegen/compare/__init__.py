"""Differences between two documents of one endpoint: structure only, no opinion."""

from typing import TYPE_CHECKING

from fal_codegen.front import importing

if TYPE_CHECKING:
    from fal_codegen.compare.calls import call_at
    from fal_codegen.compare.difference import Bodies, Difference, Kind, Question
    from fal_codegen.compare.documents import compare_documents
    from fal_codegen.compare.security import lost_way

__all__ = ["Bodies", "Difference", "Kind", "Question", "call_at", "compare_documents", "lost_way"]

__getattr__ = importing(
    __name__,
    {
        "calls": "call_at",
        "difference": "Bodies Difference Kind Question",
        "documents": "compare_documents",
        "security": "lost_way",
    },
)
