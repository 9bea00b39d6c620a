# The runtime of fal-codegen, from templates/python/runtime/_disagreements.py: edit it there.
"""What an answer has that its contract does not promise, or lacks."""

from typing import Any, NamedTuple

from pydantic import JsonValue


class Disagreement(NamedTuple):
    """One thing in which an answer is not what its contract promises.

    `path` leads to it, from the top of the answer; `value` is what came there, None for a field
    that is missing.
    """

    path: tuple[str | int, ...]
    message: str
    value: JsonValue = None

    def __str__(self) -> str:
        """Say it in one line: `images.0.width: Input should be a valid integer`."""
        return f"{'.'.join(map(str, self.path)) or 'answer'}: {self.message}"


class DisagreementWarning(UserWarning):
    """An answer is not what its contract promises; it was given all the same.

    `warnings.simplefilter("error", DisagreementWarning)` raises it in place of the answer, which is
    in `answer` then.
    """

    def __init__(self, answer: Any, disagreements: tuple[Disagreement, ...]) -> None:
        more = f"; and {len(disagreements) - 3} more" if len(disagreements) > 3 else ""
        shown = "; ".join(map(str, disagreements[:3]))
        super().__init__(f"the answer is not what its contract promises: {shown}{more}")
        self.answer = answer
        self.disagreements = disagreements
