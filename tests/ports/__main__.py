"""`python -m tests.ports`: prints which test of the kit catches which client, and what each alone.

Ends with 1 if a client is not caught, or if a test is the only catcher of nothing.
"""

import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.ports.clients import clients, sound
from tests.ports.matrix import catchers, caught, idle, matrix, shown, write_kit

with TemporaryDirectory() as folder:
    kit = write_kit(Path(folder))
    wronged = caught(kit, sound(), "sound")
    found = matrix(kit, clients())
    unneeded = idle(kit, found)
    print(f"{shown(found)}\n\nAlone:\n{catchers(kit, found)}\n")  # noqa: T201 - what it is for
missed = [name for name, tests in found.items() if not tests]
print(f"{len(found) - len(missed)} of {len(found)} faulty clients are caught.")  # noqa: T201 - as above
for name in missed:
    print(f"Not caught: {name}.")  # noqa: T201 - as above
for name in sorted(wronged):
    print(f"The sound client fails {name}.")  # noqa: T201 - as above
for name in unneeded:
    print(f"Catches nothing alone, so it has to go, or its fault is missing: {name}.")  # noqa: T201 - as above
sys.exit(bool(missed or wronged or unneeded))
