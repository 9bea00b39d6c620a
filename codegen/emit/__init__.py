"""Endpoint → text of a client package; pure, and the only room that knows Python output."""

from codegen.emit.package import PACKAGE, Source, emit

__all__ = ["PACKAGE", "Source", "emit"]
