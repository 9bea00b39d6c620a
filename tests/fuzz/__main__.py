"""Put generated documents through every stage: `python -m tests.fuzz [COUNT] [SEED]`."""

import sys
from collections.abc import Sequence

from tests.fuzz.run import run


def main(arguments: Sequence[str]) -> int:
    """Run, tell what is wrong and what the documents came to, and give the exit code."""
    count, seed = (int(each) for each in (*arguments, *("10000", "7")[len(arguments) :]))
    outcome = run(count, seed)
    sys.stdout.writelines(f"{line}\n" for line in outcome.wrong)
    for name, number in outcome.came_to.most_common():
        sys.stdout.write(f"{number:7} {name}\n")
    sys.stdout.write(f"{outcome.bodies:7} bodies judged twice\n")
    sys.stdout.write(f"{outcome.answers:7} answers read, {len(outcome.wrong)} wrong\n")
    return 1 if outcome.wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
