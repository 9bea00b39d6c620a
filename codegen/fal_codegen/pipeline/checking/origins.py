"""Where a contract is to be fetched from again, which its finding's remedy says."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from fal_codegen.check import Finding
from fal_codegen.contract import EndpointId
from fal_codegen.project import EMULATOR, FROM_FOLDER, LIVE, RUNNING, Lock, kind_of_source

_OPTIONS = {LIVE: LIVE, EMULATOR: EMULATOR, RUNNING: "URL", FROM_FOLDER: "FOLDER"}
"""What `--source` says for each kind of source; the lock does not know which URL or folder."""


def from_where_they_came(findings: Iterable[Finding], configured: str, lock: Lock) -> list[Finding]:
    """Give findings that know where their document came from, unless it is the configured one."""
    usual = kind_of_source(configured)
    sources = {
        id_: _OPTIONS[origin.source]
        for id_, origin in lock.documents.items()
        if origin.source in _OPTIONS and origin.source != usual
    }
    return [_with_source(each, sources) for each in findings]


def _with_source(finding: Finding, sources: Mapping[EndpointId, str]) -> Finding:
    if finding.endpoint is None or finding.endpoint not in sources:
        return finding
    beside = tuple(_with_source(each, sources) for each in finding.beside)
    return replace(finding, source=sources[finding.endpoint], beside=beside)
