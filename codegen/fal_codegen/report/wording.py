"""One line for every finding."""

from collections.abc import Callable, Mapping

from fal_codegen.check import Finding, Rule, page_rules, rules
from fal_codegen.contract import FilePlace, Json, items_of, one_line
from fal_codegen.report.values import in_line, shown, shown_apart, shown_defaults
from fal_codegen.report.witnesses import client_values, listed_names, say_together

_ONE_HAS_IT = ("on the page, not in the document", "in the document, not on the page")
_VALUES = ("values only in the page's prose: {}", "values only in the document: {}")
_SENT = ("request", "body", "answer")
"""What rules hold that was sent or came: None is null there, and not nothing."""
_TOGETHER = {
    "anyOf": "the page says in prose that at least one of {} must be sent; the document does not",
    "oneOf": "the page says in prose that just one of {} must be sent; the document does not",
}

_UNASKED = "the contract has {name} {right} since, and the service was not asked about it"


def as_sentence(text: str) -> str:
    """Begin with a capital letter, and end with a full stop."""
    return f"{text[:1].upper()}{text[1:].rstrip('.')}."


def say_finding(finding: Finding) -> str:
    """Say what a finding is, without its severity and place, and what explains it."""
    beside = (f"{say_place(each)}: {say_finding(each)}" for each in finding.beside)
    return "; ".join((_say_alone(finding), *beside))


def _say_alone(finding: Finding) -> str:
    """Say it without what stands beside it."""
    if finding.parts:
        return say_together(finding, say_finding)
    say = _SPECIAL.get(finding.rule)
    return (say and say(finding)) or _say_required(finding) or _say_by_rule(finding)


def _say_by_rule(finding: Finding) -> str:
    values = client_values(finding), finding.right
    if finding.rule == page_rules.DOCS_DEFAULT_DIFFERS:
        left, right = shown_defaults(*values)
    else:
        left, right = shown_apart(*values, there=finding.rule.left in _SENT)
    return finding.rule.sentence.format(
        name=finding.name, left=left, right=right, detail=in_line(finding.detail)
    )


def _say_field(finding: Finding) -> str:
    """Say of a field that one side lacks which has it."""
    return _ONE_HAS_IT[finding.left is None] if None in (finding.left, finding.right) else ""


def _say_listed(finding: Finding) -> str:
    """Say of two lists which values each of them has alone."""
    left, right = finding.left, finding.right
    if not (isinstance(left, list) and isinstance(right, list)):
        return ""
    apart = (
        [value for value in left if value not in right],
        [value for value in right if value not in left],
    )
    worded = zip(_VALUES, apart, strict=True)
    words = "; ".join(each.format(shown(values)) for each, values in worded if values)
    return words or "the page's prose has the document's values in another order"


def _say_unasked(finding: Finding) -> str:
    """Say of a limit that is new since a census that the service was not asked about it."""
    if finding.left is not None:
        return ""
    return _UNASKED.format(name=finding.name, right=shown(finding.right))


def _say_stale(finding: Finding) -> str:
    """Name the places that changed, which come in a list."""
    places = ", ".join(map(str, items_of(finding.left)))
    return finding.rule.sentence.format(left=places) if places else ""


def _say_unknown(finding: Finding) -> str:
    """Name the places and keywords of which nobody can tell, and the recordings."""
    if not finding.evidence:
        return ""
    places, names = finding.evidence.get("places"), finding.evidence.get("recordings")
    listed = places.items() if isinstance(places, dict) else ()
    words = [f"{place} ({', '.join(map(str, w))})" for place, w in listed if isinstance(w, list)]
    recordings = listed_names(map(str, names if isinstance(names, list) else ()))
    return (
        f"nobody can tell whether {listed_names(words)} changed since {recordings} were recorded, "
        "under an earlier contract, by a fal-codegen that wrote no digests"
    )


def _say_values(finding: Finding) -> str:
    """Say of an enum's value, or of a whole enum, which witness has it."""
    if None not in (finding.left, finding.right):
        return ""
    page = finding.right is None
    values = shown(finding.left if page else finding.right)
    if finding.name:
        return f"allowed {_ONE_HAS_IT[not page]}: {values}"
    has, lacks = ("on the page", "in the document")[:: 1 if page else -1]
    return f"only {values} {has}, any value {lacks}"


_SPECIAL: Mapping[Rule, Callable[[Finding], str]] = {
    page_rules.DOCS_FIELD_DIFFERS: _say_field,
    page_rules.DOCS_ENUM_DIFFERS: _say_values,
    page_rules.DOCS_PROSE_DIFFERS: _say_listed,
    page_rules.DOCS_LIMITATION_DIFFERS: _say_listed,
    rules.CENSUS_STALE: _say_unasked,
    rules.CASSETTE_UNKNOWN: _say_unknown,
    rules.CASSETTE_STALE: _say_stale,
}
"""What says it better than the sentence of a rule, for some of the findings under it."""


def say_place(finding: Finding) -> str:
    """Say where a finding is; what lies in the endpoint's own folder, without that folder."""
    spelled = str(finding.place)
    if not isinstance(finding.place, FilePlace):
        return spelled
    if finding.endpoint is not None:
        spelled = spelled.rpartition(f"/{finding.endpoint}/")[2]
    return spelled if finding.place.line is None else f"{spelled}:{finding.place.line}"


def tell_finding(finding: Finding) -> str:
    """Say a finding whole: where, what, and the id to accept it by."""
    place = f"{say_place(finding)}: {say_finding(finding)} [{finding.rule.id} {finding.id}]"
    return one_line(place if finding.endpoint is None else f"{finding.endpoint} {place}")


def _say_required(finding: Finding) -> str:
    """Say which fields must be sent together, where a finding is about that."""
    names = _required(finding.left) if finding.name in _TOGETHER else []
    return _TOGETHER[finding.name].format(", ".join(names)) if names else ""


def _required(value: Json) -> list[str]:
    """Name the fields of a list such as `[{"required": ["a"]}, {"required": ["b"]}]`."""
    options = items_of(value)
    lists = [each.get("required") for each in options if isinstance(each, dict)]
    return [str(name) for names in lists if isinstance(names, list) for name in names]
