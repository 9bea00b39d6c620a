"""SARIF 2.1.0, for code scanning.

GitHub shows five thousand results of a run
(https://docs.github.com/code-security/reference/code-scanning/sarif-files/sarif-support).
"""

import json
from collections.abc import Iterable
from urllib.parse import quote

from fal_codegen import __version__
from fal_codegen.contract import Json
from fal_codegen.pipeline import Report
from fal_codegen.report.entries import LEVELS, Entry, entries, left_out, untold
from fal_codegen.report.rulebook import RuleText, rulebook
from fal_codegen.report.wording import as_sentence

_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_HOME = "https://pypi.org/project/fal-codegen/"
_MOST = 5_000


def render(report: Report, whole: str) -> str:
    """Give one run that declares every rule; where nothing was found, it has no results."""
    found = entries(report)
    remedies = _remedies(found)
    rules = [_rule(each, remedies.get(each.id, each.remedy)) for each in rulebook()]
    index = {str(rule["id"]): number for number, rule in enumerate(rules)}
    missing = [*untold(report)]
    notices: list[tuple[str, str]] = [("error", f"cannot tell: {each}") for each in missing]
    if len(found) > _MOST:
        notices.append(("warning", left_out(len(found) - _MOST, whole)))
    run: Json = {
        "tool": {
            "driver": {
                "name": "fal-codegen",
                "semanticVersion": __version__,
                "informationUri": _HOME,
                "rules": [*rules],
            }
        },
        "automationDetails": {"id": f"fal-codegen/{_verbs(report)}/"},
        "columnKind": "unicodeCodePoints",
        "invocations": [
            {
                "executionSuccessful": not missing,
                "toolExecutionNotifications": [
                    {"level": level, "message": {"text": _inert(text)}} for level, text in notices
                ],
            }
        ],
        "results": [_result(entry, index[entry.rule]) for entry in found[:_MOST]],
    }
    return json.dumps({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}, indent=2) + "\n"


def _verbs(report: Report) -> str:
    """Name what was run: alerts of one verb, or endpoint, are not closed by a run of another."""
    if report.probed is not None:
        return f"probe/{quote(report.probed.endpoint)}"
    ran = {"drift": report.drift, "check": report.checked}
    return "-".join(verb for verb, result in ran.items() if result is not None)


def _remedies(found: Iterable[Entry]) -> dict[str, str]:
    """Say of rules of `check` what to do about what was found: it names the source to fetch from.

    Where that is not the same for all, each is said.
    """
    said: dict[str, dict[str, None]] = {}
    for each in found:
        if each.verb == "check" and each.remedy:
            said.setdefault(each.rule, {})[as_sentence(each.remedy)] = None
    return {rule: " Or: ".join(remedies) for rule, remedies in said.items()}


def _rule(rule: RuleText, remedy: str) -> dict[str, Json]:
    return {
        "id": rule.id,
        "name": "".join(word.capitalize() for word in rule.id.split("-")),
        "shortDescription": {"text": rule.about},
        "fullDescription": {"text": rule.about},
        "help": {"text": remedy},
        "helpUri": _HOME,
        "defaultConfiguration": {"level": LEVELS[rule.level]},
        "properties": {"tags": [rule.verb]},
    }


def _result(entry: Entry, rule: int) -> Json:
    result: dict[str, Json] = {
        "ruleId": entry.rule,
        "ruleIndex": rule,
        "level": entry.severity,
        "message": {"text": _inert(f"{entry.endpoint} {entry.line}.")},
        "locations": [
            {
                "physicalLocation": {
                    "artifactLocation": {"uri": quote(entry.spot.path)},
                    "region": {"startLine": entry.spot.line, "startColumn": entry.spot.column},
                }
            }
        ],
        "partialFingerprints": {"primaryLocationLineHash": f"{entry.id}:1"},
    }
    if entry.accepted:
        result["suppressions"] = [
            {
                "kind": "external",
                "status": "accepted",
                "justification": _inert(entry.accepted),
            }
        ]
    return result


def _inert(text: str) -> str:
    """Keep what documents say from being a link: `[text](target)` is one in a message."""
    return text.replace("](", "] (")
