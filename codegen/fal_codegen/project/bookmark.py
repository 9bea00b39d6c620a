"""The cursor at which fetching the catalogue stopped, so that the next run goes on there."""

from pathlib import Path

from fal_codegen.project.exclusive import FOLDER

_NAME = "catalogue"


def bookmark(root: Path) -> str:
    """Give the cursor at which a fetch of the catalogue stopped; empty where there is none."""
    try:
        return (root / FOLDER / _NAME).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return ""


def set_bookmark(root: Path, cursor: str) -> None:
    """Keep a cursor; an empty one says that all was fetched."""
    file = root / FOLDER / _NAME
    if cursor:
        fresh = file.with_suffix(".fresh")
        fresh.write_text(cursor, encoding="utf-8")
        fresh.replace(file)
    else:
        file.unlink(missing_ok=True)
