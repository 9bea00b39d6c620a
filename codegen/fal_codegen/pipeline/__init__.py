"""The stages as plain functions over a Project: the only composer, and the Python API.

A stage returns what it came to as data, and raises an exception of the tree in `fal_codegen.errors`
where it could not do its work. It prints nothing; `progress` is told how far it is. Each is
imported with its first use, since none needs what all of them do.
"""

from typing import TYPE_CHECKING

from fal_codegen.front import importing
from fal_codegen.project import Project, load_project

if TYPE_CHECKING:
    from fal_codegen.emulator import is_loopback
    from fal_codegen.pipeline.checking import CI, CheckedEndpoint, Draws
    from fal_codegen.pipeline.checking.tested import TestedBodies
    from fal_codegen.pipeline.comparing.affected_recordings import AffectedRecording
    from fal_codegen.pipeline.comparing.drift import DriftResult
    from fal_codegen.pipeline.comparing.levels import Levels, levels_of
    from fal_codegen.pipeline.executors import scheduler_of
    from fal_codegen.pipeline.fetching.endpoints import FetchedEndpoint
    from fal_codegen.pipeline.fetching.origins import fetch_command
    from fal_codegen.pipeline.gaps import Gaps
    from fal_codegen.pipeline.generating.package import package_folder
    from fal_codegen.pipeline.parameters import SILENT, Progress
    from fal_codegen.pipeline.recording.har import Imported
    from fal_codegen.pipeline.reporting.file_places import Spot
    from fal_codegen.pipeline.reporting.limits import LimitWitnesses
    from fal_codegen.pipeline.reporting.timeline import LimitVersion, Move, Timeline
    from fal_codegen.pipeline.stages.accept import AcceptResult, accept
    from fal_codegen.pipeline.stages.add import AddResult, add
    from fal_codegen.pipeline.stages.apply import ApplyResult, apply_drift
    from fal_codegen.pipeline.stages.cases import CasesResult, cases
    from fal_codegen.pipeline.stages.check import CheckResult, check
    from fal_codegen.pipeline.stages.conform import ConformResult, conform
    from fal_codegen.pipeline.stages.coverage import CoverageResult, coverage
    from fal_codegen.pipeline.stages.docs import docs, save_docs
    from fal_codegen.pipeline.stages.doctor import DoctorResult, Stale, doctor, versions
    from fal_codegen.pipeline.stages.drift import drift, drift_between, two_sides
    from fal_codegen.pipeline.stages.explore import ExploreResult, explore
    from fal_codegen.pipeline.stages.fetch import FetchResult, fetch
    from fal_codegen.pipeline.stages.generate import GenerateResult, Staleness, generate, staleness
    from fal_codegen.pipeline.stages.history import HistoryResult, history
    from fal_codegen.pipeline.stages.probe import Outlay, ProbeResult, probe, save_census
    from fal_codegen.pipeline.stages.record import RecordResult, record
    from fal_codegen.pipeline.stages.remove import RemoveResult, recordings_of, remove
    from fal_codegen.pipeline.stages.report import Report, detailed, report, reported
    from fal_codegen.pipeline.stages.run import EndpointSummary, RunResult, run
    from fal_codegen.pipeline.stages.secrets import secrets
    from fal_codegen.pipeline.stages.serve import Served, emulated, serve
    from fal_codegen.pipeline.stages.tape import RECORD_MODES, REPLAY, Taped, tape
    from fal_codegen.pipeline.stages.uses import UsesResult, uses

__all__ = [
    "CI",
    "RECORD_MODES",
    "REPLAY",
    "SILENT",
    "AcceptResult",
    "AddResult",
    "AffectedRecording",
    "ApplyResult",
    "CasesResult",
    "CheckResult",
    "CheckedEndpoint",
    "ConformResult",
    "CoverageResult",
    "DoctorResult",
    "Draws",
    "DriftResult",
    "EndpointSummary",
    "ExploreResult",
    "FetchResult",
    "FetchedEndpoint",
    "Gaps",
    "GenerateResult",
    "HistoryResult",
    "Imported",
    "Levels",
    "LimitVersion",
    "LimitWitnesses",
    "Move",
    "Outlay",
    "ProbeResult",
    "Progress",
    "Project",
    "RecordResult",
    "RemoveResult",
    "Report",
    "RunResult",
    "Served",
    "Spot",
    "Stale",
    "Staleness",
    "Taped",
    "TestedBodies",
    "Timeline",
    "UsesResult",
    "accept",
    "add",
    "apply_drift",
    "cases",
    "check",
    "conform",
    "coverage",
    "detailed",
    "docs",
    "doctor",
    "drift",
    "drift_between",
    "emulated",
    "explore",
    "fetch",
    "fetch_command",
    "generate",
    "history",
    "is_loopback",
    "levels_of",
    "load_project",
    "package_folder",
    "probe",
    "record",
    "recordings_of",
    "remove",
    "report",
    "reported",
    "run",
    "save_census",
    "save_docs",
    "scheduler_of",
    "secrets",
    "serve",
    "staleness",
    "tape",
    "two_sides",
    "uses",
    "versions",
]

__getattr__ = importing(
    __name__,
    {
        "checking": "CI CheckedEndpoint Draws",
        "checking.tested": "TestedBodies",
        "comparing.affected_recordings": "AffectedRecording",
        "comparing.drift": "DriftResult",
        "comparing.levels": "Levels levels_of",
        "gaps": "Gaps",
        "executors": "scheduler_of",
        "fetching.endpoints": "FetchedEndpoint",
        "fetching.origins": "fetch_command",
        "generating.package": "package_folder",
        "parameters": "SILENT Progress",
        "recording.har": "Imported",
        "reporting.file_places": "Spot",
        "reporting.limits": "LimitWitnesses",
        "reporting.timeline": "LimitVersion Move Timeline",
        "stages.accept": "AcceptResult accept",
        "stages.add": "AddResult add",
        "stages.apply": "ApplyResult apply_drift",
        "stages.cases": "CasesResult cases",
        "stages.check": "CheckResult check",
        "stages.conform": "ConformResult conform",
        "stages.coverage": "CoverageResult coverage",
        "stages.docs": "docs save_docs",
        "stages.doctor": "DoctorResult Stale doctor versions",
        "stages.drift": "drift drift_between two_sides",
        "stages.explore": "ExploreResult explore",
        "stages.fetch": "FetchResult fetch",
        "stages.generate": "GenerateResult Staleness generate staleness",
        "stages.history": "HistoryResult history",
        "stages.probe": "Outlay ProbeResult probe save_census",
        "stages.record": "RecordResult record",
        "stages.remove": "RemoveResult recordings_of remove",
        "stages.report": "Report detailed report reported",
        "stages.run": "EndpointSummary RunResult run",
        "stages.secrets": "secrets",
        "stages.serve": "Served emulated is_loopback serve",
        "stages.tape": "RECORD_MODES REPLAY Taped tape",
        "stages.uses": "UsesResult uses",
    },
)
