"""What docs/harness.md shows is run as it stands."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

from fal_codegen.check.saved import read_saved
from fal_codegen.contract import parse
from fal_codegen.judge import Judge

from tests.documents import CONTRACTS, load

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs/harness.md").read_text("utf-8")


def test_the_strategies_are_used_as_shown() -> None:
    (example,) = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)
    done = subprocess.run(
        [sys.executable, "-c", example],
        cwd=ROOT,
        env={**os.environ, "CI": "true"},  # there Hypothesis asks for no speed
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr


def test_the_saved_cases_that_are_shown_say_what_their_document_does() -> None:
    (example,) = re.findall(r"```json\n(.*?)```", PAGE, re.DOTALL)
    judge = Judge(load(CONTRACTS / "fal-ai/nano-banana/openapi.json"))
    verdicts = [
        (judge.input if each.side == "input" else judge.output)(each.body) == ()
        for each in read_saved(parse(json.dumps(json.loads(example)).encode()))
    ]
    assert verdicts == [False, True, True]
