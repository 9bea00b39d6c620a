"""What really changed at the service, between two dates of one document."""

from pathlib import Path

import pytest
from fal_codegen.contract import Document, EndpointId
from fal_codegen.drift import Change, changes

from tests.documents import PAINTER, corpus, document, load

ID = EndpointId(PAINTER)
WORDING = ("description", "examples")


def story(before: Document, after: Document) -> set[tuple[str, str]]:
    """Tell the rules and places of what changed, wording aside."""
    return {
        (change.rule.id, change.place)
        for change in changes(before, after, ID)
        if change.rule.kind not in WORDING
    }


def dated(name: str, date: str) -> Document:
    """Read an input schema that was kept with its date."""
    return document(load(corpus().parent / "drift" / f"{name}@{date}.input.json"))


STORIES = {
    ("fal-ai__nano-banana-pro__edit", "2025-12-17", "2026-05-12"): {
        ("request-field-added", "input/seed"),
        ("request-nullable-loosened", "input/aspect_ratio"),
        ("request-field-added", "input/safety_tolerance"),
        ("request-field-added", "input/system_prompt"),
    },
    ("fal-ai__nano-banana-pro__edit", "2026-05-12", "2026-09-04"): {
        ("request-default-changed", "input/limit_generations"),
    },
    ("fal-ai__nano-banana__edit", "2025-09-03", "2026-05-12"): {
        ("request-limit-loosened", "input/prompt"),
        ("request-field-added", "input/seed"),
        ("request-field-added", "input/aspect_ratio"),
        ("request-enum-loosened", "input/output_format"),
        ("request-default-changed", "input/output_format"),
        ("request-field-added", "input/safety_tolerance"),
        ("request-limit-loosened", "input/image_urls"),
        ("request-field-added", "input/limit_generations"),
        ("request-order-changed", "input"),
    },
}


@pytest.mark.parametrize("step", STORIES, ids=lambda step: f"{step[0]} from {step[1]}")
def test_a_dated_pair_tells_what_changed_and_no_more(step: tuple[str, str, str]) -> None:
    name, before, after = step
    assert story(dated(name, before), dated(name, after)) == STORIES[step]


def flux_lora(*folder: str) -> Path:
    return corpus().joinpath(*folder, "fal-ai", "flux-lora.json")


def test_much_reordering_is_no_change_and_one_new_wording_is_one() -> None:
    before = load(flux_lora("as-served", "2026-02-07"))
    after = load(flux_lora("as-served", "latest"))
    (change,) = changes(before, after, ID)
    assert (change.rule.id, change.rule.level) == ("request-description-changed", "info")
    assert change.place == "input/sync_mode"


def test_a_field_that_was_taken_away_is_breaking() -> None:
    served = load(flux_lora("as-served", "latest"))
    listed = load(flux_lora("catalogue-2026-05-12"))
    breaking: list[Change] = [
        change for change in changes(listed, served, ID) if change.level == "breaking"
    ]
    assert {(change.rule.id, change.place) for change in breaking} >= {
        ("request-field-removed", "input/acceleration")
    }
