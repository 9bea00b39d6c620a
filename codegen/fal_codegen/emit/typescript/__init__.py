"""The language `typescript`: a package for npm, one module per endpoint, and the runtime."""

from fal_codegen.emit.typescript.package import emit_typescript, typescript_frame

__all__ = ["emit_typescript", "typescript_frame"]
