"""The page about drift: what it shows is what comes of it."""

import re
from pathlib import Path

import pytest
from fal_codegen.cli import main

PAGE = (Path(__file__).parents[2] / "docs" / "drift.md").read_text("utf-8")
_FILE = re.compile(r"`(\w+\.json)`, as it \w+:\n\n```json\n(.*?)```", re.DOTALL)
_SHOWN = re.compile(r"```console\n\$ fal-codegen ([^\n]*)\n(.*?)```", re.DOTALL)


def test_the_example_prints_what_the_page_shows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    for name, text in _FILE.findall(PAGE):
        (tmp_path / name).write_text(text, "utf-8")
    ((arguments, shown),) = _SHOWN.findall(PAGE)
    assert main(arguments.split()) == 1
    printed = re.sub(r"written on [\d-]+", "written on …", capsys.readouterr().out)
    assert printed == shown
