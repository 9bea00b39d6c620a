"""Differences between witnesses, recordings and generated code, as findings."""

from fal_codegen.check.accepted import (
    IS_ID,
    Acceptance,
    Settlement,
    accept,
    apply_acceptances,
    read_accepted,
    write_accepted,
)
from fal_codegen.check.accepted import NAME as ACCEPTED
from fal_codegen.check.docs import check_docs
from fal_codegen.check.findings import Finding
from fal_codegen.check.generated import (
    Replay,
    check_cases,
    check_probed,
    check_replay,
    replay_of,
    take_job,
)
from fal_codegen.check.rule import SEVERITIES, Rule, Severity
from fal_codegen.check.rules import RULES
from fal_codegen.check.traffic import (
    check_coverage,
    check_secrets,
    check_traffic,
    is_answer,
    scenarios,
)

__all__ = [
    "ACCEPTED",
    "IS_ID",
    "RULES",
    "SEVERITIES",
    "Acceptance",
    "Finding",
    "Replay",
    "Rule",
    "Settlement",
    "Severity",
    "accept",
    "apply_acceptances",
    "check_cases",
    "check_coverage",
    "check_docs",
    "check_probed",
    "check_replay",
    "check_secrets",
    "check_traffic",
    "is_answer",
    "read_accepted",
    "replay_of",
    "scenarios",
    "take_job",
    "write_accepted",
]
