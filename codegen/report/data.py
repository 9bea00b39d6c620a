"""Reports as JSON, for machines."""

from collections.abc import Iterable
from dataclasses import asdict

from codegen.check import Finding
from codegen.contract import Json
from codegen.drift import Change
from codegen.report.words import say_change, say_finding


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
