"""The verbs: each parses, calls one stage of the pipeline, and prints."""

from fal_codegen.cli.main import main

__all__ = ["main"]
