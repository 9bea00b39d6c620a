"""A job belongs to whoever has its id."""

import os
import subprocess
import sys

from fal_codegen.emulator import emulator, running
from fal_codegen.project import load_contracts

from tests.emit.conftest import ROOT, Module

RESULT = """
import sys
from fal_endpoints import Fal, nano_banana
with Fal() as fal:
    print(fal.handle(nano_banana.Input, sys.argv[1]).wait().images[0].url)
"""


def test_a_job_is_taken_up_again_from_another_process(module: Module) -> None:
    contracts = load_contracts(ROOT / "contracts")
    documents = {id_: contract.document for id_, contract in contracts.items()}
    paint, package = module("nano_banana"), module("_client")
    with running(emulator(documents)) as front, package.Fal(gateway=front, key="a:b") as fal:
        handle = fal.submit(paint.Input(prompt="a red door"))
        process = subprocess.run(
            [sys.executable, "-c", RESULT, handle.request_id],
            env=os.environ
            | {
                "FAL_GATEWAY": front,
                "FAL_KEY": "a:b",
                "PYTHONPATH": str(ROOT / "generated/python"),
            },
            capture_output=True,
            text=True,
            check=True,
        )
        assert process.stdout.strip() == handle.result().images[0].url
