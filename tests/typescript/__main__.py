"""`python -m tests.typescript FOLDER` compiles the client into a folder; nothing without Node."""

import shutil
import sys
from pathlib import Path

from tests.typescript.node import INSTALLED, build, copied

if INSTALLED:
    folder = Path(sys.argv[1])
    shutil.rmtree(folder, ignore_errors=True)
    sys.exit(build(copied(folder)) or None)
print("Without Node's typescript the client is not compiled.")  # noqa: T201 - what make shows
