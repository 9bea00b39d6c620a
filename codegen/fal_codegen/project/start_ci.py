"""What a repository's CI needs to run fal-codegen: written once, the user's own from then on."""

import json
from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path
from types import MappingProxyType

from fal_codegen import __version__
from fal_codegen.project.edit import write_new
from fal_codegen.project.repository import repository_of

_FILES: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "github": {
            ".github/workflows/fal-codegen.yml": "github-check.yml",
            ".github/workflows/fal-codegen-nightly.yml": "github-nightly.yml",
        },
        "gitlab": {
            ".gitlab/fal-codegen.yml": "gitlab.yml",
            ".gitlab-ci.yml": "gitlab-include.yml",
        },
    }
)
"""By service: where a file goes, and which of ours it is."""


def start_ci(root: Path, service: str) -> list[str]:
    """Write what the CI of `github` or `gitlab` needs to the root of the repository around.

    Files that are there are left alone. Gives the paths of those written, from the repository's
    root on. Raises `WriteBroken`.
    """
    real = root.resolve()
    repository = repository_of(real)
    inner = json.dumps(real.relative_to(repository).as_posix())[1:-1]
    written: list[str] = []
    for path, name in _FILES[service].items():
        file = repository / path
        if not file.exists():
            write_new(file, _text(name, inner))
            written.append(path)
    return written


def _text(name: str, inner: str) -> str:
    text = (files("fal_codegen.project") / "ci" / name).read_text("utf-8")
    return text.replace("@PROJECT@", inner).replace("@VERSION@", __version__)
