"""The plugin counts, for `check --coverage`, what tests sent through the generated client."""

import json

import pytest
from fal_codegen.contract import EndpointId
from fal_codegen.pipeline import load_project
from fal_codegen.pipeline.checking.tested import load_tested

from tests.pytest_plugin.conftest import Desk

PAINT = EndpointId("fal-ai/nano-banana")
MOST = ("num_images", "maximum")
FORM = ("output_format", "enum")

SENDING = """
import pytest
from fal_endpoints import Fal, nano_banana
from pydantic import ValidationError

ID = "fal-ai/nano-banana"

def test_both_sides(fal):
    for number in (1, 4, 4):
        fal.run(nano_banana.Input(prompt="a cat", num_images=number))
    with pytest.raises(ValidationError):
        nano_banana.Input(prompt="a cat", num_images=5)

def test_other_ways_in(fal):
    fal.run(ID, {"prompt": "a cat", "output_format": "webp"})
    with pytest.raises(ValidationError):
        fal.run(ID, {"prompt": "a cat", "output_format": "gif"})
    with pytest.raises(ValidationError):
        nano_banana.Input(prompt="a cat").replace(output_format="gif")
    with pytest.raises(ValidationError):
        nano_banana.Input.model_validate({"prompt": "a cat", "output_format": 1})
"""

SHOWING_NOTHING = """
import pytest
from fal_endpoints import nano_banana
from pydantic import ValidationError

def test_what_is_made_and_not_sent():
    nano_banana.Input(prompt="a cat", num_images=2)

def test_two_limits_at_once_and_an_unknown_field():
    with pytest.raises(ValidationError):
        nano_banana.Input(prompt="a cat", num_images=5, output_format="gif")
    with pytest.raises(ValidationError):
        nano_banana.Input(prompt="a cat", number=1)
    with pytest.raises(ValidationError):
        nano_banana.Input.from_body({"prompt": "a cat", "num_images": object})
"""


def counted(shop: Desk) -> dict[tuple[str, str], tuple[int, int]]:
    tested = load_tested(load_project(shop.root))
    return {key: (each.kept, each.broken) for key, each in tested[PAINT].sides.items()}


@pytest.mark.deep
def test_both_sides_of_limits_are_counted_however_a_request_is_made(shop: Desk) -> None:
    shop.put("tests/test_sending.py", SENDING)
    assert shop.pytest().code == 0
    sides = counted(shop)
    assert sides[MOST] == (3, 1)
    assert sides[FORM] == (1, 3)


@pytest.mark.deep
def test_what_was_not_sent_or_shows_no_one_limit_is_not_counted(shop: Desk) -> None:
    code = SHOWING_NOTHING.replace('"num_images": object', '"num_images": float("nan")')
    shop.put("tests/test_nothing.py", code)
    assert shop.pytest().code == 0
    assert counted(shop) == {}


@pytest.mark.deep
def test_processes_count_together_and_a_later_run_begins_anew(shop: Desk) -> None:
    shop.put("tests/test_sending.py", SENDING)
    assert shop.pytest().code == 0
    (file,) = (shop.root / ".fal-codegen").glob("tests-*.json")
    data = json.loads(file.read_bytes())
    file.with_name("tests-gw1.json").write_text(json.dumps(data), "utf-8")
    assert counted(shop)[MOST] == (6, 2)
    shop.put("tests/test_sending.py", SENDING.replace("(1, 4, 4)", "(1,)"))
    assert shop.pytest().code == 0
    assert counted(shop)[MOST] == (1, 1)


@pytest.mark.deep
def test_nothing_that_was_sent_is_written_but_counts(shop: Desk) -> None:
    shop.put("tests/test_sending.py", SENDING.replace("a cat", "a secret cat"))
    assert shop.pytest().code == 0
    files = [*(shop.root / ".fal-codegen").rglob("*")]
    assert not any(b"secret" in file.read_bytes() for file in files if file.is_file())
