"""`python -m tests.ports`: prints the matrix; ends with 1 if a client is not caught."""

import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.ports.clients import clients
from tests.ports.matrix import matrix, shown, write_kit

with TemporaryDirectory() as folder:
    found = matrix(write_kit(Path(folder)), clients())
print(shown(found))  # noqa: T201 - what it is for
missed = [name for name, tests in found.items() if not tests]
print(f"\n{len(found) - len(missed)} of {len(found)} faulty clients are caught.")  # noqa: T201 - as above
sys.exit(bool(missed))
