"""The verbs: each parses, calls one stage of the pipeline, and prints."""

import sys

try:
    from fal_codegen.cli.main import main
except KeyboardInterrupt:  # before there was anything that could catch it
    sys.stderr.write("error: interrupted; nothing was left half-written\n")
    sys.exit(130)

__all__ = ["main"]
