import json
from pathlib import Path
from typing import TypeVar

import pytest
from fal_codegen.contract import (
    NULL,
    Anything,
    Array,
    Claim,
    Endpoint,
    EndpointId,
    Enum,
    Field,
    Json,
    Limit,
    Object,
    Page,
    Part,
    Ref,
    Scalar,
    Shape,
    Union,
)
from fal_codegen.pages import PageProvenance, read_docs, read_page, write_docs, write_llms
from hypothesis import given, settings
from hypothesis import strategies as st

CONTRACTS = Path(__file__).parents[2] / "contracts"
ORIGIN = PageProvenance("llms.txt", "made up", "2026-11-21")
T = TypeVar("T")
steady = settings(derandomize=True, deadline=None, max_examples=50)

names = st.from_regex(r"[A-Za-z_][A-Za-z0-9_.-]{0,8}", fullmatch=True)
texts = st.text(st.characters(codec="utf-8"), max_size=40)
lines = texts.map(lambda text: " ".join(text.replace("\x00", "").split()))
numbers = st.integers(-(10**6), 10**6) | st.floats(allow_nan=False, allow_infinity=False)
scalars: st.SearchStrategy[Json] = st.none() | st.booleans() | numbers | texts


def nested(inner: st.SearchStrategy[Json]) -> st.SearchStrategy[Json]:
    return st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3)


values = st.recursive(scalars, nested, max_leaves=5)


def tuples(inner: st.SearchStrategy[T], least: int = 0) -> st.SearchStrategy[tuple[T, ...]]:
    return st.lists(inner, min_size=least, max_size=3).map(tuple)


@st.composite
def limits(draw: st.DrawFn) -> tuple[Limit, ...]:
    keywords = draw(st.sampled_from([(), ("minimum",), ("maximum",), ("minimum", "maximum")]))
    return tuple(Limit(keyword, draw(numbers)) for keyword in keywords)


enums = st.builds(Enum, tuples(values.filter(lambda value: value is not None), least=1))
shown_shapes = st.recursive(
    st.builds(Scalar, st.sampled_from(["string", "integer", "number", "boolean"]), limits())
    | enums
    | enums.map(lambda enum: Union((enum, NULL)))
    | st.just(Anything())
    | st.sampled_from([Ref("Leaf"), Ref("Tree")]),
    lambda inner: st.builds(Array, inner),
    max_leaves=3,
)


@st.composite
def fields(draw: st.DrawFn, shapes: st.SearchStrategy[Shape]) -> Field:
    has_default = draw(st.booleans())
    return Field(
        draw(names),
        draw(shapes),
        required=draw(st.booleans()),
        has_default=has_default,
        default=draw(values) if has_default else None,
        description=draw(lines),
        examples=draw(tuples(values)),
    )


def objects(shapes: st.SearchStrategy[Shape]) -> st.SearchStrategy[Object]:
    listed = st.lists(fields(shapes), max_size=4, unique_by=lambda field: field.name)
    return listed.map(tuple).map(Object)


@st.composite
def pages(draw: st.DrawFn) -> Page:
    """Draw a page that defines `Tree`, which may hold itself, and only names `Leaf`."""
    tree = Part("Tree", draw(objects(shown_shapes)))
    named = Field("the leaf", Ref("Leaf"))
    wanted = Object((*draw(objects(shown_shapes)).fields, named))
    claims = tuples(st.builds(Claim, names, names, values, lines))
    endpoint = Endpoint(
        EndpointId("acme/painter"),
        wanted,
        draw(objects(shown_shapes)),
        (tree, Part("Leaf", Anything())),
        category=draw(st.sampled_from(["", "text-to-image"])),
        about=draw(lines),
    )
    return Page(endpoint, draw(values), draw(values), draw(claims), draw(claims))


@steady
@given(pages())
def test_a_page_survives_docs_json_without_loss(page: Page) -> None:
    written = json.dumps(write_docs(page, ORIGIN))
    assert read_docs(json.loads(written)) == page


@steady
@given(pages())
def test_a_page_survives_llms_txt_with_all_its_fields(page: Page) -> None:
    read = read_page(write_llms(page), page.endpoint.id)
    assert isinstance(read, Page)
    assert read.endpoint == page.endpoint
    assert read.input_example == page.input_example
    assert read.output_example == page.output_example


def committed(path: Path) -> tuple[Json, Page]:
    value: Json = json.loads(path.read_text("utf-8"))
    page = read_docs(value)
    assert isinstance(page, Page)
    return value, page


@pytest.mark.parametrize(
    "path", sorted(CONTRACTS.rglob("docs.json")), ids=lambda path: path.parent.name
)
def test_a_committed_page_survives_both_forms_with_all_its_claims(path: Path) -> None:
    value, page = committed(path)
    assert isinstance(value, dict)
    origin = PageProvenance(str(value["form"]), str(value["source"]), str(value["date"]))
    assert json.dumps(write_docs(page, origin)) == json.dumps(value)
    assert read_page(write_llms(page), page.endpoint.id) == page


def test_what_no_page_can_show_is_weakened_to_what_one_can() -> None:
    rich = Object(
        (
            Field("a", Union((Scalar("string", (Limit("maxLength", 3),)), NULL))),
            Field("b", Union((Ref("Size"), Enum(("s", "l"))))),
            Field("c", Object((Field("d", Scalar("string")),))),
            Field("e", Array(Scalar("integer", (Limit("exclusiveMinimum", 0),)))),
        )
    )
    page = Page(Endpoint(EndpointId("acme/painter"), rich, Anything()))
    shown = read_page(write_llms(page), page.endpoint.id)
    assert isinstance(shown, Page)
    assert [field.shape for field in shown.endpoint.input.fields] == [
        Scalar("string"),
        Anything(),
        Anything(),
        Array(Scalar("integer")),
    ]
