"""An imitation of the service on this machine, made from documents; it never pretends to be fal."""

from typing import TYPE_CHECKING

from fal_codegen.front import importing

if TYPE_CHECKING:
    from fal_codegen.emulator.access.loopback import is_loopback
    from fal_codegen.emulator.answers.model import Model
    from fal_codegen.emulator.app import emulator
    from fal_codegen.emulator.certificates import Certificate, certificate
    from fal_codegen.emulator.faults.schedule import Schedule, read_schedule, schedule_of
    from fal_codegen.emulator.served import Changes
    from fal_codegen.emulator.server import running, serve

__all__ = [
    "Certificate",
    "Changes",
    "Model",
    "Schedule",
    "certificate",
    "emulator",
    "is_loopback",
    "read_schedule",
    "running",
    "schedule_of",
    "serve",
]

__getattr__ = importing(
    __name__,
    {
        "access.loopback": "is_loopback",
        "answers.model": "Model",
        "app": "emulator",
        "certificates": "Certificate certificate",
        "faults.schedule": "Schedule read_schedule schedule_of",
        "served": "Changes",
        "server": "running serve",
    },
)
