"""Which generator this is: a hash of everything of ours that shapes the output."""

from collections.abc import Mapping
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path

_ROOMS = ("contract", "prose", "judge", "openapi", "emit")
_TOOLS = ("datamodel-code-generator", "jinja2", "jsonschema-rs", "ruff")


def generator_digest(templates: Mapping[str, str]) -> str:
    """Give the sha256 of the code, templates and tools that turn a document into files."""
    code = Path(__file__).parents[1]
    texts = {
        path.relative_to(code).as_posix(): path.read_text(encoding="utf-8")
        for room in _ROOMS
        for path in (code / room).rglob("*.py")
    }
    tools = {tool: version(tool) for tool in _TOOLS}
    hashed = sha256()
    for name, text in sorted(
        (texts | {f"templates/{k}": v for k, v in templates.items()} | tools).items()
    ):
        hashed.update(f"{name}\0{text}\0".encode())
    return hashed.hexdigest()
