"""The templates a project's output is rendered from."""

from pathlib import Path

from fal_codegen.errors import reading
from fal_codegen.project.config import Project, shipped
from fal_codegen.project.tree import files_below


def load_templates(project: Project) -> dict[str, str]:
    """Read templates by their paths: those that come along, each replaced by the project's own.

    Raises `ProjectBroken` for one that is no text.
    """
    return _texts(shipped("templates")) | _texts(project.templates)


def strange_templates(project: Project) -> list[str]:
    """Name the project's own templates that take the place of none that comes along.

    A file of the runtime that an older version had, for example: it would come into the package,
    and nothing would use it.
    """
    return sorted({*files_below(project.templates)} - {*files_below(shipped("templates"))})


def _texts(folder: Path) -> dict[str, str]:
    texts: dict[str, str] = {}
    for path, file in files_below(folder).items():
        with reading(file):
            texts[path] = file.read_text(encoding="utf-8")
    return texts
