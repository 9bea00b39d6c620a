"""The version that the generated package deserves, judged by griffe, mypy and the old call."""

from collections.abc import Mapping
from dataclasses import dataclass

import pytest
from fal_codegen.contract import Document
from fal_codegen.drift import BUMPS, RULES, advise_version, bump_of, changes, gone
from fal_codegen.pipeline.comparing.client_classes import lost_classes

from tests.documents import document, fields

from .advice.judges import (
    committed,
    generated,
    griffe_objects,
    id_of,
    mypy_objects,
    run_objects,
    written,
)
from .advice.rows import GRIFFE, MYPY, ROWS, RUN
from .test_rules import COUNT, ID, TEXT

VERSIONS: dict[tuple[str, str], str] = {
    ("0.1.0", "major"): "0.2.0",
    ("0.1.0", "minor"): "0.1.1",
    ("0.1.3", "patch"): "0.1.4",
    ("1.2.3", "major"): "2.0.0",
    ("1.2.3", "minor"): "1.3.0",
    ("1.2.3", "patch"): "1.2.4",
    ("2", "minor"): "2.1.0",
    ("1.0.0rc1", "major"): "2.0.0",
}
STEPS: dict[str, tuple[Document, Document]] = {
    "major": (document(fields(it=COUNT)), document(fields(it={**COUNT, "maximum": 3}))),
    "minor": (document(fields(it=COUNT)), document(fields(it=COUNT, more=TEXT))),
    "patch": (document(fields(it=COUNT)), document(fields(it={**COUNT, "description": "One."}))),
}


@pytest.mark.parametrize(("version", "bump"), VERSIONS)
def test_the_next_version_follows_from_the_worst_change(version: str, bump: str) -> None:
    advice = advise_version(changes(*STEPS[bump], ID), version)
    assert advice is not None
    assert (advice.bump, advice.version) == (bump, VERSIONS[version, bump])


def test_without_changes_there_is_no_next_version() -> None:
    assert advise_version((), "1.0.0") is None


def test_an_endpoint_that_is_gone_is_a_major_change() -> None:
    advice = advise_version([gone(ID)], "1.0.0")
    assert advice is not None
    assert (advice.bump, advice.because.rule.id) == ("major", "request-endpoint-removed")


def test_what_breaks_is_major_but_for_formats_which_are_no_types() -> None:
    for rule in RULES:
        assert bump_of(rule) in BUMPS
        if rule.level == "breaking":
            assert bump_of(rule) == "major" or rule.kind == "format", rule.id


UNSEEN: dict[str, str] = {
    "names": "the client holds no rule for names that it does not list",
    "dependency": "the service refuses such a body, and the client only some",
    "condition": "the service alone holds conditions",
    "exclusion": "the service alone holds what is ruled out",
    "contains": "the service alone holds what a list must contain",
    "items": "no judge reads tuples apart",
    "keyword": "the service alone holds keywords that no type has",
    "extra": "a request names its fields, so others are sent by nobody",
    "field": "of fields that come, the other rules of theirs have rows",
    "endpoint": "the whole module comes or goes",
    "result": "the document says nothing of answers any more",
    "hint": "words of the playground",
    "file-limit": "files are held to their limits by the service",
    "claim": "words",
    "page": "words",
    "read-only": "words",
    "order": "words",
    "examples": "words",
    "playground": "words",
    "unused": "nothing refers to it",
    "other": "nobody knows what it means",
    "format": "formats are no types of the client",
    "deprecated": "words",
}
"""Kinds of change, some of whose rules no judge of the package could see, each with the reason."""
NEVER: dict[str, str] = {
    "answer-required-loosened": "what may be missing is of another type to who reads it",
    "answer-nullable-loosened": "what may be null is of another type to who reads it",
    "answer-type-loosened": "some other type is one that the client of before reads alike",
    "answer-enum-unreadable": "listed values of another type, which the row of types shows",
    "answer-limit-unreadable": "a bound is no type",
    "answer-default-refused": "answers have no defaults that anybody sends",
}
"""Rules that have no row because another one has what they would show, each with the reason."""


def test_every_rule_of_bodies_has_judges_or_a_reason_why_it_has_none() -> None:
    for rule in RULES:
        if rule.side != "envelope" and rule.effect not in ("keeps", "undecided"):
            assert rule.id in ROWS or rule.id in NEVER or rule.kind in UNSEEN, rule.id


@dataclass(frozen=True, slots=True)
class Judged:
    """The rules of which each judge objects to the code before, or to the package after."""

    before: Mapping[str, set[str]]
    after: Mapping[str, set[str]]


@pytest.fixture(scope="module")
def judged(tmp_path_factory: pytest.TempPathFactory) -> Judged:
    """Generate two packages with an endpoint for each rule, and have all judges look at them."""
    root = tmp_path_factory.mktemp("judged")
    pairs = {rule: row.documents(rule, id_of(rule)) for rule, row in ROWS.items()}
    use = root / "use"
    written(use, {rule: (row.call, row.read) for rule, row in ROWS.items()})
    project = root / "project"
    project.mkdir()
    package = generated(project, {id_of(rule): pair[0] for rule, pair in pairs.items()})
    committed(project, "before")
    before = {MYPY: mypy_objects(use, package, ROWS), RUN: run_objects(use, package, ROWS)}
    generated(project, {id_of(rule): pair[1] for rule, pair in pairs.items()})
    after = {
        MYPY: mypy_objects(use, package, ROWS),
        RUN: run_objects(use, package, ROWS),
        GRIFFE: griffe_objects(project, package, ROWS),
    }
    return Judged(before, after)


@pytest.mark.deep
@pytest.mark.parametrize("rule", ROWS)
def test_griffe_mypy_and_the_old_call_agree_with_the_advice(rule: str, judged: Judged) -> None:
    row, id_ = ROWS[rule], id_of(rule)
    before, after = row.documents(rule, id_)
    found = changes(before, after, id_)
    found = (*found, *lost_classes(before, after, id_, found))
    assert rule in {each.rule.id for each in found}
    objecting = {judge for judge, rules in judged.after.items() if rule in rules}
    assert not {judge for judge, rules in judged.before.items() if rule in rules}
    assert objecting == row.seen
    advice = advise_version(found, "1.0.0")
    assert advice is not None
    assert (advice.bump == "major") == bool(objecting)
