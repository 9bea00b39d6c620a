"""Makes the client's module of the Platform API anew: `make platform`."""

from pathlib import Path

from fal_codegen.contract import platform_document
from fal_codegen.emit import emit_platform

TEMPLATES = Path(__file__).parents[2] / "templates"
MODULE = TEMPLATES / "python/runtime/platform.py"


def made() -> str:
    """Give the module's text, as the document and the templates have it."""
    texts = {
        file.relative_to(TEMPLATES).as_posix(): file.read_text("utf-8")
        for file in TEMPLATES.glob("python/**/*.jinja*")
    }
    return emit_platform(platform_document(), texts)


if __name__ == "__main__":
    MODULE.write_text(made(), "utf-8")
