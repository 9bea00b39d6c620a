"""An imitation of the service on this machine, made from documents; it never pretends to be fal."""

from codegen.emulator.app import emulator
from codegen.emulator.server import running, serve

__all__ = ["emulator", "running", "serve"]
