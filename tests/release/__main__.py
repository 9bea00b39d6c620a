"""Say what keeps a release from being made: a tag as argument is looked at, and so is a wheel."""

import sys
from pathlib import Path

from fal_codegen import __version__

from tests.release.checks import complaints, published


def main() -> None:
    """Print what is wrong, and end with 1 for it."""
    root, arguments = Path(__file__).parents[2], sys.argv[1:]
    wheels = [Path(each) for each in arguments if each.endswith(".whl")]
    tag = "".join(each for each in arguments if not each.endswith(".whl"))
    wrong = [*complaints(root, __version__, tag)]
    wrong += [each for wheel in wheels for each in published(wheel)]
    sys.exit("\n".join(wrong) if wrong else 0)


if __name__ == "__main__":
    main()
