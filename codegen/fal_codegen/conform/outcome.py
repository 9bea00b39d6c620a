"""What a test of a client came to."""

from dataclasses import dataclass
from typing import Literal, TypeAlias, get_args

Verdict: TypeAlias = Literal["passed", "failed", "skipped", "untried"]
VERDICTS: tuple[Verdict, ...] = get_args(Verdict)


@dataclass(frozen=True, slots=True)
class Outcome:
    """A test and its verdict.

    `group` is the endpoint or script, `kind` is requests, answers or scripts. `skipped` is what the
    client does not offer, `untried` what it could not try; both are gaps. `said` tells what went
    wrong, `exchange` what was sent and answered, a line each. `known` is the reason for which it
    may fail.
    """

    kind: str
    group: str
    name: str
    verdict: Verdict
    said: str = ""
    exchange: tuple[str, ...] = ()
    known: str = ""

    @property
    def test(self) -> str:
        """The name by which lists of known failures call it."""
        return "/".join(filter(None, (self.kind, self.group, self.name)))

    @property
    def counts(self) -> bool:
        """Whether the run fails for it: a gap that nobody knows of, or a known one that passes."""
        return (self.verdict == "passed") is bool(self.known)
