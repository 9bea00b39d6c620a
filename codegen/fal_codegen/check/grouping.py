"""What several witnesses say about one limit, as one finding."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TypeAlias

from fal_codegen.check import rules
from fal_codegen.check.findings import Finding
from fal_codegen.check.stands import FIELD, Stand, stand_of
from fal_codegen.contract import EndpointId, FieldPlace, Json, ScenarioPlace

_Key: TypeAlias = tuple[EndpointId | None, str, str]
_Member: TypeAlias = tuple[Finding, Stand]


def grouped(findings: Sequence[Finding]) -> list[Finding]:
    """Give one finding for each limit about which there are several, in place of the first.

    Its `parts` are those that it stands for. A recording knows the place that changed, and not the
    limit: it belongs to the first limit there that somebody else disagrees about. Where a contract
    was edited, generated/ is stale, or other values were accepted, that stands `beside` what came
    of it, and not by itself.
    """
    groups = [group for group in _by_limit(findings) if len(group) > 1]
    leaders = {id(group[0][0]): group for group in groups}
    inside = {id(part) for group in groups for part, _ in group}
    whole = [
        _together(leaders[id(each)]) if id(each) in leaders else each
        for each in findings
        if id(each) in leaders or id(each) not in inside
    ]
    return _with_causes(whole)


def _by_limit(findings: Iterable[Finding]) -> Iterable[list[_Member]]:
    """Sort what is about a limit by the limit; what knows its place alone comes last.

    Of a field that one side lacks, there is no limit that all of them could agree about.
    """
    about = [(each, stand) for each in findings if (stand := stand_of(each)) is not None]
    words = {_place(*each): FIELD for each in about if each[1].keyword == FIELD}
    found: dict[_Key, list[_Member]] = {}
    for each, stand in sorted(about, key=lambda member: not member[1].keyword):
        place = _place(each, stand)
        first = words.setdefault(place, stand.keyword)
        word = first if first == FIELD or not stand.keyword else stand.keyword
        found.setdefault((*place, word), []).append((each, stand))
    return found.values()


def _place(finding: Finding, stand: Stand) -> tuple[EndpointId | None, str]:
    return finding.endpoint, stand.place


def _together(group: Sequence[_Member]) -> Finding:
    parts, stands = zip(*group, strict=True)
    first: Stand = next((each for each in stands if each.keyword == FIELD), stands[0])
    alike = len({each.rule.id for each in parts}) == 1
    rule = parts[0].rule if alike else rules.WITNESSES_DIFFER
    documented = [
        each.document[0] for each in stands if each.document and each.keyword == first.keyword
    ]
    return Finding(
        rule,
        parts[0].endpoint,
        FieldPlace(first.place),
        documented[0] if documented else None,
        [_said(*member) for member in group],
        first.keyword,
        parts=parts,
    )


def _said(finding: Finding, stand: Stand) -> Json:
    said: dict[str, Json] = {"witness": stand.witness, "rule": finding.rule.id, "says": stand.says}
    if isinstance(finding.place, ScenarioPlace):
        said["scenario"] = finding.place.scenario
    return said


_OTHER_CONTRACT = (rules.CONTRACT_EDITED, rules.CONTRACT_UNLOCKED)
_CAUSES = (*_OTHER_CONTRACT, rules.GENERATED_STALE, rules.ACCEPTANCE_UNUSED)


def _with_causes(findings: Sequence[Finding]) -> list[Finding]:
    """Lay what explains that witnesses differ beside the findings that it explains."""
    causes: dict[EndpointId | None, list[Finding]] = {}
    for each in findings:
        if each.rule in _CAUSES:
            causes.setdefault(each.endpoint, []).append(each)
    explained: set[int] = set()
    placed: list[Finding] = []
    for each in findings:
        near = (
            cause for whom in dict.fromkeys((None, each.endpoint)) for cause in causes.get(whom, ())
        )
        beside = _explaining([*near], each)
        explained.update(map(id, beside))
        placed.append(replace(each, beside=(*beside,)) if beside else each)
    return [each for each in placed if id(each) not in explained]


def _explaining(near: Sequence[Finding], finding: Finding) -> list[Finding]:
    """Give the causes of a finding, of those about its endpoint or all of them.

    An edit of the contract explains what the client alone has otherwise, too.
    """
    is_edited = any(each.rule in _OTHER_CONTRACT for each in near)
    stand = stand_of(finding)
    is_of_client = stand is not None and stand.witness == "client"
    differs = finding.rule is rules.WITNESSES_DIFFER or (is_edited and is_of_client)
    return [
        cause
        for cause in near
        if (differs if cause.rule is not rules.ACCEPTANCE_UNUSED else _replaces(cause, finding))
    ]


def _replaces(unused: Finding, finding: Finding) -> bool:
    return any(_was_accepted(unused, each) for each in finding.each)


def _was_accepted(unused: Finding, finding: Finding) -> bool:
    """Tell whether an acceptance that nothing needs is of the same promise with other values."""
    accepted = (unused.endpoint, unused.name, unused.left, unused.right or "")
    return accepted == (finding.endpoint, finding.rule.id, str(finding.place), finding.name)
