"""The official clients held to the kit, and how the table of what came of it is written."""

import json
import os
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
ROOT = HERE.parents[2]
NODE = shutil.which("node") or "node"
PACKAGES = Path(sys.prefix) / "node/node_modules"
COMMANDS = {
    "fal_client": [sys.executable, "-m", "tests.ports.official.python_client"],
    "fal_js": [NODE, str(HERE / "javascript_client.cjs")],
}
KINDS = "requests", "answers", "scripts", "emulator"


def conformed(name: str) -> tuple[int, list[dict[str, Any]]]:
    """Run the kit on a client, with what is known of it; give the exit code and the tests."""
    known = str(HERE / f"{name}.txt")
    verb = [str(Path(sys.prefix) / "bin/fal-codegen"), "conform", "--format", "json"]
    done = subprocess.run(
        [*verb, "--known", known, "--", *COMMANDS[name]],
        cwd=ROOT,
        env={**os.environ, "NODE_PATH": str(PACKAGES)},
        stdout=subprocess.PIPE,
        encoding="utf-8",
        check=False,
    )
    return done.returncode, [json.loads(line) for line in done.stdout.splitlines()]


def cells(tests: Sequence[dict[str, Any]]) -> list[str]:
    """Give how many tests of each kind passed, of how many."""
    passed, all_ = Counter[str](), Counter[str]()
    for each in tests:
        kind = each["test"].partition("/")[0]
        all_[kind] += 1
        passed[kind] += each["verdict"] == "passed"
    return [f"{passed[kind]} of {all_[kind]}" for kind in KINDS]
