"""The git repository that a project is in."""

from pathlib import Path


def repository_of(folder: Path) -> Path:
    """Find the folder of the git repository around a folder, or else give the folder itself."""
    around = (folder, *folder.parents)
    return next((each for each in around if (each / ".git").exists()), folder)
