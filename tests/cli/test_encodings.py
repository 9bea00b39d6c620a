"""Output to a terminal that has few letters: what it has none for is spelled."""

import io
import sys

import pytest
from fal_codegen.cli import main
from fal_codegen.cli.options import console


@pytest.mark.parametrize("encoding", ["ascii", "latin-1"])
def test_what_a_terminal_has_no_letter_for_is_spelled(
    monkeypatch: pytest.MonkeyPatch, encoding: str
) -> None:
    with io.BytesIO() as printed, io.TextIOWrapper(printed, encoding=encoding) as terminal:
        monkeypatch.setattr(sys, "stdout", terminal)
        assert main(["--help"]) == 0
        console().print("a \u2014 door")
        terminal.flush()
        assert printed.getvalue().endswith(b"a \\u2014 door\n")
