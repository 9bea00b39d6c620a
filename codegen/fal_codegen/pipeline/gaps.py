"""What a check could not look at, by its rules, and where things lie in a project."""

from pathlib import Path

from fal_codegen.check import rules
from fal_codegen.contract import FilePlace
from fal_codegen.project import Project

GAPS = (rules.DOCUMENT_UNREADABLE, rules.DOCUMENT_HOLE, rules.DOCS_UNREAD, rules.DOCS_UNREADABLE)
"""The rules of what could not be read: a document, a place in one, a page."""


def file_place(project: Project, path: Path) -> FilePlace:
    """Say where a path lies in the project. Links were followed when the project was read."""
    return FilePlace(path.relative_to(project.root.resolve()).as_posix())
