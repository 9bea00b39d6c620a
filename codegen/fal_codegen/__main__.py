"""`python -m fal_codegen`, the command by the name of its package."""

import sys

from fal_codegen.cli import main

if __name__ == "__main__":  # processes that work are started by importing this again
    sys.exit(main())
