"""What the generated package is called: a name that can be imported, and takes nobody's place."""

import keyword
import re
import sys
from importlib.machinery import PathFinder
from pathlib import Path

from fal_codegen.errors import ProjectBroken

DEFAULT = "fal_endpoints"
_NAME = re.compile(r"[A-Za-z](?:\w*[A-Za-z0-9])?", re.ASCII)
_OURS = "_endpoints.py"
"""The index that every generated package has, and tells one that is installed from a stranger."""


def package_name(file: Path, value: object, generated: Path) -> str:
    """Give the name a project wants for its package, as `import` has it.

    Raises `ProjectBroken` for a name that is no identifier, that pip could not install under, or
    that something else already goes by here.
    """
    if not isinstance(value, str) or not _NAME.fullmatch(value) or keyword.iskeyword(value):
        raise ProjectBroken(
            f"{file}: package = {value!r} is not a name to import: ASCII letters, digits and "
            "underscores, beginning with a letter and ending with no underscore, such as 'shop_fal'"
        )
    if found := _taken_by(value, generated):
        raise ProjectBroken(
            f"{file}: package = {value!r} would shadow {found}; choose a name that is free"
        )
    return value


def _taken_by(name: str, generated: Path) -> str | None:
    """Say what else is imported by a name; what we generated before, installed or not, is nothing.

    A folder without an `__init__.py` counts where it is installed: other packages live in it.
    """
    if name in sys.stdlib_module_names:
        return f"Python's own module {name}"
    spec = PathFinder.find_spec(name)
    if spec is None:
        return None
    folders = [Path(place) for place in spec.submodule_search_locations or ()]
    ours = [each for each in folders if each.is_relative_to(generated) or (each / _OURS).is_file()]
    if ours or (spec.origin is None and not any(map(_installed, folders))):
        return None
    return f"the installed {name} ({spec.origin or folders[0]})"


def _installed(folder: Path) -> bool:
    return bool({"site-packages", "dist-packages"} & {*folder.parts})
