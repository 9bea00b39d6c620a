"""The package's README: how it is installed, a first request, and which endpoints there are."""

import keyword
import re
from dataclasses import dataclass

from fal_codegen.contract import Json
from fal_codegen.emit.field_names import REQUEST_NAMES
from fal_codegen.emit.layout import Package, Templates
from fal_codegen.emit.package import environment
from fal_codegen.emit.text import literal


@dataclass(frozen=True, slots=True)
class Example:
    """A request as Python: the endpoint's module, what of it is called, and with what."""

    module: str
    call: str
    arguments: tuple[str, ...]


def emit_readme(package: Package, example: Example | None, templates: Templates) -> str:
    """Give the text; without an example where no endpoint has one."""
    template = environment(templates).get_template("python/README.md.jinja")
    return template.render(package=package, example=example)


def example_of(module: str, body: dict[str, Json]) -> Example:
    """Write down a request to the endpoint of a module."""
    if all(_is_argument(name) for name in body) and not any(map(_has_objects, body.values())):
        arguments = (f"{name}={literal(value)}" for name, value in body.items())
        return Example(module, "Input", tuple(arguments))
    return Example(module, "Input.from_body", (literal(body),))


def _is_argument(name: str) -> bool:
    """Tell whether a field surely goes by its own name in Python."""
    plain = re.fullmatch("[a-z][a-z0-9_]*", name) and not name.startswith("model_")
    return bool(plain) and not keyword.iskeyword(name) and name not in REQUEST_NAMES


def _has_objects(value: Json) -> bool:
    return isinstance(value, dict) or (isinstance(value, list) and any(map(_has_objects, value)))
