"""One line for every finding."""

from fal_codegen.check import Finding, page_rules, rules
from fal_codegen.contract import FilePlace, Json, items_of, one_line
from fal_codegen.report.values import shortened, shown, shown_apart, shown_defaults
from fal_codegen.report.witnesses import listed_names, say_together

_ONE_HAS_IT = ("on the page, not in the document", "in the document, not on the page")
_LISTING = (page_rules.DOCS_PROSE_DIFFERS, page_rules.DOCS_LIMITATION_DIFFERS)
_VALUES = ("values only in the page's prose: {}", "values only in the document: {}")


_TOGETHER = {
    "anyOf": "the page says in prose that at least one of {} must be sent; the document does not",
    "oneOf": "the page says in prose that just one of {} must be sent; the document does not",
}


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
    left, right = finding.left, finding.right
    if finding.rule == page_rules.DOCS_FIELD_DIFFERS and None in (left, right):
        return _ONE_HAS_IT[left is None]
    if finding.rule == page_rules.DOCS_ENUM_DIFFERS and None in (left, right):
        return _say_values(finding)
    if finding.rule in _LISTING and isinstance(left, list) and isinstance(right, list):
        apart = (
            [value for value in left if value not in right],
            [value for value in right if value not in left],
        )
        worded = zip(_VALUES, apart, strict=True)
        words = "; ".join(each.format(shown(values)) for each, values in worded if values)
        return words or "the page's prose has the document's values in another order"
    if finding.rule == rules.CASSETTE_UNKNOWN and finding.evidence:
        return _say_unknown(finding)
    if finding.rule == rules.CASSETTE_STALE and isinstance(left, list):
        return finding.rule.sentence.format(left=", ".join(map(str, left)))
    if finding.name in _TOGETHER and (names := _required(left)):
        return _TOGETHER[finding.name].format(", ".join(names))
    spell = shown_defaults if finding.rule == page_rules.DOCS_DEFAULT_DIFFERS else shown_apart
    spelled = spell(left, right)
    return finding.rule.sentence.format(
        name=finding.name,
        left=spelled[0],
        right=spelled[1],
        detail=shortened(finding.detail),
    )


def _say_unknown(finding: Finding) -> str:
    """Name the places and keywords of which nobody can tell, and the recordings."""
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
    page = finding.right is None
    values = shown(finding.left if page else finding.right)
    if finding.name:
        return f"allowed {_ONE_HAS_IT[not page]}: {values}"
    has, lacks = ("on the page", "in the document")[:: 1 if page else -1]
    return f"only {values} {has}, any value {lacks}"


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


def _required(value: Json) -> list[str]:
    """Name the fields of a list such as `[{"required": ["a"]}, {"required": ["b"]}]`."""
    options = items_of(value)
    lists = [each.get("required") for each in options if isinstance(each, dict)]
    return [str(name) for names in lists if isinstance(names, list) for name in names]
