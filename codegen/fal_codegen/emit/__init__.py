"""Endpoint → texts in the languages of `LANGUAGES`; pure, the only room that knows their output."""

from fal_codegen.emit.conformance import KIT
from fal_codegen.emit.languages import LANGUAGES, Language
from fal_codegen.emit.names import module_names, plain_module_name
from fal_codegen.emit.package import (
    ModuleSpec,
    Package,
    Templates,
    emit_frame,
    emit_modules,
    exported_names,
    folder_of,
    path_of,
)
from fal_codegen.emit.platform import emit_platform
from fal_codegen.emit.readme import README, Example, emit_readme, example_of
from fal_codegen.emit.tidy import write_texts

__all__ = [
    "KIT",
    "LANGUAGES",
    "README",
    "Example",
    "Language",
    "ModuleSpec",
    "Package",
    "Templates",
    "emit_frame",
    "emit_modules",
    "emit_platform",
    "emit_readme",
    "example_of",
    "exported_names",
    "folder_of",
    "module_names",
    "path_of",
    "plain_module_name",
    "write_texts",
]
