"""The verbs; the only room that composes."""

from codegen.cli.main import main

__all__ = ["main"]
