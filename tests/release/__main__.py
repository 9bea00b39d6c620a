"""Say what keeps a release from being made. The tag, where there is one, is the argument."""

import sys
from pathlib import Path

from fal_codegen import __version__

from tests.release.checks import complaints


def main() -> None:
    """Print what is wrong, and end with 1 for it."""
    root, tag = Path(__file__).parents[2], "".join(sys.argv[1:])
    wrong = [*complaints(root, __version__, tag)]
    sys.exit("\n".join(wrong) if wrong else 0)


if __name__ == "__main__":
    main()
