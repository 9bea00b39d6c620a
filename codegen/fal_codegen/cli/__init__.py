"""The verbs; the only room that composes."""

from fal_codegen.cli.main import main

__all__ = ["main"]
