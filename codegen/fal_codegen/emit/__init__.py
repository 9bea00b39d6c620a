"""Endpoint → texts in the languages of `LANGUAGES`; pure, the only room that knows their output."""

from typing import TYPE_CHECKING

from fal_codegen.front import importing

if TYPE_CHECKING:
    from fal_codegen.emit.classes import ModelClass, model_classes
    from fal_codegen.emit.languages import LANGUAGES, Language
    from fal_codegen.emit.layout import (
        KIT,
        PATHS,
        PYTHON,
        README,
        ModuleSpec,
        Package,
        Templates,
        exported_names,
        folder_of,
        path_of,
    )
    from fal_codegen.emit.names import module_names, plain_module_name
    from fal_codegen.emit.package import emit_frame, emit_modules
    from fal_codegen.emit.platform import emit_platform
    from fal_codegen.emit.readme import Example, emit_readme, example_of
    from fal_codegen.emit.tidy import write_texts

__all__ = [
    "KIT",
    "LANGUAGES",
    "PATHS",
    "PYTHON",
    "README",
    "Example",
    "Language",
    "ModelClass",
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
    "model_classes",
    "module_names",
    "path_of",
    "plain_module_name",
    "write_texts",
]

__getattr__ = importing(
    __name__,
    {
        "classes": "ModelClass model_classes",
        "languages": "LANGUAGES Language",
        "layout": (
            "KIT PATHS PYTHON README ModuleSpec Package Templates exported_names folder_of path_of"
        ),
        "names": "module_names plain_module_name",
        "package": "emit_frame emit_modules",
        "platform": "emit_platform",
        "readme": "Example emit_readme example_of",
        "tidy": "write_texts",
    },
)
