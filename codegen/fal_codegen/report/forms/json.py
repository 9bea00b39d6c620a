"""JSON, for machines: report.schema.json in the room above says what it holds."""

import json
from collections import Counter

from fal_codegen.contract import Json
from fal_codegen.pipeline import Report
from fal_codegen.report.census import census_data
from fal_codegen.report.data import finding_data
from fal_codegen.report.drift_json import drift_data
from fal_codegen.report.entries import LEVELS, entries, headline, untold, verdict
from fal_codegen.report.schemas import read_schema


def render(report: Report, whole: str) -> str:  # noqa: ARG001 - nothing is ever cut here
    """Give everything; where one verb alone was run, what that verb has to tell."""
    return json.dumps(report_data(report), indent=2) + "\n"


def report_data(report: Report) -> Json:
    """Give a report as data."""
    if report.probed is not None:
        return census_data(report.probed)
    if report.checked is None:
        return drift_data(report.drift) if report.drift else None
    findings = finding_data([*report.checked.open, *report.checked.notes])
    if report.drift is None:
        return findings
    found = Counter(entry.level for entry in entries(report) if not entry.accepted)
    counts: dict[str, Json] = {level: found[level] for level in LEVELS}
    return {
        "schema_version": 1,
        "level": verdict(report),
        "counts": {**counts, "cannot_tell": len(untold(report))},
        "headline": headline(report),
        "drift": drift_data(report.drift),
        "check": findings,
    }


def report_schema() -> Json:
    """Give the JSON Schema of what `fal-codegen report --format json` prints."""
    schema = read_schema("report")
    properties = schema["properties"]
    assert isinstance(properties, dict)
    properties["drift"] = {"$id": "drift", **read_schema("drift")}  # its references stay within it
    return schema
