"""Runs the shell of a workflow here, as a runner would: files, variables, conditions."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

_SAID = re.compile(r"\$\{\{\s*([\w.-]+)\s*\}\}")
BASH = shutil.which("bash") or "bash"
_IS = re.compile(r"([\w.-]+) == '([^']*)'")


@dataclass
class Runner:
    """A machine with a checkout: `known` has what expressions name, `path` is first in PATH."""

    checkout: Path
    temp: Path
    path: Path
    known: dict[str, str] = field(default_factory=dict[str, str])
    summary: str = ""

    def run(self, steps: Sequence[Any], environment: Mapping[str, str]) -> int:
        """Run the steps that have a shell, but for the one that installs; give the first code."""
        for step in steps:
            runs = "run" in step and step.get("name") != "Install"
            if not runs or not self._holds(step.get("if", "")):
                continue
            mine = {name: self._filled(str(value)) for name, value in step.get("env", {}).items()}
            if code := self._shell(step["run"], {**environment, **mine}, step.get("id", "")):
                return code
        return 0

    def _shell(self, script: str, environment: Mapping[str, str], id_: str) -> int:
        output, summary = self.temp / "output", self.temp / "summary"
        output.write_text("")
        summary.write_text("")
        done = subprocess.run(
            [BASH, "--noprofile", "--norc", "-eo", "pipefail", "-c", script],
            cwd=self.checkout,
            env={
                **{name: os.environ[name] for name in ("HOME", "LANG") if name in os.environ},
                "PATH": f"{self.path}:{Path(sys.executable).parent}:{os.environ['PATH']}",
                "RUNNER_TEMP": str(self.temp),
                "GITHUB_OUTPUT": str(output),
                "GITHUB_STEP_SUMMARY": str(summary),
                **environment,
            },
            capture_output=True,
            text=True,
            check=False,
        )
        sys.stdout.write(done.stdout)
        sys.stderr.write(done.stderr)
        self.summary += summary.read_text()
        pairs = (line.partition("=") for line in output.read_text().splitlines())
        self.known |= {f"steps.{id_}.outputs.{name}": value for name, _, value in pairs}
        return done.returncode

    def _holds(self, condition: str) -> bool:
        equal = _IS.fullmatch(condition)
        return not condition or (equal is not None and self.known.get(equal[1]) == equal[2])

    def _filled(self, text: str) -> str:
        return _SAID.sub(lambda found: self.known.get(found[1], ""), text)


def steps_of(file: Path, job: str) -> tuple[Sequence[Any], Mapping[str, str]]:
    """Give the steps and the variables of a job in a workflow."""
    data = yaml.safe_load(file.read_text("utf-8"))["jobs"][job]
    return data["steps"], data.get("env", {})
