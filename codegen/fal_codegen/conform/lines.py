"""What is said to a client's program and by it, held to the kit's own schemas."""

from collections.abc import Mapping
from typing import Any

from jsonschema_rs import Draft202012Validator

from fal_codegen.contract import Json, joined_pointer
from fal_codegen.errors import ProjectBroken


class Lines:
    """The schema of questions, and that of what an `ok` holds, by what was to be done."""

    def __init__(self, question: dict[str, Any], ok: dict[str, Any]) -> None:
        self._question = Draft202012Validator(question)
        parts = ok["$defs"]
        self._ok = {
            do: Draft202012Validator({"$ref": f"#/$defs/{do}", "$defs": parts}) for do in parts
        }

    def check_question(self, asked: Mapping[str, Json]) -> None:
        """Raise `ProjectBroken` for a question that breaks its schema: it convicts the kit."""
        for wrong in self._question.iter_errors(dict(asked)):
            raise ProjectBroken(
                f"the kit asks what it may not, to {asked.get('do')}: {wrong.message[:200]}"
            )

    def fault(self, do: str, reply: Mapping[str, Any]) -> str | None:
        """Say what is wrong with a reply; None for one that is as it should be."""
        kinds = [word for word in ("ok", "skipped", "error") if word in reply]
        if len(kinds) != 1:
            return "a reply has one of ok, skipped and error"
        if kinds != ["ok"]:
            return None
        for wrong in self._ok[do].iter_errors(reply["ok"]):
            place = joined_pointer(wrong.instance_path)
            return f"ok{place}: {wrong.message[:200]}"
        return None
