import json
from pathlib import Path
from typing import TypeVar

import pytest
from fal_codegen.contract import (
    NULL,
    Anything,
    Array,
    Claim,
    EndpointId,
    Enum,
    Field,
    Json,
    Limit,
    Object,
    Ref,
    Scalar,
    Union,
)
from fal_codegen.pages import (
    FORMS,
    Entry,
    Page,
    PageProvenance,
    Price,
    Statement,
    entries,
    read_docs,
    read_page,
    write_docs,
    write_llms,
)
from fal_codegen.pages.copied import uncopied
from hypothesis import given
from hypothesis import strategies as st

from tests.documents import steady

CONTRACTS = Path(__file__).parents[2] / "contracts"
ORIGIN = PageProvenance("made up", "2026-11-21")
T = TypeVar("T")

names = st.from_regex(r"[A-Za-z_][A-Za-z0-9_.-]{0,8}", fullmatch=True)
texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
lines = texts.map(lambda text: " ".join(uncopied(text.replace("\x00", "")).split()))
numbers = st.integers(-(10**6), 10**6) | st.floats(allow_nan=False, allow_infinity=False)
scalars: st.SearchStrategy[Json] = st.none() | st.booleans() | numbers | texts


def nested(inner: st.SearchStrategy[Json]) -> st.SearchStrategy[Json]:
    return st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3)


values = st.recursive(scalars, nested, max_leaves=5)


def tuples(inner: st.SearchStrategy[T], least: int = 0) -> st.SearchStrategy[tuple[T, ...]]:
    return st.lists(inner, min_size=least, max_size=3).map(tuple)


words = st.recursive(
    st.sampled_from(
        ["string", "integer", "float", "boolean", "object", "ModeEnum", "Enum", "Leaf", "A | B"]
    ),
    lambda inner: inner.map("list<{}>".format),
    max_leaves=3,
)


@st.composite
def shown(draw: st.DrawFn) -> Entry:
    """Draw a field as an llms.txt shows one."""
    has_default, ranged = draw(st.booleans()), draw(st.booleans())
    word = draw(words)
    return Entry(
        name=draw(names),
        word=word,
        required=draw(st.booleans()),
        has_default=has_default,
        default=draw(values) if has_default else None,
        minimum=draw(numbers) if ranged else None,
        maximum=draw(numbers) if ranged else None,
        step=draw(st.none() | numbers.filter(bool)) if ranged else None,
        values=draw(tuples(values)) if "|" not in word else (),
        description=draw(lines),
        examples=draw(tuples(values)),
    )


lists = st.lists(shown(), max_size=4, unique_by=lambda entry: entry.name).map(tuple)
some = st.builds(Entry, name=names, word=words).map(lambda entry: (entry,))


@st.composite
def llms_pages(draw: st.DrawFn) -> Page:
    return Page(
        id=EndpointId("acme/painter"),
        input=(*draw(lists), Entry(name="the leaf", word="Leaf")),
        output=draw(lists),
        category=draw(st.sampled_from(["", "text-to-image"])),
        about=draw(lines),
        url="https://fal.run/acme/painter",
        input_example=draw(values),
        required_example=draw(values),
        output_example=draw(values),
    )


@st.composite
def pages(draw: st.DrawFn) -> Page:
    claims = st.builds(Claim, names, names, values, lines)
    where = st.sampled_from(["description", "text", "table"])
    listed = draw(tuples(st.builds(Statement, claims, st.just("limitations"))))
    said = draw(tuples(st.builds(Statement, claims, where)))
    plain = draw(llms_pages())
    return Page(
        id=plain.id,
        form=draw(st.sampled_from([*FORMS])),
        input=plain.input,
        output=plain.output,
        types=tuple((f"Type{number}", each) for number, each in enumerate(draw(tuples(some)))),
        about=plain.about,
        output_example=plain.output_example,
        statements=(*listed, *said),
        prices=draw(tuples(st.builds(Price, st.floats(0, 9), names, lines))),
    )


@steady(50)
@given(pages())
def test_a_page_survives_docs_json_without_loss(page: Page) -> None:
    written = json.dumps(write_docs(page, ORIGIN))
    assert read_docs(json.loads(written)) == page


@steady(50)
@given(llms_pages())
def test_a_page_survives_llms_txt_with_all_its_fields(page: Page) -> None:
    read = read_page(write_llms(page), page.id)
    assert isinstance(read, Page)
    assert (read.input, read.output) == (page.input, page.output)
    assert (read.category, read.about, read.url) == (page.category, page.about, page.url)
    assert (read.input_example, read.required_example, read.output_example) == (
        page.input_example,
        page.required_example,
        page.output_example,
    )


@pytest.mark.parametrize(
    "path", sorted(CONTRACTS.rglob("docs.json")), ids=lambda path: path.parent.name
)
def test_a_committed_page_is_written_as_it_is_read(path: Path) -> None:
    value: Json = json.loads(path.read_text("utf-8"))
    page = read_docs(value)
    assert isinstance(page, Page)
    assert isinstance(value, dict)
    origin = PageProvenance(str(value["source"]), str(value["date"]))
    assert json.dumps(write_docs(page, origin)) == json.dumps(value)


def test_what_no_llms_txt_can_show_is_weakened_to_what_one_can() -> None:
    ends = (Limit("minimum", 1), Limit("maximum", 4))
    rich = Object(
        (
            Field("a", Union((Scalar("string", (Limit("maxLength", 3),)), NULL))),
            Field("b", Union((Ref("Size"), Enum(("s", "l"))))),
            Field("c", Object((Field("d", Scalar("string")),))),
            Field("e", Array(Scalar("integer", (Limit("minimum", 0),)))),
            Field("f", Array(Scalar("integer", ends))),
            Field("g", Enum(("always",))),
            Field("h", Union((Enum(("s", "l", None)), NULL))),
        )
    )
    page = Page(id=EndpointId("acme/painter"), input=entries(rich))
    read = read_page(write_llms(page), page.id)
    assert isinstance(read, Page)
    assert [field.shape for field in read.endpoint.input.fields] == [
        Scalar("string"),
        Anything(),
        Anything(),
        Array(Scalar("integer")),
        Array(Scalar("integer", ends)),
        Scalar("string"),
        Enum(("s", "l")),
    ]


def test_nothing_is_written_that_no_page_as_served_has() -> None:
    size = Object((Field("width", Scalar("integer", (Limit("minimum", 1),))),))
    page = Page(
        id=EndpointId("acme/painter"),
        input=(*entries(size), Entry(name="size", word="Size")),
        types=(("Size", entries(size)),),
        statements=(
            Statement(Claim("input/width", "minimum", 1, "`width` from 1"), "limitations"),
        ),
    )
    text = write_llms(page)
    assert not {"Other Types", "Minimum", "Maximum", "Limitations"} & set(text.split("\n"))
    assert "width` from" not in text
    assert "Minimum:" not in text
