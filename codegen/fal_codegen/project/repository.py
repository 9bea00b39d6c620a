"""Where things lie: the git repository around a project, and files in a project."""

from pathlib import Path

from fal_codegen.contract import FilePlace
from fal_codegen.project.config import Project


def repository_of(folder: Path) -> Path:
    """Find the folder of the git repository around a folder, or else give the folder itself."""
    around = (folder, *folder.parents)
    return next((each for each in around if (each / ".git").exists()), folder)


def file_place(project: Project, path: Path) -> FilePlace:
    """Say where a path lies in a project. Links were followed when the project was read."""
    return FilePlace(path.relative_to(project.root.resolve()).as_posix())
