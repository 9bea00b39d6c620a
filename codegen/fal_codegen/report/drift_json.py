"""Drift as JSON, for machines: drift.schema.json beside this file says what it holds."""

from collections.abc import Mapping

from fal_codegen.contract import Json
from fal_codegen.drift import Change, Concern
from fal_codegen.pipeline import AffectedRecording, DriftResult
from fal_codegen.report.advice import changelog_entry
from fal_codegen.report.change_remedies import remedy_of_change
from fal_codegen.report.drift_text import say_undecided
from fal_codegen.report.drifting import say_change, sides_of_change
from fal_codegen.report.schemas import read_schema

VERSION = 2


def drift_data(result: DriftResult) -> Json:
    """Give what changed as JSON, each change with its rule, level and sentence."""
    cannot_tell: list[Json] = [*say_undecided(result)]
    accepted = {each.fingerprint: why.reason for each, why in result.acceptances.accepted}
    return {
        "schema_version": VERSION,
        "compared": {
            "base": result.base,
            "revision": result.revision,
            "total": len(result.compared) + result.undecided,
            "unchanged": len(result.compared) - result.changed,
            "changed": result.changed,
            "cannot_tell": result.undecided,
        },
        "cannot_tell": cannot_tell,
        "advice": _advice(result),
        "concerns": [_concern(each) for each in result.concerns],
        "recorded": [_affected(each) for each in result.affected],
        "outlived": [
            {"endpoint": str(each.endpoint), "rule": each.rule, "place": each.place}
            for each in result.acceptances.unused
        ],
        "changes": [_change(change, accepted) for change in result.changes],
    }


def _change(change: Change, accepted: Mapping[str, str]) -> dict[str, Json]:
    reason = accepted.get(change.fingerprint)
    return change_data(change) | ({} if reason is None else {"accepted": reason})


def _advice(result: DriftResult) -> Json:
    advice = result.advice
    if advice is None:
        return None
    return {
        "bump": advice.bump,
        "version": advice.version,
        "because": advice.because.fingerprint,
        "changelog": changelog_entry(result.changes, advice.version, result.date),
    }


def _concern(each: Concern) -> Json:
    return {
        "verdict": each.verdict,
        "fingerprint": each.change.fingerprint,
        "endpoint": str(each.change.endpoint),
        "file": each.use.file,
        "line": each.use.line,
    }


def _affected(each: AffectedRecording) -> Json:
    return {
        "endpoint": str(each.endpoint),
        "file": each.file,
        "places": [*each.places],
        "refused": each.refused,
    }


def drift_schema() -> Json:
    """Give the JSON Schema of what `drift_data` gives."""
    return read_schema("drift")


def change_data(change: Change) -> dict[str, Json]:
    """Give one change; what it does not have is left out."""
    data: dict[str, Json] = {
        "fingerprint": change.fingerprint,
        "endpoint": str(change.endpoint),
        "level": change.level,
        "rule": change.rule.id,
        "place": change.place,
        "pointer": change.pointer,
        "name": change.name,
        **sides_of_change(change),
        "text": say_change(change),
        "remedy": remedy_of_change(change.rule),
    }
    if change.witness is not None:
        data["witness"] = change.witness.body
    if change.proven:
        data["proven"] = True
    if len(change.places) > 1:
        data["places"] = [*change.places]
    if change.shown is not None:
        data["shown"] = change.shown
    if change.reason is not None:
        data["reason"] = change.reason
    return data
