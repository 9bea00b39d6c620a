"""How much of what a page's running text says of its fields is found, and how much was said.

Labelled by hand, in sentences of our own after real kinds: what a careful reader would call a limit
of a field, whether or not the patterns find it. Neither figure may fall.
"""

import json
from pathlib import Path
from typing import Any

from fal_codegen.contract import Json, canonical
from fal_codegen.pages import plain, read_pages

LABELLED: list[dict[str, Any]] = json.loads(
    (Path(__file__).parent / "said.json").read_text("utf-8")
)
PRECISION, RECALL = 0.98, 0.95
PAGE = """# Painter API

**Endpoint ID:** `acme/painter`

### Input Schema

<ParamField body="prompt" type="string" required>
</ParamField>

<ParamField body="image_urls" type="list<string>">
</ParamField>

<ParamField body="num_images" type="integer" default="1">
  Range: `1` to `6`
</ParamField>

<ParamField body="image_size" type="ImageSize | Enum" default="square">
  Possible values: `square`, `wide`
</ParamField>

<ParamField body="resolution" type="ResolutionEnum" default="720p">
  Possible values: `480p`, `720p`
</ParamField>

<ParamField body="duration" type="DurationEnum" default="5">
  Possible values: `5`, `10`
</ParamField>

<ParamField body="output_format" type="OutputFormatEnum" default="png">
  Possible values: `png`, `jpeg`
</ParamField>

<ParamField body="aspect_ratio" type="AspectRatioEnum" default="1:1">
  Possible values: `1:1`, `16:9`
</ParamField>

<ParamField body="seed" type="integer">
</ParamField>

<ParamField body="video_url" type="string">
</ParamField>

<ParamField body="loras" type="list<LoraWeight>">
</ParamField>

<ParamField body="num_inference_steps" type="integer" default="12">
</ParamField>

<ParamField body="safety_tolerance" type="SafetyToleranceEnum" default="2">
  Possible values: `1`, `2`, `3`, `4`
</ParamField>

## What it does

"""


def spelled(place: str, keyword: str, value: Json) -> str:
    """Spell a claim so that 5 and "5" are one value: Mintlify does not show which it is."""
    values: Json = [plain(each) for each in value] if isinstance(value, list) else plain(value)
    return canonical([place, keyword, values])


def found(row: dict[str, Any]) -> set[str]:
    (page,) = read_pages(PAGE + row["text"] + "\n").pages
    return {spelled(each.place, each.keyword, each.value) for each in page.said("text", "table")}


def test_what_running_text_says_of_fields_is_found_and_little_else() -> None:
    read = [
        (row["text"], found(row), {spelled(*each) for each in row["claims"]}) for row in LABELLED
    ]
    right = sum(len(claims & said) for _, claims, said in read)
    wrong = {text: claims - said for text, claims, said in read if claims - said}
    missed = {text: said - claims for text, claims, said in read if said - claims}
    precision = right / (right + sum(map(len, wrong.values())))
    recall = right / (right + sum(map(len, missed.values())))
    assert precision >= PRECISION, (precision, wrong)
    assert recall >= RECALL, (recall, missed)
