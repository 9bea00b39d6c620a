"""What README says of the official clients, and of ours, is what the kit finds."""

import os
import re
from importlib.metadata import version

import pytest
from fal_codegen.conform import load_kit

from tests.ports.official.runs import COMMANDS, PACKAGES, ROOT, cells, conformed

ROWS = {"fal_client": "fal-client 1.0.3", "fal_js": "@fal-ai/client 1.10.1"}


def row(client: str) -> list[str]:
    """Give a client's row of README's table."""
    text = (ROOT / "README.md").read_text("utf-8")
    (found,) = re.findall(rf"^\| .*{re.escape(client)}`? \| (.+) \|$", text, re.MULTILINE)
    return [cell.strip() for cell in str(found).split("|")]


def test_the_table_names_the_versions_that_are_tried() -> None:
    assert ROWS["fal_client"].endswith(version("fal-client"))
    assert f"@fal-ai/client@{ROWS['fal_js'].split()[-1]} " in (ROOT / "Makefile").read_text("utf-8")


@pytest.mark.parametrize("client", ["ours, for Python", "ours, for TypeScript"])
def test_the_table_says_that_ours_pass_all_that_the_kit_has(client: str) -> None:
    kit = load_kit(ROOT / "generated/conformance")
    played = [each for each in kit.scripts.values() if kit.applies(each)]
    sizes = (
        sum(map(len, kit.requests.values())),
        sum(map(len, kit.answers.values())),
        len(played),
        sum("emulator" in each for each in played),
    )
    assert row(client) == [f"{size} of {size}" for size in sizes]


@pytest.mark.deep
@pytest.mark.parametrize("name", COMMANDS)
def test_the_table_says_what_the_kit_finds_and_each_failure_has_its_reason(name: str) -> None:
    if name == "fal_js" and not (PACKAGES / "@fal-ai/client").is_dir() and "CI" not in os.environ:
        pytest.skip("npm's @fal-ai/client is not installed: `make .venv/ready-dev` does it")
    code, tests = conformed(name)
    assert [each["test"] for each in tests if each["fails"]] == []
    assert code == 0
    assert row(ROWS[name]) == cells(tests)
