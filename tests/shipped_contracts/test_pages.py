"""The committed pages claim what the documentation says, also where the document disagrees."""

import json
from pathlib import Path

import pytest
from fal_codegen.contract import Claim, Enum
from fal_codegen.pages import Page, PageProvenance, read_docs, read_pages, write_docs

from tests.shipped_contracts.family import INPUTS, RATIOS, WITH_AUTO, WITH_EXTREMES

CONTRACTS = Path(__file__).parents[2] / "contracts"
SCHEMA_ONLY = {"system_prompt", "video_url", "audio_url", "pdf_url"}

SOURCES = sorted((Path(__file__).parent / "pages").iterdir())

endpoints = pytest.mark.parametrize("id_", INPUTS)


def load(id_: str) -> Page:
    page = read_docs(json.loads((CONTRACTS / id_ / "docs.json").read_text("utf-8")))
    assert isinstance(page, Page)
    return page


def claims(id_: str) -> list[tuple[str, str]]:
    said = load(id_).said("text", "table", "description")
    return [(claim.place, claim.keyword) for claim in said]


def claim(id_: str, place: str) -> Claim:
    said = load(id_).said("text", "table", "description")
    (found,) = (each for each in said if each.place == place)
    return found


@endpoints
def test_a_page_is_about_its_folder(id_: str) -> None:
    assert load(id_).endpoint.id == id_


@endpoints
def test_a_page_shows_the_documents_fields_in_its_order_but_for_the_undocumented(id_: str) -> None:
    shown = [field.name for field in load(id_).endpoint.input.fields]
    assert shown == [name for name in INPUTS[id_] if name not in SCHEMA_ONLY]


@endpoints
def test_a_page_claims_one_generation_a_round_only_for_the_second_model(id_: str) -> None:
    field = load(id_).endpoint.input.field("limit_generations")
    assert field is not None
    assert field.default is ("nano-banana-2" in id_)


@pytest.mark.parametrize("id_", [id_ for id_ in INPUTS if id_.endswith("/edit")])
def test_every_editing_page_requires_images(id_: str) -> None:
    field = load(id_).endpoint.input.field("image_urls")
    assert field is not None
    assert field.required


@pytest.mark.parametrize(
    ("id_", "values"),
    [
        ("fal-ai/nano-banana", RATIOS),
        ("fal-ai/nano-banana/edit", WITH_AUTO),
        ("fal-ai/nano-banana-pro", WITH_AUTO),
        ("fal-ai/nano-banana-pro/edit", WITH_AUTO),
        ("fal-ai/nano-banana-2", WITH_EXTREMES),
        ("fal-ai/nano-banana-2/edit", WITH_EXTREMES),
    ],
)
def test_a_field_list_names_all_ratios(id_: str, values: list[str]) -> None:
    field = load(id_).endpoint.input.field("aspect_ratio")
    assert field is not None
    assert field.shape == Enum(tuple(values))


@endpoints
def test_the_limitations_leave_out_ratios_and_lengths(id_: str) -> None:
    named = [each.place.removeprefix("input/") for each in load(id_).said("limitations")]
    expected = ["num_images", "num_images", "output_format", "safety_tolerance"]
    expected += [name for name in ("resolution", "thinking_level") if name in INPUTS[id_]]
    assert named == expected


@pytest.mark.parametrize("id_", [id_ for id_ in INPUTS if "nano-banana-2" not in id_])
def test_the_older_pages_promise_nothing_in_prose(id_: str) -> None:
    assert claims(id_) == []


@pytest.mark.parametrize("id_", ["fal-ai/nano-banana-2", "fal-ai/nano-banana-2/edit"])
def test_the_second_models_page_disagrees_with_its_own_field_list(id_: str) -> None:
    assert claim(id_, "input/enable_google_search").keyword == "properties"
    assert claim(id_, "input/aspect_ratio").value == WITH_AUTO
    assert claim(id_, "input/resolution").value == ["512x512"]


def test_only_the_editing_tab_speaks_of_reference_images_and_other_media() -> None:
    id_ = "fal-ai/nano-banana-2/edit"
    assert claim(id_, "input/image_urls").value == 14
    names = ("image_urls", "video_url", "audio_url", "pdf_url")
    assert claim(id_, "input").value == [{"required": [name]} for name in names]
    assert len(claims("fal-ai/nano-banana-2")) == len(claims(id_)) - 2


def test_the_committed_pages_are_what_their_texts_are_read_as() -> None:
    read = [page for path in SOURCES for page in read_pages(path.read_text("utf-8")).pages]
    assert sorted(page.id for page in read) == sorted(INPUTS)
    for page in read:
        committed = json.loads((CONTRACTS / page.id / "docs.json").read_text("utf-8"))
        origin = PageProvenance(committed["source"], committed["date"])
        assert write_docs(page, origin) == committed
