"""The languages that endpoints can be written out in, each in a folder of its own."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from fal_codegen.emit.conformance import emit_kit, kit_frame
from fal_codegen.emit.jsonschema import emit_schemas
from fal_codegen.emit.layout import KIT, PYTHON, TYPESCRIPT, ModuleSpec, Package, Templates
from fal_codegen.emit.package import emit_frame, emit_modules
from fal_codegen.emit.shell import emit_scripts
from fal_codegen.emit.typescript import emit_typescript, typescript_frame


def _no_frame(_package: Package, _templates: Templates) -> dict[str, str]:
    return {}


@dataclass(frozen=True, slots=True)
class Language:
    """How endpoints are written out in one language.

    `render` gives the texts of an endpoint's files, each made of its own source and the templates
    alone; `frame` gives what is the same for all endpoints. All paths are below `generated/`, in
    the language's folder, those of endpoints the ones in `PATHS`.
    """

    render: Callable[[Iterable[ModuleSpec], str, Templates], dict[str, str]]
    frame: Callable[[Package, Templates], dict[str, str]] = _no_frame


LANGUAGES: Mapping[str, Language] = MappingProxyType(
    {
        PYTHON: Language(emit_modules, emit_frame),
        TYPESCRIPT: Language(emit_typescript, typescript_frame),
        "jsonschema": Language(emit_schemas),
        KIT: Language(emit_kit, kit_frame),
        "shell": Language(emit_scripts),
    }
)
"""Every language of `PATHS`, by the name of its folder in `generated/` and in `templates/`."""
