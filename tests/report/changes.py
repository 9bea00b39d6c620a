"""Changes of a contract, and what a comparison came to that found them."""

from fal_codegen.contract import EndpointId, Json
from fal_codegen.drift import RULES_BY_ID, Change
from fal_codegen.pipeline import DriftResult, Gaps, Levels

from tests.report.conftest import PAINT

FIELD: Json = {"required": False, "schema": {"type": "string"}}
VALUES: dict[str, tuple[Json, Json]] = {
    "default": ([7], [8]),
    "claim": ({"value": 7, "text": "Up to 7."}, {"value": 8, "text": "Up to 8."}),
    "enum": ([7], [8]),
    "type": (["integer"], ["string"]),
    "server": ([{"url": "https://7"}], [{"url": "https://8"}]),
    "field": (FIELD, FIELD),
}


def change(rule: str, before: Json = 7, after: Json = 8, name: str = "NAME") -> Change:
    made = RULES_BY_ID[rule]
    return Change(PAINT, made, made.level, "input/x", "/p", name, before, after, ("input/x",))


def result(*changes: Change, refused: tuple[str, ...] = ()) -> DriftResult:
    compared = [EndpointId("acme/other"), *dict.fromkeys(each.endpoint for each in changes)]
    return DriftResult([*changes], compared, [*refused], [], Gaps(), Levels("unknown", {}))
