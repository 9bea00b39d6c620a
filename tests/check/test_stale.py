"""A recording is stale where its contract changed in a place that it has to do with."""

import json
from collections.abc import Mapping
from copy import deepcopy
from dataclasses import replace
from typing import Any

import pytest
from fal_codegen.cassettes import Cassette, Exchange, Promises, Stamp, read_cassette, write_cassette
from fal_codegen.check import changed_promises, check_stale, promises_of
from fal_codegen.contract import Document, FilePlace, Json, digest
from fal_codegen.judge import Judge

from tests.check.conftest import PAINT
from tests.documents import document, part

DIRECT, QUEUE = f"https://fal.run/{PAINT}", f"https://queue.fal.run/{PAINT}"
HOME = FilePlace(f"cassettes/{PAINT}")
INPUT: dict[str, Any] = {
    "type": "object",
    "title": "PainterInput",
    "required": ["prompt"],
    "properties": {
        "prompt": {"type": "string", "maxLength": 40, "description": "What to paint."},
        "num_images": {"type": "integer", "minimum": 1, "maximum": 4, "default": 1},
        "format": part("Format"),
        "size": {"anyOf": [part("Size"), {"enum": ["wide", "tall"]}]},
        "loras": {"type": "array", "items": part("Lora")},
        "seed": {"anyOf": [{"type": "integer"}, {"type": "null"}]},
        "mask": {"type": "string", "not": part("Forbidden")},
        "tree": part("Tree"),
    },
}
OUTPUT: dict[str, Any] = {
    "type": "object",
    "required": ["images"],
    "properties": {
        "images": {"type": "array", "items": part("Picture")},
        "seed": {"type": "integer"},
    },
}
COMPONENTS: dict[str, Any] = {
    "Format": {"type": "string", "enum": ["png", "jpeg"], "default": "png"},
    "Size": {
        "type": "object",
        "properties": {"width": {"type": "integer", "maximum": 2048}, "height": {"minimum": 1}},
    },
    "Lora": {
        "type": "object",
        "required": ["path"],
        "properties": {"path": {"type": "string"}, "scale": {"type": "number", "maximum": 2}},
    },
    "Picture": {"type": "object", "properties": {"url": {"type": "string"}, "width": {}}},
    "Forbidden": {"enum": ["none"]},
    "Tree": {
        "type": "object",
        "properties": {"depth": {"type": "integer"}, "left": part("Tree")},
    },
}
BODY: Json = {
    "prompt": "a red door",
    "size": {"width": 512},
    "loras": [{"path": "a"}, {"path": "b", "scale": 1}],
    "mask": "m.png",
    "tree": {"left": {"left": {"depth": 1}}},
}
ANSWER: Json = {"images": [{"url": "https://v3.fal.media/1.png"}]}


def whole(
    input_: dict[str, Any] = INPUT,
    output: dict[str, Any] = OUTPUT,
    components: dict[str, Any] = COMPONENTS,
) -> Document:
    return document(deepcopy(input_), deepcopy(output), deepcopy(components), PAINT)


def spelled(value: Json) -> bytes:
    return json.dumps(value).encode()


def tape(
    body: Json = BODY,
    status: int = 200,
    answer: Json = ANSWER,
    contract: Document | None = None,
) -> Cassette:
    """Give a recording as it was stamped under the document, or a given one."""
    base = whole() if contract is None else contract
    stamp = Stamp(PAINT, "sync", "emulator", "2026-11-01", digest(base))
    exchange = Exchange("POST", DIRECT, spelled(body), status, spelled(answer))
    bare = Cassette(stamp, (exchange,))
    stamped = replace(stamp, promises=promises_of(bare, Judge(base)))
    return Cassette(stamped, (exchange,))


def stale(cassette: Cassette, now: Document) -> list[Json]:
    """Give the places that a recording's findings name, one each."""
    found = [*check_stale(PAINT, [cassette], Judge(now), digest(now), HOME)]
    assert {each.rule.id for each in found} <= {"cassette-stale"}
    return [place for each in found for place in each.left]  # type: ignore[union-attr]


