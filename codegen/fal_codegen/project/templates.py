"""The templates a project's output is rendered from."""

from pathlib import Path

from fal_codegen.errors import ProjectBroken
from fal_codegen.project.config import Project, shipped
from fal_codegen.project.tree import files_below


def load_templates(project: Project) -> dict[str, str]:
    """Read templates by their paths: those that come along, each replaced by the project's own.

    Raises `ProjectBroken` for one that is no text.
    """
    return _texts(shipped("templates")) | _texts(project.templates)


def _texts(folder: Path) -> dict[str, str]:
    texts: dict[str, str] = {}
    for path, file in files_below(folder).items():
        try:
            texts[path] = file.read_text(encoding="utf-8")
        except OSError as error:
            raise ProjectBroken(f"{file}: {error.strerror}") from None
        except UnicodeDecodeError:
            raise ProjectBroken(f"{file}: not UTF-8") from None
    return texts
