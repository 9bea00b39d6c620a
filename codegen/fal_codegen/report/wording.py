"""The only place with wording: one line for every change and finding."""

import json

from fal_codegen.check import Finding
from fal_codegen.contract import Json
from fal_codegen.drift import Change

_LONGEST = 72

_CHANGES = {
    "endpoint-removed": "the endpoint is gone",
    "field-added": "new field, {after}",
    "field-added-required": "new field that must be sent",
    "field-removed": "field is gone",
    "required-tightened": "is required now",
    "required-loosened": "is no longer required",
    "nullable-tightened": "may no longer be null",
    "nullable-loosened": "may be null now",
    "type-tightened": "may no longer be of type {name}",
    "type-loosened": "may be of type {name} now",
    "enum-tightened": "no longer allows {before}",
    "enum-loosened": "allows {after} now",
    "limit-tightened": "{name} tightened from {before} to {after}",
    "limit-loosened": "{name} loosened from {before} to {after}",
    "limit-changed": "{name} changed from {before} to {after}",
    "extra-tightened": "takes no unlisted fields any more",
    "extra-loosened": "takes unlisted fields now",
    "default-changed": "default changed from {before} to {after}",
    "order-changed": "fields are shown in another order",
    "description-changed": "description reworded",
    "examples-changed": "examples changed",
    "deprecated-changed": "deprecated: {before} before, {after} now",
}
_WHOLE_ENUM = {
    "enum-tightened": "only {after} from now on",
    "enum-loosened": "any value now; before only {before}",
}
_ADVICE = {
    "breaking": "regenerate, and let the type checker show the calls to change",
    "warning": "read it before you regenerate: results or cost may differ",
    "info": "regenerate when it suits you",
}
_FIELDS = ("on the page, not in the document", "in the document, not on the page")
_VALUES = "the page's prose lists other values: only there {one}; only in the document {other}"
_FINDINGS = {
    "docs-field-differs": _FIELDS[0],
    "docs-required-differs": "required: {one} on the page, {other} in the document",
    "docs-nullable-differs": "may be null: {one} on the page, {other} in the document",
    "docs-type-differs": "type {name}: {one} on the page, {other} in the document",
    "docs-enum-differs": "allowed: {one} on the page, {other} in the document",
    "docs-limit-differs": "{name}: {one} on the page, {other} in the document",
    "docs-default-differs": "default: {one} on the page, {other} in the document",
    "docs-order-differs": "order of fields: {one} on the page, {other} in the document",
    "docs-prose-field-unknown": "offered in the page's prose; the document has no such field",
    "docs-prose-differs": "the page says in prose: {name} {one}; the document: {other}",
    "docs-limitation-differs": "the page's Limitations say: {name} {one}; the document: {other}",
    "docs-limitations-silent": "the page's Limitations leave out {other}",
    "docs-missing": "no documentation page to compare with",
    "docs-unreadable": "docs.json cannot be read: {one}",
    "contract-edited": "openapi.json is not what lock.json says was fetched; fetch it again",
    "generated-stale": "{one} generated files are not what the contracts say; run generate",
    "cassette-missing": "no recording of this scenario; run record",
    "cassettes-none": "nothing recorded yet; run record",
    "cassette-unreadable": "cannot be read: {one}",
    "cassette-stale": "recorded under an earlier contract; run record",
    "traffic-accepted-invalid": "the service took a body that the contract refuses: {one}",
    "traffic-refused-valid": "the service refused a body that the contract allows: {other}",
    "traffic-answer-invalid": "the service answered what the contract does not promise: {one}",
    "traffic-answer-unreadable": "the answer is no JSON: {one}",
    "traffic-not-refused": "recorded as a refusal, but nothing in it was refused",
    "replay-failed": "the client cannot replay it: {one}",
    "replay-differs": "the client read {other}, recorded was {one}",
    "request-takes-too-much": "the request takes {one}, which breaks {name}",
    "request-takes-too-little": "the request refuses {one}, which keeps {name}: {other}",
    "request-changes-body": "the request changes {one} into {other}",
    "acceptance-unused": "accepted, but no longer found: take it out of accepted.json",
}


def say_change(change: Change) -> str:
    """Say what changed, without its level and place."""
    difference = change.difference
    key = f"{difference.kind}-{change.rule.action}"
    whole = difference.kind == "enum" and not difference.name
    words = _WHOLE_ENUM[key] if whole else _CHANGES[key]
    wrapped = difference.kind == "default" or (difference.kind == "enum" and not whole)
    before, after = difference.before, difference.after
    if difference.kind == "field" and isinstance(after, dict):
        default = after["default"]
        after = f"default {json.dumps(default[0])}" if isinstance(default, list) else "optional"
        return words.format(after=after)
    return words.format(
        name=difference.name,
        before=_shown(before, wrapped=wrapped),
        after=_shown(after, wrapped=wrapped),
    )


def advise(level: str) -> str:
    """Say what a level asks of whoever calls the endpoint."""
    return _ADVICE[level]


def say_finding(finding: Finding) -> str:
    """Say what a finding is, without its weight and place."""
    if finding.rule == "docs-field-differs":
        return _FIELDS[finding.one is None]
    wrapped = finding.rule == "docs-default-differs"
    one, other = finding.one, finding.other
    if finding.name == "enum" and isinstance(one, list) and isinstance(other, list):
        return _VALUES.format(
            one=_shown([value for value in one if value not in other] or None),
            other=_shown([value for value in other if value not in one] or None),
        )
    return _FINDINGS[finding.rule].format(
        name=finding.name,
        one=_shown(one, wrapped=wrapped),
        other=_shown(other, wrapped=wrapped),
    )


def counted(count: int, what: str) -> str:
    """Count in words: `1 change`, `2 changes`."""
    return f"{count} {what}" if count == 1 else f"{count} {what}s"


def one_line(text: str) -> str:
    """Escape what a terminal would not show as a character: documents may hold anything."""
    return "".join(
        each if each.isprintable() else each.encode("unicode_escape").decode("ascii")
        for each in text
    )


def _shown(value: Json, *, wrapped: bool = False) -> str:
    """Spell a value in one line; what is not there is `nothing`."""
    if value is None:
        return "nothing"
    if wrapped and isinstance(value, list) and len(value) == 1:
        value = value[0]
    text = value if isinstance(value, str) and value else json.dumps(value, ensure_ascii=False)
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