def altered(schemas: Mapping[str, Any], *steps: str, **values: Json) -> dict[str, Any]:
    """Give schemas with keywords changed at one place; None takes one away."""
    copy = deepcopy(dict(schemas))
    here: Any = copy
    for step in steps:
        here = here[int(step) if step.isdecimal() else step]
    here.update(values)
    for name in [name for name, value in values.items() if value is None]:
        del here[name]
    return copy


FIELDS = "properties"
CHANGES: dict[str, tuple[Document, list[str]]] = {
    "a bound of a field that was sent": (
        whole(altered(INPUT, FIELDS, "prompt", maxLength=50)),
        ["input/prompt"],
    ),
    "a bound of a field that was not sent": (
        whole(altered(INPUT, FIELDS, "num_images", maximum=3)),
        [],
    ),
    "a default that was relied on": (
        whole(altered(INPUT, FIELDS, "num_images", default=2)),
        ["input/num_images"],
    ),
    "a default in another schema that was relied on": (
        whole(components=altered(COMPONENTS, "Format", default="jpeg")),
        ["input/format"],
    ),
    "a bound deep in one alternative": (
        whole(components=altered(COMPONENTS, "Size", FIELDS, "width", maximum=4096)),
        ["input/size/width"],
    ),
    "a bound of a neighbour of what was sent": (
        whole(components=altered(COMPONENTS, "Size", FIELDS, "height", minimum=2)),
        [],
    ),
    "a bound of items": (
        whole(components=altered(COMPONENTS, "Lora", FIELDS, "scale", maximum=4)),
        ["input/loras/*/scale"],
    ),
    "a field of items that is required now": (
        whole(components=altered(COMPONENTS, "Lora", required=["path", "scale"])),
        ["input/loras/*/scale"],
    ),
    "what a not leads to": (
        whole(components=altered(COMPONENTS, "Forbidden", enum=["none", "all"])),
        ["input/mask"],
    ),
    "a schema that holds itself": (
        whole(components=altered(COMPONENTS, "Tree", FIELDS, "depth", maximum=9)),
        ["input/tree/left/left/depth"],
    ),
    "a field that was left out and is required now": (
        whole(altered(INPUT, required=["prompt", "seed"])),
        ["input/seed"],
    ),
    "a new field that is required": (
        whole(
            altered(altered(INPUT, FIELDS, style={"type": "string"}), required=["prompt", "style"])
        ),
        ["input/style"],
    ),
    "a new field that is not": (whole(altered(INPUT, FIELDS, style={"default": "oil"})), []),
    "a field that was sent and is not required any more": (
        whole(altered(INPUT, required=None)),
        ["input/prompt"],
    ),
    "unlisted fields refused": (
        whole(altered(INPUT, additionalProperties=False)),
        ["input"],
    ),
    "texts, titles and examples": (
        whole(
            altered(altered(INPUT, title="X"), FIELDS, "prompt", description="y", examples=["z"])
        ),
        [],
    ),
    "a field of the answer": (
        whole(components=altered(COMPONENTS, "Picture", FIELDS, "url", format="uri")),
        ["output/images/*/url"],
    ),
    "a field that the answer does not have": (
        whole(output=altered(OUTPUT, FIELDS, "seed", minimum=0)),
        [],
    ),
    "a field that every answer has now": (
        whole(output=altered(OUTPUT, required=["images", "seed"])),
        ["output/seed"],
    ),
    "a schema written out in place of a reference": (
        whole(altered(INPUT, FIELDS, format=COMPONENTS["Format"])),
        [],
    ),
    "a schema of another name": (
        whole(
            altered(INPUT, FIELDS, "loras", items=part("Weight")),
            components=COMPONENTS | {"Weight": COMPONENTS["Lora"]},
        ),
        [],
    ),
}


@pytest.mark.parametrize(("now", "places"), CHANGES.values(), ids=CHANGES)
def test_a_recording_is_stale_where_its_places_changed(now: Document, places: list[str]) -> None:
    assert stale(tape(), now) == places


