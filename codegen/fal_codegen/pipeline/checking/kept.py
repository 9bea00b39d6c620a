"""What checks came to, kept by content: what has not changed is not checked again."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from fal_codegen.check import RULES, Finding
from fal_codegen.contract import EndpointId, FieldPlace, FilePlace, Place, ScenarioPlace
from fal_codegen.pipeline.checking.tasks import CheckedEndpoint
from fal_codegen.project import Project, keep_on_machine, machine_place

_NAME = "checked.json"
_FORM = 3
_VALUES = ("left", "right", "name", "detail", "evidence")
_PLACES: dict[str, type[Place]] = {
    each.__name__: each for each in (FieldPlace, FilePlace, ScenarioPlace)
}
_RULES = {rule.id: rule for rule in RULES}


@dataclass(frozen=True, slots=True)
class Kept:
    """An endpoint's outcome, and the key of what it was checked as."""

    key: str
    checked: CheckedEndpoint


def load_kept(project: Project) -> dict[EndpointId, Kept]:
    """Read what was kept; nothing where it is of another version, or no longer readable."""
    place = machine_place(project.root, _NAME)
    if place is None:
        return {}
    try:
        value = json.loads(place.read_bytes())
        if value["form"] != _FORM:
            return {}
        return {
            EndpointId(id_): Kept(each.pop("key"), _checked(EndpointId(id_), each))
            for id_, each in value["endpoints"].items()
        }
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return {}


def save_kept(project: Project, kept: Mapping[EndpointId, Kept]) -> None:
    """Write what is kept."""
    spelled = {id_: {"key": each.key, **_spelled(each.checked)} for id_, each in kept.items()}
    keep_on_machine(project.root, _NAME, json.dumps({"form": _FORM, "endpoints": spelled}))


def _spelled(checked: CheckedEndpoint) -> dict[str, Any]:
    values = asdict(checked)
    for name in ("id", "bodies"):
        del values[name]
    values["findings"] = [_finding(each) for each in checked.findings]
    return values


def _finding(finding: Finding) -> dict[str, Any]:
    place = {"kind": type(finding.place).__name__, **asdict(finding.place)}
    values = {name: getattr(finding, name) for name in _VALUES}
    said = {name: value for name, value in values.items() if value is not None}
    return {"rule": finding.rule.id, "place": place, **said}


def _checked(id_: EndpointId, value: dict[str, Any]) -> CheckedEndpoint:
    findings: Sequence[dict[str, Any]] = value.pop("findings")
    return CheckedEndpoint(id_, tuple(_found(id_, each) for each in findings), **value)


def _found(id_: EndpointId, value: dict[str, Any]) -> Finding:
    place = dict(value.pop("place"))
    kind = _PLACES[place.pop("kind")]
    rule = _RULES[value.pop("rule")]
    return Finding(rule, id_, kind(**place), **value)
