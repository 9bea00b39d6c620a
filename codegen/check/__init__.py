"""Differences between witnesses, recordings and generated code, as findings."""

from codegen.check.accepted import NAME as ACCEPTED
from codegen.check.accepted import Acceptance, read_accepted, settle
from codegen.check.docs import check_docs
from codegen.check.findings import Finding
from codegen.check.generated import (
    Job,
    Replay,
    ask,
    check_cases,
    check_replay,
    replay_of,
    take_job,
)
from codegen.check.traffic import check_coverage, check_traffic, scenarios

__all__ = [
    "ACCEPTED",
    "Acceptance",
    "Finding",
    "Job",
    "Replay",
    "ask",
    "check_cases",
    "check_coverage",
    "check_docs",
    "check_replay",
    "check_traffic",
    "read_accepted",
    "replay_of",
    "scenarios",
    "settle",
    "take_job",
]