def test_what_a_refused_body_leaves_out_matters_only_where_it_was_required() -> None:
    refused = tape({"num_images": 9}, 422, {"detail": []})
    seed = whole(altered(INPUT, FIELDS, "num_images", maximum=9))
    assert stale(refused, seed) == ["input/num_images"]
    assert stale(refused, whole(altered(INPUT, required=None))) == ["input/prompt"]
    assert stale(refused, whole(components=altered(COMPONENTS, "Format", default="jpeg"))) == []


def test_what_a_queue_took_and_gave_is_exercised_too() -> None:
    job = Exchange("GET", f"{QUEUE}/requests/1", b"", 200, spelled(ANSWER))
    sent = Exchange("POST", QUEUE, spelled(BODY), 200, spelled({"request_id": "1"}))
    look = Exchange("GET", f"{QUEUE}/requests/1/status", b"", 200, spelled({"status": "x"}))
    queued = Cassette(tape().stamp, (sent, look, job))
    assert promises_of(queued, Judge(whole())) == promises_of(tape(), Judge(whole()))


def test_a_stamp_comes_back_from_its_file_with_what_it_exercised() -> None:
    stamped = tape()
    assert stamped.stamp.promises is not None
    assert "input/loras/*/path" in stamped.stamp.promises.exercised
    assert read_cassette(write_cassette(stamped)).stamp == stamped.stamp


def test_recordings_without_digests_are_told_of_once() -> None:
    older = Stamp(PAINT, "sync", "live", "2026-11-01", "of another document")
    tapes = [Cassette(older, tape().exchanges)] * 3
    now = whole()
    (found,) = check_stale(PAINT, tapes, Judge(now), digest(now), HOME)
    assert (found.rule.id, found.place, found.left) == ("cassette-unknown", HOME, 3)
    assert found.evidence["recordings"] == ["sync"] * 3
    places = found.evidence["places"]
    assert isinstance(places, dict)
    assert places["input/prompt"] == ["maxLength", "type"]
    assert places["input/size/width"] == ["maximum", "type"]
    assert "input/num_images" not in places  # which was not sent


def test_an_unmoved_contract_makes_no_recording_stale_digests_or_none() -> None:
    older = Stamp(PAINT, "sync", "live", "2026-11-01", digest(whole()))
    now = whole()
    tapes = [Cassette(older, tape().exchanges), tape()]
    assert [*check_stale(PAINT, tapes, Judge(now), digest(now), HOME)] == []


def test_a_document_whose_references_multiply_is_read_in_no_time() -> None:
    """Each of fifteen schemas leads twice to the next; many more are refused by the judge."""
    chain: dict[str, Any] = {
        f"L{n}": {"anyOf": [part(f"L{(n + 1) % 15}")] * 2, "maximum": n} for n in range(15)
    }
    knots: list[Json] = [part("L0"), {"not": part("L0")}]
    for field in knots:
        now = whole(altered(INPUT, FIELDS, knot=field), components=COMPONENTS | chain)
        other = altered(chain, "L14", maximum=1)
        moved = whole(altered(INPUT, FIELDS, knot=field), components=COMPONENTS | other)
        body: Json = {"prompt": "a", "knot": "x"}
        assert stale(tape(body, contract=now), moved) == ["input/knot"]
        assert stale(tape(body, contract=now), now) == []


def test_alternatives_and_demands_are_told_apart() -> None:
    one: dict[str, Json] = {"minimum": 1}
    two: dict[str, Json] = {"maximum": 9}
    forms: list[Json] = [
        {"anyOf": [one, {"allOf": [two, {"multipleOf": 2}]}]},
        {"allOf": [one, {"anyOf": [two, {"multipleOf": 2}]}]},
        {"oneOf": [one, two]},
        {"anyOf": [one, two]},
        {"not": one},
        {"not": two},
        False,
        True,
    ]
    seen = [
        promises_of(
            tape({"prompt": "a", "x": 3}),
            Judge(whole(altered(INPUT, FIELDS, x=form))),
        ).exercised["input/x"]
        for form in forms
    ]
    assert len({*seen}) == len(forms)


def test_a_field_left_out_that_is_new_changes_nothing() -> None:
    then, now = Promises({}, {}), Promises({}, {"input/a": "default 1"})
    assert changed_promises(then, now) == ()
    assert changed_promises(now, then) == ("input/a",)
