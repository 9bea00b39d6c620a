"""What a request decides about cases is laid at the limit that it blames, with its own argument."""

from typing import Any

from fal_codegen.cases import Case
from fal_codegen.check import check_cases

from tests.check.conftest import PAINT


def refused(loc: list[str], kind: str, **context: object) -> dict[str, Any]:
    return {"errors": [{"loc": loc, "type": kind, "msg": "no", "ctx": context}]}


def allowed(name: str, keyword: str) -> Case:
    return Case(name, keyword, 8, {name: 5}, valid=True, taken=True)


def test_what_is_refused_for_what_it_lacks_is_one_finding_whatever_the_bodies_probe() -> None:
    cases = [allowed("seed", "minimum"), allowed("count", "maximum")]
    outcomes = [refused(["prompt"], "missing")] * 2
    (finding,) = check_cases(PAINT, cases, outcomes, lambda _: ())
    assert (str(finding.place), finding.name) == ("input/prompt", "required")


def test_a_client_tells_the_limit_that_it_has_in_the_documents_place() -> None:
    outcome = refused(["size"], "less_than_equal", le=4)
    (finding,) = check_cases(PAINT, [allowed("size", "maximum")], [outcome], lambda _: ())
    assert (finding.right, finding.evidence) == (8, {"limit": 4})
