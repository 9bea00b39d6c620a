"""Reports as JSON, for machines."""

from collections.abc import Iterable

from fal_codegen.check import Finding, stand_of
from fal_codegen.contract import FieldPlace, FilePlace, Json, Place, ScenarioPlace
from fal_codegen.report.wording import say_finding


def finding_data(findings: Iterable[Finding]) -> Json:
    """Give findings as a JSON list, each with its id, its sentence and its witnesses."""
    return [
        {
            "id": finding.id,
            "endpoint": finding.endpoint and str(finding.endpoint),
            "rule": finding.rule.id,
            "severity": finding.severity,
            "place": str(finding.place),
            **_place_data(finding.place),
            "name": finding.name,
            "left": finding.left,
            "right": finding.right,
            "detail": finding.detail,
            "evidence": {**finding.evidence},
            "text": say_finding(finding),
            "remedy": finding.remedy,
            "witnesses": [_witness(each) for each in finding.each if stand_of(each)],
            "beside": finding_data(finding.beside),
        }
        for finding in findings
    ]


def _witness(finding: Finding) -> Json:
    """Give one witness of a limit: where it stands, and the finding that it is by itself."""
    stand = stand_of(finding)
    assert stand is not None
    return {
        "witness": stand.witness,
        "limit": {"place": stand.place, "keyword": stand.keyword},
        "says": stand.says,
        "id": finding.id,
        "rule": finding.rule.id,
        "place": str(finding.place),
        **_place_data(finding.place),
        "left": finding.left,
        "right": finding.right,
        "detail": finding.detail,
        "evidence": {**finding.evidence},
    }


def _place_data(place: Place) -> dict[str, Json]:
    """Say what kind of place it is, and of a file what its spelling leaves out."""
    match place:
        case FieldPlace():
            return {"at": "field"}
        case ScenarioPlace():
            return {"at": "scenario"}
        case FilePlace(path=path, line=line):
            return {"at": "file", "file": path, "line": line}
