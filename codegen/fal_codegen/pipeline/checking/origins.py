"""Findings that know where their contract is to be fetched from again, which their remedy says."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from fal_codegen.check import Finding
from fal_codegen.contract import EndpointId
from fal_codegen.pipeline.fetching.origins import sources_to_name
from fal_codegen.project import Lock


def from_where_they_came(findings: Iterable[Finding], configured: str, lock: Lock) -> list[Finding]:
    """Give findings that know where their document came from, unless it is the configured one."""
    sources = sources_to_name(lock, configured)
    return [_with_source(each, sources) for each in findings]


def _with_source(finding: Finding, sources: Mapping[EndpointId, str]) -> Finding:
    if finding.endpoint is None or finding.endpoint not in sources:
        return finding
    beside = tuple(_with_source(each, sources) for each in finding.beside)
    return replace(finding, source=sources[finding.endpoint], beside=beside)
