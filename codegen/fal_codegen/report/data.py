"""Reports as JSON, for machines."""

from collections.abc import Iterable
from dataclasses import asdict

from fal_codegen.check import Finding
from fal_codegen.contract import Json
from fal_codegen.drift import Change
from fal_codegen.report.wording import say_change, say_finding


def change_data(changes: Iterable[Change]) -> Json:
    """Give changes as a JSON list, each with its rule, level and sentence."""
    return [
        {
            "endpoint": str(change.endpoint),
            "rule": change.rule.id,
            "level": change.rule.level,
            **asdict(change.difference),
            "text": say_change(change),
        }
        for change in changes
    ]


def finding_data(findings: Iterable[Finding]) -> Json:
    """Give findings as a JSON list, each with its sentence."""
    return [
        {**asdict(finding), "endpoint": str(finding.endpoint), "text": say_finding(finding)}
        for finding in findings
    ]
