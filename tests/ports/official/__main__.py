"""`python -m tests.ports.official`: prints the official clients' rows of README's table."""

from tests.ports.official.runs import COMMANDS, cells, conformed

for name in COMMANDS:
    code, tests = conformed(name)
    print(f"| {name} | {' | '.join(cells(tests))} | (exit code {code})")  # noqa: T201 - what it is for
