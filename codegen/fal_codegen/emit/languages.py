"""The languages that endpoints can be written out in, each in a folder of its own."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from fal_codegen.contract import EndpointId
from fal_codegen.emit.conformance import KIT, emit_kit, kit_frame, kit_paths
from fal_codegen.emit.jsonschema import emit_schemas, schema_paths
from fal_codegen.emit.package import (
    LANGUAGE,
    ModuleSpec,
    Package,
    Templates,
    emit_frame,
    emit_modules,
    path_of,
)
from fal_codegen.emit.shell import emit_scripts, script_paths
from fal_codegen.emit.typescript import emit_typescript, typescript_frame, typescript_paths


def _no_frame(_package: Package, _templates: Templates) -> dict[str, str]:
    return {}


@dataclass(frozen=True, slots=True)
class Language:
    """How endpoints are written out in one language.

    `paths` gives the files that an endpoint has, of its id, its module's name and the package's;
    `render` gives their texts, each made of its own source and the templates alone; `frame` gives
    what is the same for all endpoints. All paths are below `generated/`, in the language's folder.
    """

    paths: Callable[[EndpointId, str, str], tuple[str, ...]]
    render: Callable[[Iterable[ModuleSpec], str, Templates], dict[str, str]]
    frame: Callable[[Package, Templates], dict[str, str]] = _no_frame


LANGUAGES: Mapping[str, Language] = MappingProxyType(
    {
        LANGUAGE: Language(
            lambda _, module, package: (path_of(package, module),), emit_modules, emit_frame
        ),
        "typescript": Language(typescript_paths, emit_typescript, typescript_frame),
        "jsonschema": Language(schema_paths, emit_schemas),
        KIT: Language(kit_paths, emit_kit, kit_frame),
        "shell": Language(script_paths, emit_scripts),
    }
)
"""Every language, by the name of its folder in `generated/` and in `templates/`."""
