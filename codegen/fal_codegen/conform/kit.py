"""The kit, read from its folder and held to its own schemas."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from jsonschema_rs import Draft202012Validator

from fal_codegen.conform.lines import Lines
from fal_codegen.contract import EndpointId, Json, joined_pointer, parse, unescape
from fal_codegen.errors import ProjectBroken, reading

FORMAT = 1
"""The version of the kit's files and of the protocol that this reads."""

_FILES = ("contract", "requests", "answers")


@dataclass(frozen=True, slots=True)
class Kit:
    """Vectors, contracts and sample answers by endpoint, and scripts by name; bodies are whole.

    `lines` is what may be said to a client's program, and by it.
    """

    contracts: Mapping[EndpointId, dict[str, Any]]
    requests: Mapping[EndpointId, list[dict[str, Any]]]
    answers: Mapping[EndpointId, list[dict[str, Any]]]
    samples: Mapping[EndpointId, Json]
    scripts: Mapping[str, dict[str, Any]]
    lines: Lines

    def sample(self, id_: EndpointId) -> tuple[dict[str, Json], Json] | None:
        """Give a body that must be taken, and the sample answer; None where the kit has none."""
        body = next((each["body"] for each in self.requests[id_] if each["taken"]), None)
        answer = self.samples.get(id_)
        return None if body is None or answer is None else (body, answer)

    def endpoint(self, *, with_file: bool) -> EndpointId | None:
        """Choose an endpoint to call: one with a subpath if there is one, for rules about it.

        One that is `with_file` has a field for the URL of a file.
        """
        fit = [
            id_
            for id_ in self.requests
            if self.sample(id_) and (not with_file or self._file_field(id_))
        ]
        return next((id_ for id_ in fit if id_ != id_.app), next(iter(fit), None))

    def applies(self, script: Mapping[str, Any]) -> bool:
        """Tell whether an endpoint can play a script: one about files needs a field for one."""
        return not asks_for_file(script["call"]) or any(map(self._file_field, self.contracts))

    def with_url(self, id_: EndpointId, body: Mapping[str, Json], url: str) -> dict[str, Json]:
        """Put a URL where a body has one of a file, or a list of them."""
        field = self._file_field(id_)
        assert field
        return {**body, field: [url] if field.endswith("s") else url}

    def _file_field(self, id_: EndpointId) -> str | None:
        names = (field["name"] for field in self.contracts[id_]["input"]["fields"])
        return next((name for name in names if name.endswith(("_url", "_urls"))), None)


def asks_for_file(call: Mapping[str, Any]) -> bool:
    """Tell whether a call puts a file into its body."""
    return call.get("input") == "data URI"


def load_kit(folder: Path) -> Kit:
    """Read a kit. Raises `ProjectBroken` where there is none, or for a file that breaks its schema.

    Such a file convicts the kit, and no client.
    """
    if not folder.is_dir():
        raise ProjectBroken(
            f'{folder}: no kit here; add "conformance" to languages in pyproject.toml and generate'
        )
    found: dict[str, dict[EndpointId, dict[str, Any]]] = {kind: {} for kind in _FILES}
    for file in sorted((folder / "endpoints").rglob("*.json")):
        id_ = EndpointId(file.parent.relative_to(folder / "endpoints").as_posix())
        found[file.stem][id_] = _read(folder, file, file.stem)
    contracts, requests, answers = (found[kind] for kind in _FILES)
    if lacking := next((id_ for id_ in requests if id_ not in contracts), None):
        raise ProjectBroken(f"{folder}: {lacking} has no contract.json; generate it again")
    scripts = {
        file.stem: _read(folder, file, "script") for file in sorted(folder.glob("scripts/*.json"))
    }
    return Kit(
        contracts,
        {id_: [*map(_lengthened, whole["vectors"])] for id_, whole in requests.items()},
        {id_: whole["vectors"] for id_, whole in answers.items()},
        {id_: whole["sample"] for id_, whole in answers.items()},
        scripts,
        Lines(*(_json(folder / "schemas" / f"{kind}.schema.json") for kind in ("question", "ok"))),
    )


def _read(folder: Path, file: Path, kind: str) -> dict[str, Any]:
    value, rules = _json(file), _json(folder / "schemas" / f"{kind}.schema.json")
    for wrong in Draft202012Validator(rules).iter_errors(value):
        place = joined_pointer(wrong.instance_path)
        raise ProjectBroken(f"{file}#{place}: the kit is broken: {wrong.message}")
    return value


def _json(file: Path) -> dict[str, Any]:
    with reading(file, before="the kit is broken: ", advice="; generate it again"):
        return cast("dict[str, Any]", parse(file.read_bytes()))


def _lengthened(vector: dict[str, Any]) -> dict[str, Any]:
    """Put long texts back into a body."""
    body = dict(vector["body"])
    for long in vector.get("long", ()):
        body[unescape(long["pointer"].removeprefix("/"))] = long["text"] * long["times"]
    return {**vector, "body": body}
