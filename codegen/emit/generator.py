"""Which generator this is: a hash of everything of ours that shapes the output."""

from hashlib import sha256
from importlib.metadata import version
from pathlib import Path

_ROOMS = ("contract", "sources", "emit")
_TOOLS = ("datamodel-code-generator", "jinja2", "ruff")


def generator_digest(templates: Path) -> str:
    """Give the sha256 of the code, templates and tools that turn a document into files."""
    code = Path(__file__).parents[1]
    files = [path for room in _ROOMS for path in (code / room).rglob("*.py")]
    files += [path for path in templates.rglob("*") if path.is_file() and path.suffix != ".pyc"]
    hashed = sha256()
    for path in sorted(files):
        root = templates if path.is_relative_to(templates) else code
        hashed.update(path.relative_to(root).as_posix().encode() + b"\0" + path.read_bytes())
    for tool in _TOOLS:
        hashed.update(f"{tool} {version(tool)}\0".encode())
    return hashed.hexdigest()
