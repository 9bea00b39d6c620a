"""The client says what an endpoint's price is for, where its page says so."""

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

from fal_codegen.contract import EndpointId
from fal_codegen.pipeline import generate, load_project
from fal_codegen.pipeline.generating.price_units import price_units
from fal_codegen.project import start_project

CONTRACTS = Path(__file__).parents[2] / "contracts"
PAINT, EDIT = EndpointId("fal-ai/nano-banana"), EndpointId("fal-ai/nano-banana/edit")
SHOW = """
from fal_endpoints import ENDPOINTS
print([endpoint.price_unit for endpoint in ENDPOINTS.values()])
"""


def test_a_unit_is_told_of_a_page_that_has_one(tmp_path: Path) -> None:
    start_project(tmp_path, [PAINT, EDIT])
    for id_ in (PAINT, EDIT):
        shutil.copytree(CONTRACTS / id_, tmp_path / "contracts" / id_, dirs_exist_ok=True)
    file = tmp_path / "contracts" / PAINT / "docs.json"
    docs: dict[str, Any] = json.loads(file.read_text("utf-8"))
    price = {"amount": 0.04, "unit": 'image "large"', "text": "$0.04 per image"}
    file.write_text(json.dumps({**docs, "prices": [price]}), "utf-8")
    project = load_project(tmp_path)
    generate(project)
    package = tmp_path / "generated/python"
    shown = subprocess.check_output([sys.executable, "-c", SHOW], cwd=package, text=True)
    assert shown == "['image \"large\"', None]\n"
    for broken in ("{", '{"prices": 7}', json.dumps({**docs, "prices": []})):
        file.write_text(broken, "utf-8")
        assert price_units(project, [PAINT, EDIT]) == {}
