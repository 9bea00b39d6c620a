"""Lists of tests that a client is known to fail, each with a reason."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from fnmatch import fnmatchcase

from fal_codegen.conform.outcome import Outcome
from fal_codegen.errors import ProjectBroken


@dataclass(frozen=True, slots=True)
class Known:
    """Tests, by a name in which `*` stands for anything, and why they may fail."""

    pattern: str
    reason: str


def read_known(text: str, name: str) -> tuple[Known, ...]:
    """Read a list: a test and, after ` # `, the reason, in each line; `#` begins a comment.

    Raises `ProjectBroken`, naming the line, for an entry without a reason.
    """
    known: list[Known] = []
    for number, line in enumerate(text.splitlines(), 1):
        pattern, _, reason = line.strip().partition(" # ")
        if not pattern or pattern.startswith("#"):
            continue
        if not reason.strip():
            raise ProjectBroken(f"{name}:{number}: no reason; write `{pattern} # why it may fail`")
        known.append(Known(pattern.strip(), reason.strip()))
    return tuple(known)


def with_known(
    outcomes: Iterable[Outcome], known: Sequence[Known]
) -> tuple[list[Outcome], list[Known]]:
    """Give outcomes with the reasons for which they may fail, and the entries that met no test."""
    marked: list[Outcome] = []
    met: set[Known] = set()
    for outcome in outcomes:
        entry = next((each for each in known if fnmatchcase(outcome.test, each.pattern)), None)
        if entry is not None:
            met.add(entry)
        marked.append(outcome if entry is None else replace(outcome, known=entry.reason))
    return marked, [each for each in known if each not in met]
