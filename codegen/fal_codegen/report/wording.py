"""One line for every change and finding."""

import json

from fal_codegen.check import Finding, rules
from fal_codegen.contract import FilePlace, Json
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
_ONE_HAS_IT = ("on the page, not in the document", "in the document, not on the page")
_LISTING = (rules.DOCS_PROSE_DIFFERS, rules.DOCS_LIMITATION_DIFFERS)
_VALUES = ("values only in the page's prose: {}", "values only in the document: {}")


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
    """Say what a finding is, without its severity and place: its rule's sentence, filled in."""
    left, right = finding.left, finding.right
    if finding.rule == rules.DOCS_FIELD_DIFFERS and None in (left, right):
        return _ONE_HAS_IT[left is None]
    if finding.rule in _LISTING and isinstance(left, list) and isinstance(right, list):
        apart = (
            [value for value in left if value not in right],
            [value for value in right if value not in left],
        )
        told = zip(_VALUES, apart, strict=True)
        words = "; ".join(each.format(_shown(values)) for each, values in told if values)
        return words or "the page's prose has the document's values in another order"
    wrapped = finding.rule == rules.DOCS_DEFAULT_DIFFERS
    return finding.rule.sentence.format(
        name=finding.name,
        left=_shown(left, wrapped=wrapped),
        right=_shown(right, wrapped=wrapped),
        detail=_shortened(finding.detail),
    )


def say_place(finding: Finding) -> str:
    """Say where a finding is; what lies in the endpoint's own folder, without that folder."""
    spelled = str(finding.place)
    if not isinstance(finding.place, FilePlace):
        return spelled
    if finding.endpoint is not None:
        spelled = spelled.rpartition(f"/{finding.endpoint}/")[2]
    return spelled if finding.place.line is None else f"{spelled}:{finding.place.line}"


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
    return _shortened(
        value if isinstance(value, str) and value else json.dumps(value, ensure_ascii=False)
    )


def _shortened(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
