"""One emulated endpoint: what a body comes to."""

from functools import cached_property

from fal_codegen.contract import Document, Json, spelled_path
from fal_codegen.emulator.answers.answer import Answers
from fal_codegen.emulator.answers.errors import refusal
from fal_codegen.emulator.answers.lies import HONEST, Lie
from fal_codegen.emulator.answers.samples import NoValue
from fal_codegen.emulator.outcome import Outcome, platform_error
from fal_codegen.judge import Judge


class Model:
    """An endpoint that keeps its document to the letter, in what it takes and in what it gives.

    Raises `ValueError` for a document that cannot be judged by.
    """

    def __init__(self, document: Document) -> None:
        self._judge = Judge(document)

    @cached_property
    def _answers(self) -> Answers | str:
        """Read the answer off the document once it is asked for; or say why there is none."""
        try:
            return Answers(self._judge.document, self._judge)
        except NoValue as error:
            return str(error)

    def status(self, body: Json) -> int:
        """Give the status that a body is answered with; its answer's files are not made."""
        return self.perform(body, "").status

    def perform(self, body: Json, folder: str, lie: Lie = HONEST) -> Outcome:
        """Answer a body, or refuse it; the answer's files have their addresses below `folder`.

        A `lie` is told where one is asked for, as far as the schema of answers allows it.
        """
        if broken := self._judge.input(body):
            return refusal(broken)
        if isinstance(self._answers, str):
            reason = f"The emulator found no valid answer: {self._answers}."
            return platform_error(500, "internal_error", reason)
        made = self._answers.answer(body, folder, lie)
        if wrong := self._judge.output(made):
            place = spelled_path(wrong[0].path)
            reason = f"The emulator found no valid answer: {wrong[0].keyword} at '{place}'."
            return platform_error(500, "internal_error", reason)
        return Outcome(200, made, headers=(("x-fal-billable-units", str(_units(made))),))


def _units(made: Json) -> int:
    images = made.get("images") if isinstance(made, dict) else None
    return max(len(images), 1) if isinstance(images, list) else 1
