"""The kit, read from its folder and held to its own schemas."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from jsonschema_rs import Draft202012Validator

from fal_codegen.contract import EndpointId, Json, parse, unescape
from fal_codegen.errors import ProjectBroken

FORMAT = 1
"""The version of the kit's files and of the protocol that this reads."""


@dataclass(frozen=True, slots=True)
class Kit:
    """Vectors and sample answers by endpoint, and scripts by name; bodies are whole."""

    requests: Mapping[EndpointId, list[dict[str, Any]]]
    answers: Mapping[EndpointId, list[dict[str, Any]]]
    samples: Mapping[EndpointId, Json]
    scripts: Mapping[str, dict[str, Any]]

    def sample(self, id_: EndpointId) -> tuple[Json, Json] | None:
        """Give a body that must be taken, and the sample answer; None where the kit has none."""
        body = next((each["body"] for each in self.requests[id_] if each["taken"]), None)
        answer = self.samples.get(id_)
        return None if body is None or answer is None else (body, answer)


def load_kit(folder: Path) -> Kit:
    """Read a kit. Raises `ProjectBroken` where there is none, or for a file that breaks its schema.

    Such a file convicts the kit, and no client.
    """
    if not folder.is_dir():
        raise ProjectBroken(
            f'{folder}: no kit here; add "conformance" to languages in pyproject.toml and generate'
        )
    requests: dict[EndpointId, list[dict[str, Any]]] = {}
    answers: dict[EndpointId, list[dict[str, Any]]] = {}
    samples: dict[EndpointId, Json] = {}
    for file in sorted((folder / "endpoints").rglob("*.json")):
        kind, id_ = file.stem, file.parent.relative_to(folder / "endpoints").as_posix()
        whole = _read(folder, file, kind)
        if kind == "requests":
            requests[EndpointId(id_)] = [*map(_lengthened, whole["vectors"])]
        elif kind == "answers":
            answers[EndpointId(id_)], samples[EndpointId(id_)] = whole["vectors"], whole["sample"]
    scripts = {
        file.stem: _read(folder, file, "script") for file in sorted(folder.glob("scripts/*.json"))
    }
    return Kit(requests, answers, samples, scripts)


def _read(folder: Path, file: Path, kind: str) -> dict[str, Any]:
    schema = folder / "schemas" / f"{kind}.schema.json"
    try:
        value, rules = parse(file.read_bytes()), parse(schema.read_bytes())
    except (OSError, ValueError) as error:
        raise ProjectBroken(f"{file}: the kit is broken: {error}; generate it again") from None
    for wrong in Draft202012Validator(cast("dict[str, Any]", rules)).iter_errors(value):
        place = "".join(f"/{step}" for step in wrong.instance_path)
        raise ProjectBroken(f"{file}#{place}: the kit is broken: {wrong.message}")
    return cast("dict[str, Any]", value)


def _lengthened(vector: dict[str, Any]) -> dict[str, Any]:
    """Put long texts back into a body."""
    body = dict(vector["body"])
    for long in vector.get("long", ()):
        body[unescape(long["pointer"].removeprefix("/"))] = long["text"] * long["times"]
    return {**vector, "body": body}
