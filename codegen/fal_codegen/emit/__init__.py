"""Endpoint → text of a client package; pure, and the only room that knows Python output."""

from fal_codegen.emit.names import module_names
from fal_codegen.emit.package import PACKAGE, Source, Templates, emit_frame, emit_modules, path_of

__all__ = [
    "PACKAGE",
    "Source",
    "Templates",
    "emit_frame",
    "emit_modules",
    "module_names",
    "path_of",
]
