"""What a shell completes: the ids of a project's endpoints, and where documents come from."""

import tomllib
from pathlib import Path
from typing import Any, cast

import click
from click.shell_completion import CompletionItem

_WORDS = ("live", "emulator")


def complete_endpoints(
    context: click.Context,
    parameter: click.Parameter,  # noqa: ARG001 - click's signature
    incomplete: str,
) -> list[CompletionItem]:
    """Give the ids that the project lists; none where it cannot be read.

    Its pyproject.toml is all that is looked at: a person waits for the next key.
    """
    given = context.params.get("ids") or ()
    ids = _listed(context.find_root().params.get("root") or Path())
    return [CompletionItem(id_) for id_ in ids if id_.startswith(incomplete) and id_ not in given]


def complete_source(
    context: click.Context,  # noqa: ARG001 - click's signature
    parameter: click.Parameter,  # noqa: ARG001 - as above
    incomplete: str,
) -> list[CompletionItem]:
    """Leave folders to the shell, and give the two sources that have names.

    In this order: bash forgets what stands before a folder.
    """
    named = [CompletionItem(word) for word in _WORDS if word.startswith(incomplete)]
    return [CompletionItem(incomplete, type="dir"), *named]


def _listed(root: Path) -> list[str]:
    try:
        whole: Any = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))
        listed = whole["tool"]["fal-codegen"]["endpoints"]
    except (OSError, ValueError, KeyError, TypeError):
        return []
    found = cast("list[object]", listed) if isinstance(listed, list) else []
    return [id_ for id_ in found if isinstance(id_, str)]
