from pathlib import Path

import pytest
from fal_codegen.contract import (
    Array,
    Endpoint,
    EndpointId,
    Enum,
    Field,
    Limit,
    Object,
    Ref,
    Scalar,
    Shape,
)
from fal_codegen.pages import Page, read_page

RATIOS = ("21:9", "16:9", "3:2", "4:3", "5:4", "1:1", "4:5", "3:4", "2:3", "9:16")
FORMATS = Enum(("jpeg", "png", "webp"))
TOLERANCE = Enum(("1", "2", "3", "4", "5", "6"))
COUNT = Scalar("integer", (Limit("minimum", 1), Limit("maximum", 4)))
TEXT, WHOLE, SWITCH = Scalar("string"), Scalar("integer"), Scalar("boolean")
REQUIRED, OPTIONAL = object(), object()

Told = dict[str, tuple[Shape, object]]
"""Per field its shape, and REQUIRED, OPTIONAL or its default."""


@pytest.fixture(scope="module")
def docs(corpus: Path) -> Path:
    return corpus.parent / "docs"


def read(path: Path, id_: str) -> Page:
    page = read_page(path.read_text("utf-8"), EndpointId(id_))
    assert isinstance(page, Page)
    return page


def facts(endpoint: Endpoint) -> Told:
    return {field.name: (field.shape, need(field)) for field in endpoint.input.fields}


def need(field: Field) -> object:
    if field.required:
        return REQUIRED
    return field.default if field.has_default else OPTIONAL


def test_the_llms_txt_of_pro_edit_is_read_completely(docs: Path) -> None:
    page = read(docs / "nano-banana-pro-edit.llms.txt", "fal-ai/nano-banana-pro/edit")
    expected: Told = {
        "prompt": (TEXT, REQUIRED),
        "num_images": (COUNT, 1),
        "aspect_ratio": (Enum(("auto", *RATIOS)), "auto"),
        "output_format": (FORMATS, "png"),
        "sync_mode": (SWITCH, False),
        "image_urls": (Array(TEXT), REQUIRED),
        "resolution": (Enum(("1K", "2K", "4K")), "1K"),
    }
    assert list(facts(page.endpoint).items()) == list(expected.items())
    assert page.endpoint.category == "image-to-image"
    assert [len(field.examples) for field in page.endpoint.input.fields] == [1, 0, 0, 0, 0, 1, 0]
    assert isinstance(page.input_example, dict)
    assert list(page.input_example) == [name for name in expected if name != "sync_mode"]
    assert page.statements == ()


@pytest.mark.parametrize(
    ("id_", "own"),
    [
        ("fal-ai/nano-banana", {"aspect_ratio": (Enum(RATIOS), "1:1")}),
        (
            "fal-ai/nano-banana/edit",
            {
                "aspect_ratio": (Enum(("auto", *RATIOS)), "auto"),
                "image_urls": (Array(TEXT), REQUIRED),
            },
        ),
    ],
)
def test_both_tabs_of_the_mintlify_page_are_read_completely(
    docs: Path, id_: str, own: Told
) -> None:
    page = read(docs / "nano-banana.mintlify.mdx", id_)
    assert facts(page.endpoint) == own | {
        "prompt": (TEXT, REQUIRED),
        "num_images": (COUNT, 1),
        "seed": (WHOLE, OPTIONAL),
        "output_format": (FORMATS, "png"),
        "safety_tolerance": (TOLERANCE, "4"),
        "sync_mode": (SWITCH, False),
        "limit_generations": (SWITCH, False),
    }
    assert isinstance(page.output_example, dict)
    assert list(page.output_example) == ["images", "description"]
    assert [(claim.place, claim.keyword, claim.value) for claim in page.said("limitations")] == [
        ("input/num_images", "minimum", 1),
        ("input/num_images", "maximum", 4),
        ("input/output_format", "enum", [*FORMATS.values]),
        ("input/safety_tolerance", "enum", [*TOLERANCE.values]),
    ]
    said = page.said("text", "table", "description")
    assert [(claim.place, claim.keyword, claim.value) for claim in said] == [
        ("input/safety_tolerance", "minimum", 1),
        ("input/safety_tolerance", "maximum", 6),
    ]


def test_the_api_page_of_2025_is_read_with_the_type_it_defines(docs: Path) -> None:
    page = read(docs / "nano-banana.2025.api-page.md", "fal-ai/nano-banana")
    assert facts(page.endpoint) == {"prompt": (TEXT, REQUIRED), "num_images": (WHOLE, 1)}
    assert isinstance(page.endpoint.output, Object)
    assert [field.shape for field in page.endpoint.output.fields] == [Array(Ref("Image")), TEXT]
    (image,) = page.endpoint.parts
    assert isinstance(image.shape, Object)
    assert [(field.name, field.shape, field.required) for field in image.shape.fields] == [
        ("url", TEXT, True),
        ("content_type", TEXT, False),
        ("file_name", TEXT, False),
        ("file_size", WHOLE, False),
        ("width", WHOLE, False),
        ("height", WHOLE, False),
    ]
    assert isinstance(page.input_example, dict)
    assert isinstance(page.output_example, dict)
