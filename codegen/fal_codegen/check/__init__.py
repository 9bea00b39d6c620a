"""Differences between witnesses, recordings and generated code, as findings.

What draws bodies imports Hypothesis, and is imported when it is used.
"""

from typing import TYPE_CHECKING

from fal_codegen.front import importing

if TYPE_CHECKING:
    from fal_codegen.check.accepted import (
        ACCEPTED,
        IS_ID,
        Acceptance,
        AcceptanceResult,
        accept,
        apply_acceptances,
        read_accepted,
        write_accepted,
    )
    from fal_codegen.check.answers.facts import HeldFact, hold, repeats
    from fal_codegen.check.answers.files import others_of, pictures_of
    from fal_codegen.check.answers.recorded import HeldAnswers, asked_by, check_answers
    from fal_codegen.check.answers.relations import RELATIONS, Relation, asking
    from fal_codegen.check.beside_holes import judge_beside_holes
    from fal_codegen.check.census import check_census
    from fal_codegen.check.coverage.exercise import (
        COVERAGE_WITNESSES,
        CoverageWitness,
        Exercise,
        Sides,
        exercised,
    )
    from fal_codegen.check.coverage.limits import EndpointCoverage, LimitCoverage, coverage_of
    from fal_codegen.check.coverage.reasons import REASONS, Reason
    from fal_codegen.check.decided import beside_cases, check_cases
    from fal_codegen.check.docs import check_docs
    from fal_codegen.check.drawing import at_home
    from fal_codegen.check.elsewhere import cases_elsewhere
    from fal_codegen.check.exchanges import is_answer, json_in
    from fal_codegen.check.findings import Finding
    from fal_codegen.check.generated import (
        GeneratedClient,
        Replay,
        check_given_up,
        check_replay,
        replays_of,
        take_job,
    )
    from fal_codegen.check.grouping import grouped
    from fal_codegen.check.leaks import check_secrets
    from fal_codegen.check.promises.recorded import changed_promises, promises_of
    from fal_codegen.check.properties import Client, Held, Witnesses, check_properties, check_saved
    from fal_codegen.check.rule import SEVERITIES, Rule, Severity
    from fal_codegen.check.rules import RULES
    from fal_codegen.check.saved import SAVED, SavedBody, read_saved, write_saved
    from fal_codegen.check.stands import Stand, StandWitness, stand_of
    from fal_codegen.check.traffic import (
        ChangedSince,
        changed_since,
        check_recorded,
        check_stale,
        check_traffic,
        scenarios,
    )
    from fal_codegen.check.words import check_words

__all__ = [
    "ACCEPTED",
    "COVERAGE_WITNESSES",
    "IS_ID",
    "REASONS",
    "RELATIONS",
    "RULES",
    "SAVED",
    "SEVERITIES",
    "Acceptance",
    "AcceptanceResult",
    "ChangedSince",
    "Client",
    "CoverageWitness",
    "EndpointCoverage",
    "Exercise",
    "Finding",
    "GeneratedClient",
    "Held",
    "HeldAnswers",
    "HeldFact",
    "LimitCoverage",
    "Reason",
    "Relation",
    "Replay",
    "Rule",
    "SavedBody",
    "Severity",
    "Sides",
    "Stand",
    "StandWitness",
    "Witnesses",
    "accept",
    "apply_acceptances",
    "asked_by",
    "asking",
    "at_home",
    "beside_cases",
    "cases_elsewhere",
    "changed_promises",
    "changed_since",
    "check_answers",
    "check_cases",
    "check_census",
    "check_docs",
    "check_given_up",
    "check_properties",
    "check_recorded",
    "check_replay",
    "check_saved",
    "check_secrets",
    "check_stale",
    "check_traffic",
    "check_words",
    "coverage_of",
    "exercised",
    "grouped",
    "hold",
    "is_answer",
    "json_in",
    "judge_beside_holes",
    "others_of",
    "pictures_of",
    "promises_of",
    "read_accepted",
    "read_saved",
    "repeats",
    "replays_of",
    "scenarios",
    "stand_of",
    "take_job",
    "write_accepted",
    "write_saved",
]

__getattr__ = importing(
    __name__,
    {
        "accepted": (
            "ACCEPTED Acceptance AcceptanceResult IS_ID accept apply_acceptances read_accepted "
            "write_accepted"
        ),
        "answers.facts": "HeldFact hold repeats",
        "answers.files": "others_of pictures_of",
        "answers.recorded": "HeldAnswers asked_by check_answers",
        "answers.relations": "RELATIONS Relation asking",
        "beside_holes": "judge_beside_holes",
        "coverage.exercise": "COVERAGE_WITNESSES CoverageWitness Exercise Sides exercised",
        "coverage.limits": "EndpointCoverage LimitCoverage coverage_of",
        "coverage.reasons": "REASONS Reason",
        "census": "check_census",
        "decided": "beside_cases check_cases",
        "docs": "check_docs",
        "drawing": "at_home",
        "elsewhere": "cases_elsewhere",
        "exchanges": "is_answer json_in",
        "findings": "Finding",
        "generated": "GeneratedClient Replay check_given_up check_replay replays_of take_job",
        "grouping": "grouped",
        "leaks": "check_secrets",
        "promises.recorded": "changed_promises promises_of",
        "properties": "Client Held Witnesses check_properties check_saved",
        "rule": "Rule SEVERITIES Severity",
        "rules": "RULES",
        "saved": "SAVED SavedBody read_saved write_saved",
        "stands": "Stand StandWitness stand_of",
        "traffic": "ChangedSince changed_since check_recorded check_stale check_traffic scenarios",
        "words": "check_words",
    },
)
