"""One fault planted in a page, in each form that can hold it, and found by its own rule."""

from collections.abc import Callable

import pytest
from fal_codegen.contract import Document, Json
from fal_codegen.pages import read_pages

from tests.check.conftest import PAINT
from tests.check.painter_pages import found
from tests.documents import document, fields

GIVEN: dict[str, Json] = {
    "prompt": {"type": "string", "minLength": 3},
    "count": {"type": "integer", "minimum": 1, "maximum": 4, "default": 1},
    "style": {"enum": ["oil", "ink"], "default": "oil"},
}
BODY = '{"prompt": "a red boat", "count": 2, "style": "ink"}'


def painter() -> Document:
    answer = fields("url", url={"type": "string"})
    return document(fields("prompt", **GIVEN), answer, {}, PAINT)


def llms(count: str = "How many.", style: str = "The hand.", body: str = BODY) -> str:
    return f"""# Painter

- **Endpoint**: `https://fal.run/{PAINT}`
- **Model ID**: `{PAINT}`

### Input Schema

- **`prompt`** (`string`, _required_):
  What to paint.

- **`count`** (`integer`, _optional_):
  {count}
  - Default: `1`
  - Range: `1` to `4`

- **`style`** (`StyleEnum`, _optional_):
  {style} Default value: `"oil"`
  - Default: `"oil"`
  - Options: `"oil"`, `"ink"`

**Full Example**:

```json
{body}
```

### Output Schema

- **`url`** (`string`, _required_):
  Where it lies.
"""


def mintlify(count: str = "How many.", style: str = "The hand.", body: str = BODY) -> str:
    return f"""# Painter API

**Endpoint:** `POST https://fal.run/{PAINT}`
**Endpoint ID:** `{PAINT}`

### Input Schema

<ParamField body="prompt" type="string" required>
  What to paint.
</ParamField>

<ParamField body="count" type="integer" default="1">
  {count}

  Range: `1` to `4`
</ParamField>

<ParamField body="style" type="StyleEnum" default="oil">
  {style} Default value: `"oil"`

  Possible values: `oil`, `ink`
</ParamField>

### Output Schema

<ParamField body="url" type="string" required>
  Where it lies.
</ParamField>

### Input Example

```json
{body}
```
"""


def web(count: str = "How many.", style: str = "The hand.", body: str = BODY) -> str:
    return f"""<html><body><h1>Painter</h1><div>{PAINT}</div>
<h3>Input</h3>
<div><code>prompt</code> <code>string</code>* required</div><p>What to paint.</p>
<div><code>count</code> <code>integer</code></div><p>{count} Default value: <code>1</code></p>
<div><code>style</code> <code>StyleEnum</code></div><p>{style} Default value: <code>"oil"</code></p>
<p>Possible enum values: <code>oil, ink</code></p>
<pre>{body}</pre>
<h3>Output</h3>
<div><code>url</code> <code>string</code>* required</div><p>Where it lies.</p></body></html>"""


def copied(count: str = "How many.", style: str = "The hand.", body: str = BODY) -> str:
    return f"""{PAINT}
Input
#
prompt string
What to paint.

count integer
{count} Default value: 1

style StyleEnum
{style} Default value: "oil"

Possible enum values: oil, ink

{body}
Output
#
url string
Where it lies.
"""


Form = Callable[..., str]
FORMS: tuple[Form, ...] = (llms, mintlify, web, copied)
NOTED: tuple[Form, ...] = (llms, mintlify)
"""Forms whose fields have notes of a range."""


def rules(text: str) -> list[tuple[str, str]]:
    read = read_pages(text)
    assert read.problems == ()
    return [(each.rule.id, str(each.place)) for each in found(read.pages[0], painter())]


@pytest.mark.parametrize("form", FORMS)
def test_a_page_without_a_fault_has_no_finding(form: Form) -> None:
    assert rules(form()) == []


@pytest.mark.parametrize("form", FORMS)
def test_an_example_with_a_field_of_its_own_is_found(form: Form) -> None:
    body = '{"prompt": "a red boat", "frame": "gold"}'
    assert rules(form(body=body)) == [("page-example-unlisted", "input/frame")]


@pytest.mark.parametrize("form", FORMS)
def test_an_example_with_a_value_that_is_not_listed_is_found(form: Form) -> None:
    body = '{"prompt": "a red boat", "style": "chalk"}'
    assert rules(form(body=body)) == [("page-example-differs", "input/style")]


@pytest.mark.parametrize("form", FORMS)
def test_an_example_that_only_the_document_refuses_is_found(form: Form) -> None:
    assert rules(form(body='{"prompt": "a"}')) == [("docs-example-refused", "input/prompt")]


@pytest.mark.parametrize("form", NOTED)
def test_a_range_in_prose_beside_another_range_is_found(form: Form) -> None:
    assert rules(form(count="How many (1-8).")) == [("page-range-differs", "input/count")]


@pytest.mark.parametrize("form", [web, copied])
def test_a_range_in_prose_is_held_to_the_document_where_a_form_has_no_ranges(form: Form) -> None:
    assert rules(form(count="How many (1-8).")) == [("docs-prose-differs", "input/count")]


@pytest.mark.parametrize("form", FORMS)
def test_a_default_in_prose_beside_another_default_is_found(form: Form) -> None:
    assert rules(form(count="How many, defaults to 3.")) == [
        ("page-default-differs", "input/count")
    ]


@pytest.mark.parametrize("form", FORMS)
def test_a_value_that_is_named_and_not_listed_is_found(form: Form) -> None:
    style = "The hand, one of `oil`, `ink` or `chalk`."
    assert rules(form(style=style)) == [("page-values-differ", "input/style")]


@pytest.mark.parametrize("form", NOTED)
def test_a_url_of_another_endpoint_is_found(form: Form) -> None:
    text = form().replace(f"https://fal.run/{PAINT}", "https://fal.run/acme/other")
    assert rules(text) == [("page-url-differs", "page")]


@pytest.mark.parametrize("form", FORMS)
def test_a_price_is_data_and_no_limit(form: Form) -> None:
    priced = "Costs $0.25 per image, up to 4096x4096."
    place = {
        llms: ("### Input Schema", f"## Pricing\n\n{priced}\n\n### Input Schema"),
        mintlify: ("### Input Schema", f"## Costs\n\n{priced}\n\n### Input Schema"),
        web: ("<h3>Input", f"<p>{priced}</p><h3>Input"),
        copied: ("Input\n#", f"{priced}\n\nInput\n#"),
    }[form]
    text = form().replace(*place, 1)
    (page,) = read_pages(text).pages
    assert [(price.amount, price.unit) for price in page.prices] == [(0.25, "image")]
    assert rules(text) == []
