"""The answers of recordings held to what was asked for, as findings."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import pairwise

from fal_codegen.cassettes import Cassette, is_whole
from fal_codegen.check import media_rules as rules
from fal_codegen.check.answers.facts import HeldFact, hold, repeats
from fal_codegen.check.answers.files import AnswerFile, others_of, pictures_of
from fal_codegen.check.answers.relations import SIZES
from fal_codegen.check.exchanges import files_in, sent_in
from fal_codegen.check.findings import Finding
from fal_codegen.check.rule import Rule
from fal_codegen.contract import (
    Endpoint,
    EndpointId,
    FilePlace,
    Json,
    ScenarioPlace,
    canonical,
    parse,
)

_RULES: Mapping[str, Rule] = {
    "count": rules.MEDIA_COUNT_DIFFERS,
    "form": rules.MEDIA_FORM_DIFFERS,
    "pixels": rules.MEDIA_PIXELS_DIFFER,
    "ratio": rules.MEDIA_RATIO_DIFFERS,
    "sides": rules.MEDIA_SIDES_DIFFER,
    "seed": rules.MEDIA_SEED_DIFFERS,
    "inline": rules.MEDIA_INLINE_DIFFERS,
    "named": rules.MEDIA_NAME_DIFFERS,
    "described": rules.MEDIA_DESCRIBED_DIFFERS,
}


@dataclass(frozen=True, slots=True)
class HeldAnswers:
    """What holding answers came to: findings, and how many facts were decided, and could not be."""

    findings: tuple[Finding, ...] = ()
    decided: int = 0
    undecided: int = 0


@dataclass(frozen=True, slots=True)
class _Answered:
    """An answer of a recording, and what it was asked by."""

    scenario: str
    source: str
    key: str
    body: dict[str, Json]
    answer: Json
    pictures: list[AnswerFile]
    others: list[AnswerFile]


def check_answers(
    endpoint: Endpoint, cassettes: Iterable[Cassette], place: FilePlace
) -> HeldAnswers:
    """Hold the answers of recordings to what was asked for; `place` is where the rest is told."""
    answers = [each for cassette in cassettes for each in _answers(cassette)]
    facts = [*_held(endpoint, answers)]
    findings = [*_findings(endpoint.id, facts)]
    undecided = sum(fact.verdict == "cannot tell" for _, fact in facts)
    if undecided:
        findings.append(Finding(rules.MEDIA_UNSEEN, endpoint.id, place, undecided))
    return HeldAnswers(tuple(findings), len(facts) - undecided, undecided)


def asked_by(endpoint: Endpoint, body: Mapping[str, Json]) -> dict[str, Json]:
    """Give what a body asks for, with the defaults of what it leaves out.

    A size may be said in two ways, of which one holds: what a body says silences the default of the
    other way, and where both are defaults nobody knows which holds.
    """
    defaults = {each.name: each.default for each in endpoint.input.fields if each.has_default}
    asked = {**defaults, **body}
    silent = {
        name
        for one, others in pairwise((*SIZES, SIZES[0]))
        for name in one
        if name not in body and any(other in asked for other in others)
    }
    return {name: value for name, value in asked.items() if name not in silent}


def _answers(cassette: Cassette) -> Iterator[_Answered]:
    files, stamp = files_in(cassette), cassette.stamp
    for sent in sent_in(cassette):
        if not sent.answer.succeeded or not isinstance(sent.body, dict):
            continue
        try:
            answer = parse(sent.answer.response)
        except ValueError:
            continue  # another finding tells of it
        key = f"{stamp.source} {stamp.contract} {canonical(sent.body)}"
        found = pictures_of(answer, files), others_of(answer, files)
        yield _Answered(stamp.scenario, stamp.source, key, sent.body, answer, *found)


def _held(endpoint: Endpoint, answers: list[_Answered]) -> Iterator[tuple[_Answered, HeldFact]]:
    """Give every fact with its answer; of answers to one body with a seed, each to the next."""
    alike: dict[str, list[_Answered]] = {}
    for each in answers:
        asked = asked_by(endpoint, each.body)
        for fact in hold(asked, each.answer, each.pictures, each.others):
            yield each, fact
        if isinstance(each.body.get("seed"), int):
            alike.setdefault(each.key, []).append(each)
    for same in alike.values():
        for one, other in pairwise(same):
            files = [[*each.pictures, *each.others] for each in (one, other)]
            for fact in repeats(*files):
                known = fact if is_whole(one.body) else replace(fact, verdict="cannot tell")
                yield other, known


def _findings(endpoint: EndpointId, held: list[tuple[_Answered, HeldFact]]) -> Iterator[Finding]:
    """Give a finding for each kind of difference, which names all files that have it."""
    wrong: dict[tuple[str, str, str, str, str, str], list[tuple[_Answered, HeldFact]]] = {}
    for answered, fact in held:
        if fact.verdict == "otherwise":
            spelled = canonical(fact.asked), canonical(fact.found)
            swapped = ", with its sides swapped" if fact.swapped else ""
            key = (answered.scenario, fact.fact, fact.name, *spelled, swapped)
            wrong.setdefault(key, []).append((answered, fact))
    for (scenario, kind, name, _, _, swapped), facts in wrong.items():
        rule, (answered, first) = _RULES[kind], facts[0]
        places = ", ".join(dict.fromkeys(fact.place for _, fact in facts if fact.place))
        yield Finding(
            rule,
            endpoint,
            ScenarioPlace(scenario),
            first.asked,
            first.found,
            name,
            places + swapped,
            {"source": answered.source, "by_default": name not in answered.body},
        )
