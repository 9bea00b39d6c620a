"""What a check could not look at, as findings, and where things lie in a project."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from fal_codegen.check import Finding, rules
from fal_codegen.contract import FilePlace
from fal_codegen.pipeline.contracts import LoadedContracts
from fal_codegen.project import DOCUMENT, Project

GAPS = (rules.DOCUMENT_UNREADABLE, rules.DOCUMENT_HOLE, rules.DOCS_UNREAD, rules.DOCS_UNREADABLE)
"""The rules of what could not be read: a document, a place in one, a page."""


def file_place(project: Project, path: Path) -> FilePlace:
    """Say where a path lies in the project. Links were followed when the project was read."""
    return FilePlace(path.relative_to(project.root.resolve()).as_posix())


def find_gaps(project: Project, loaded: LoadedContracts) -> Iterator[Finding]:
    """Give the documents that cannot be read, and the places of others at which anything passes."""
    for id_, reason in loaded.unreadable.items():
        place = file_place(project, project.contracts / id_ / DOCUMENT)
        yield Finding(rules.DOCUMENT_UNREADABLE, id_, place, detail=reason)
    for id_, each in loaded.readable.items():
        place = file_place(project, project.contracts / id_ / DOCUMENT)
        for hole in each.holes:
            where = replace(place, pointer=hole.pointer)
            yield Finding(rules.DOCUMENT_HOLE, id_, where, detail=hole.message)
