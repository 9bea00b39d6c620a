"""What the user's own tests sent through the client: counted while they run, kept for a check."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from fal_codegen.cases import Key
from fal_codegen.check import Exercise, Sides
from fal_codegen.contract import EndpointId, Json
from fal_codegen.judge import Judge
from fal_codegen.pipeline.contracts import understood
from fal_codegen.project import Project, machine_folder, read_contracts

_FORM = 1
_FILES = "tests-*.json"


@dataclass(frozen=True, slots=True)
class Tested:
    """What tests exercised of an endpoint, under the contract with this sha256."""

    contract: str
    sides: Mapping[Key, Sides]


@dataclass(slots=True)
class TestedBodies:
    """Counts the bodies of one process's tests. No body is kept.

    `run` names the run of all processes that test together, `worker` this one of them.
    """

    project: Project
    run: str
    worker: str
    _known: dict[str, tuple[str, Exercise] | None] = field(
        default_factory=dict[str, "tuple[str, Exercise] | None"]
    )

    def count(self, endpoint: str, body: Json, times: int, *, taken: bool) -> None:
        """Count a body that the client took or refused so many times."""
        if known := self._exercise(endpoint):
            (known[1].taken if taken else known[1].refused)(body, times)

    def save(self) -> None:
        """Write what was counted, and take away what other runs wrote.

        A disk that refuses costs the counts.
        """
        record = {
            id_: {"contract": known[0], "limits": _spelled(known[1].sides)}
            for id_, known in self._known.items()
            if known
        }
        try:
            folder = machine_folder(self.project.root)
            for file in folder.glob(_FILES):
                if _read(file.read_bytes()).get("run") != self.run:
                    file.unlink(missing_ok=True)
            text = json.dumps({"form": _FORM, "run": self.run, "endpoints": record})
            (folder / _FILES.replace("*", self.worker)).write_text(text, encoding="utf-8")
        except OSError:
            return

    def _exercise(self, endpoint: str) -> tuple[str, Exercise] | None:
        """Give the counts of an endpoint; None of one whose contract is not here, or unreadable."""
        if endpoint not in self._known:
            self._known[endpoint] = _begun(self.project, endpoint)
        return self._known[endpoint]


def load_tested(project: Project) -> dict[EndpointId, Tested]:
    """Read what the last run of tests sent, all its processes together."""
    found: dict[EndpointId, Tested] = {}
    try:
        files = sorted(machine_folder(project.root).glob(_FILES), key=lambda f: f.stat().st_mtime)
        runs = [_read(file.read_bytes()) for file in files]
    except OSError:
        return {}
    for run in runs:
        if run.get("run") == runs[-1].get("run"):
            try:
                for id_, each in run["endpoints"].items():
                    _add(found, EndpointId(id_), each)
            except (ValueError, KeyError, TypeError, AttributeError):
                continue  # damaged: what it counted is lost, and nothing else
    return found


def _begun(project: Project, endpoint: str) -> tuple[str, Exercise] | None:
    try:
        id_ = EndpointId(endpoint)
        loaded = understood(read_contracts(project.contracts, [id_]).readable[id_])
        judge = Judge(loaded.contract.document)
    except (ValueError, OSError, KeyError):
        return None
    return loaded.contract.digest, Exercise(loaded.endpoint, judge)


def _spelled(sides: Mapping[Key, Sides]) -> list[dict[str, Any]]:
    return [{"place": key[0], "keyword": key[1], **asdict(each)} for key, each in sides.items()]


def _add(found: dict[EndpointId, Tested], id_: EndpointId, record: dict[str, Any]) -> None:
    before = found.get(id_)
    sides = dict(before.sides) if before and before.contract == record["contract"] else {}
    for each in record["limits"]:
        key = each["place"], each["keyword"]
        known = sides.get(key, Sides())
        sides[key] = Sides(known.kept + each["kept"], known.broken + each["broken"])
    found[id_] = Tested(record["contract"], sides)


def _read(data: bytes) -> dict[str, Any]:
    """Read what a process wrote; nothing where it is of another version, or damaged."""
    try:
        record: dict[str, Any] = json.loads(data)
        return record if record["form"] == _FORM else {"endpoints": {}}
    except (ValueError, KeyError, TypeError):
        return {"endpoints": {}}
