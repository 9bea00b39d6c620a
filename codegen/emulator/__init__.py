"""An imitation of the service on this machine, made from documents; it never pretends to be fal."""

from codegen.emulator.app import emulator
from codegen.emulator.certificates import Certificate, certificate
from codegen.emulator.faults.schedule import Schedule, read_schedule
from codegen.emulator.loopback import is_loopback
from codegen.emulator.pages import made_page
from codegen.emulator.server import running, serve

__all__ = [
    "Certificate",
    "Schedule",
    "certificate",
    "emulator",
    "is_loopback",
    "made_page",
    "read_schedule",
    "running",
    "serve",
]
