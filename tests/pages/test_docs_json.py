import pytest
from fal_codegen.contract import Json, Problem
from fal_codegen.pages import read_docs

LEAST: dict[str, Json] = {
    "endpoint": "acme/painter",
    "form": "llms.txt",
    "source": "a test",
    "date": "2026-11-21",
    "input": [],
    "output": [],
}
WRONG: dict[str, tuple[Json, str]] = {
    "no object": ([], ""),
    "an endpoint that is no id": ({**LEAST, "endpoint": "painter"}, "/endpoint"),
    "an unknown form": ({**LEAST, "form": "pdf"}, "/form"),
    "an unknown key": ({**LEAST, "outputs": []}, ""),
    "a field without a type": ({**LEAST, "input": [{"name": "x"}]}, "/input/0"),
    "a bound that is no number": (
        {**LEAST, "input": [{"name": "x", "type": "integer", "minimum": "1"}]},
        "/input/0/minimum",
    ),
    "a claim about nothing": ({**LEAST, "prose": [{"keyword": "enum"}]}, "/prose/0"),
}


@pytest.mark.parametrize(("value", "pointer"), WRONG.values(), ids=WRONG.keys())
def test_what_is_no_docs_json_is_a_problem_with_its_place(value: Json, pointer: str) -> None:
    problem = read_docs(value)
    assert isinstance(problem, Problem)
    assert problem.pointer == pointer


def test_a_problem_stays_short_however_long_the_value() -> None:
    problem = read_docs({**LEAST, "input": "x" * 100_000})
    assert isinstance(problem, Problem)
    assert len(problem.message) < 300
