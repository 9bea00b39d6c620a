"""One emulated endpoint: what a body comes to."""

from codegen.contract import Document, Json
from codegen.emulator.answers import Publish, answer
from codegen.emulator.errors import refusal
from codegen.emulator.outcome import Outcome, platform_error
from codegen.judge import Judge


class Model:
    """An endpoint that keeps its document to the letter, in what it takes and in what it gives.

    Raises `ValueError` for a document that cannot be judged by.
    """

    def __init__(self, document: Document) -> None:
        self._document = document
        self._judge = Judge(document)

    def perform(self, body: Json, publish: Publish) -> Outcome:
        """Answer a body, or refuse it; `publish` makes the answer's pictures available."""
        if broken := self._judge.input(body):
            return refusal(broken)
        made = answer(self._document, self._judge.places, body, publish)
        if wrong := self._judge.output(made):
            place = "/".join(map(str, wrong[0].path))
            reason = f"The emulator found no valid answer: {wrong[0].keyword} at '{place}'."
            return platform_error(500, "internal_error", reason)
        return Outcome(200, made, headers=(("x-fal-billable-units", str(_units(made))),))


def _units(made: Json) -> int:
    images = made.get("images") if isinstance(made, dict) else None
    return max(len(images), 1) if isinstance(images, list) else 1
