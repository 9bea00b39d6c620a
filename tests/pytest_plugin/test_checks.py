"""The project's checks as tests: what TestFal says, and what exploring keeps."""

import json
import re

import pytest
from fal_codegen.cli import main

from tests.pytest_plugin.conftest import Desk


@pytest.mark.deep
def test_a_check_that_finds_something_fails_with_sentences(
    shop: Desk, documented: dict[str, str]
) -> None:
    shop.put("tests/test_fal.py", documented["tests/test_fal.py"])
    module = shop.root / "generated/python/fal_endpoints/nano_banana.py"
    module.write_text(module.read_text("utf-8").replace("le=4", "le=5"), "utf-8")
    outcome = shop.pytest()
    wrong = {name: message for name, message in outcome.tests.items() if message}
    assert wrong.keys() == {"project", "fal-ai/nano-banana:request"}
    message = wrong["fal-ai/nano-banana:request"]
    said = "fal-ai/nano-banana input/num_images: the document says maximum 4, the generated request"
    assert f"{said} takes 5 [request-takes-too-much" in message
    assert "`fal-codegen generate`; if that does not mend it" in message
    assert "fal-codegen accept ID --reason TEXT" in message
    assert "Traceback" not in message
    assert "Saved in" not in message


@pytest.mark.deep
def test_an_endpoint_without_a_contract_fails_the_test_of_the_project(
    shop: Desk, documented: dict[str, str]
) -> None:
    shop.put("tests/test_fal.py", documented["tests/test_fal.py"])
    (shop.root / "contracts/fal-ai/nano-banana-pro/openapi.json").unlink()
    message = shop.pytest().tests["project"]
    assert "fal-ai/nano-banana-pro" in message
    assert "[contract-lost " in message


@pytest.fixture
def wrong(shop: Desk, documented: dict[str, str]) -> Desk:
    """A project of one endpoint, whose client was edited by hand and takes a picture too many."""
    others = [
        f"fal-ai/nano-banana{name}" for name in ("-2", "-2/edit", "-pro", "-pro/edit", "/edit")
    ]
    project = ["--project", str(shop.root)]
    assert main([*project, "remove", "--yes", *others]) == 0
    assert main([*project, "generate"]) == 0
    shop.put("tests/test_fal.py", documented["tests/test_fal.py"])
    module = shop.root / "generated/python/fal_endpoints/nano_banana.py"
    module.write_text(module.read_text("utf-8").replace("le=4", "le=5"), "utf-8")
    return shop


@pytest.mark.deep
def test_exploring_tells_its_seed_and_saves_what_every_run_holds_to(
    wrong: Desk,
) -> None:
    chosen = ("--fal-examples=200", "-k", "nano-banana: and not edit")
    explored = wrong.pytest("--fal-profile=explore", *chosen)
    seed = re.search(r"explores from seed (\d+); again: (.*)", explored.said)
    assert seed, explored.said
    assert seed[2] == f"--fal-profile=explore --fal-examples=200 --fal-seed={seed[1]}"
    kept = "Saved in contracts/fal-ai/nano-banana/cases.json: every check holds"
    assert kept in explored.tests["fal-ai/nano-banana:request"]
    saved = wrong.root / "contracts/fal-ai/nano-banana/cases.json"
    first = saved.read_bytes()
    wrong.pytest(*seed[2].split(), "-k", "nano-banana: and not edit")
    assert saved.read_bytes() == first, "the same seed finds the same"
    settings = (wrong.root / "pyproject.toml").read_text("utf-8")
    wrong.put("pyproject.toml", f'{settings}fal_profile = "explore"\n')
    assert "explores from seed" in wrong.pytest(*chosen).said
    plain = wrong.pytest("--fal-profile=ci", "-k", "nano-banana: and not edit")
    assert "explores" not in plain.said
    assert "takes 5" in plain.tests["fal-ai/nano-banana:request"]


@pytest.mark.deep
def test_processes_explore_from_one_seed_and_save_what_they_find_once(
    wrong: Desk,
) -> None:
    chosen = ("--fal-profile=explore", "--fal-examples=200", "-k", "nano-banana: and not edit")
    explored = wrong.pytest("-p", "xdist", "-n", "2", *chosen)
    assert len(re.findall(r"explores from seed", explored.said)) == 1
    assert explored.tests["fal-ai/nano-banana:request"]
    saved = json.loads((wrong.root / "contracts/fal-ai/nano-banana/cases.json").read_bytes())
    assert [(each["place"], each["keyword"]) for each in saved["cases"]] == [
        ("num_images", "maximum")
    ]


def test_options_of_exploring_without_it_are_a_mistake(bare: Desk) -> None:
    bare.put("test_it.py", "def test_it():\n    pass\n")
    said = bare.pytest("--fal-seed=7").said
    assert "--fal-examples and --fal-seed go with --fal-profile=explore" in said
