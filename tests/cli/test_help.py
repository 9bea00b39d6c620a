from pathlib import Path

import pytest
from fal_codegen import __version__
from fal_codegen.cli import main
from fal_codegen.cli.app import VERBS

OPTIONS = {
    "init": [
        "DIR [ENDPOINT]...",
        "--ci [github|gitlab]",
        "fal-codegen init shop fal-ai/nano-banana-2 fal-ai/nano-banana-2/edit\n",
    ],
    "add": ["ENDPOINT...", "--source", "--lenient"],
    "remove": ["ENDPOINT...", "--yes"],
    "fetch": [
        "[ENDPOINT]...",
        "--source live|emulator|URL|FOLDER",
        "--all",
        "--strict / --lenient",
    ],
    "generate": ["--check"],
    "check": ["--format [text|json|markdown|sarif|junit|github|html]", "--secrets"],
    "accept": ["[ID]...", "--reason TEXT", "--until DATE", "--all"],
    "docs": ["FILE|URL", "--format [text|json]", "--save"],
    "drift": ["--source", "--format", "--fail-on [breaking|unknown|warning|info|never]", "--rules"],
    "uses": ["[SRC]..."],
    "history": ["--in FOLDER", "--body FILE"],
    "report": ["--source", "--format", "-o, --output FILE", "--fail-on", "--schema"],
    "cases": ["[ENDPOINT]...", "--format [text|json]"],
    "conform": ["[-- COMMAND...]", "--known FILE", "--format [text|json|junit]"],
    "probe": ["ENDPOINT", "--base-url URL", "--source [live]", "--budget N", "--money X", "--yes"],
    "record": ["[ENDPOINT]...", "--source [emulator|live]", "--har FILE", "FAL_KEY"],
    "serve": ["--port", "--host ADDRESS", "--key", "--tls", "--faults FILE", "--change", "Ctrl-C"],
    "pipeline": ["--source"],
    "doctor": ["--source", "FAL_KEY"],
}


def shown(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    assert main([*arguments, "--help"]) == 0
    return capsys.readouterr().out


def test_the_help_explains_the_project_the_exit_codes_and_every_verb(
    capsys: pytest.CaptureFixture[str],
) -> None:
    text = shown(capsys)
    assert "Exit codes: 0 fine, 1 findings, 2 could not tell." in text
    assert "--project DIR" in text
    listed = text.partition("Commands:")[2].split("\n")
    assert [line.split()[0] for line in listed if line] == list(VERBS)


@pytest.mark.parametrize("verb", VERBS)
def test_a_verb_says_what_it_does_and_lists_its_options(
    capsys: pytest.CaptureFixture[str], verb: str
) -> None:
    text = shown(capsys, verb)
    assert text.startswith(f"Usage: fal-codegen {verb} ")
    for option in OPTIONS[verb]:
        assert option in text
    first = text.partition("\n\n")[2].strip()
    assert first[0].isupper()
    assert first.partition("\n")[0].endswith((".", ","))
    assert all(len(line) <= 100 for line in text.split("\n"))


def test_on_windows_it_says_where_it_runs(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.platform", "win32")
    assert main(["check"]) == 2
    assert "runs on Linux and macOS" in capsys.readouterr().err


def test_the_version_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--version"]) == 0
    assert capsys.readouterr().out == f"fal-codegen, version {__version__}\n"


@pytest.mark.parametrize(
    "arguments",
    [
        ["fly"],
        ["fetch", "--fast"],
        ["serve", "--port", "99999"],
        ["serve", "--port", "x"],
        ["check", "--format", "x"],
        ["probe"],
        ["accept", "0123456789ab"],
        ["check", "--seed", "3"],
        ["generate", "--executor", "local"],
        ["check", "--executor", "dask://here"],
        ["generate", "--executor", "dask://here:there"],
    ],
)
def test_a_command_that_is_none_could_not_tell_and_says_so_in_a_line(
    capsys: pytest.CaptureFixture[str], arguments: list[str]
) -> None:
    assert main(arguments) == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith("error: ")
    assert line.endswith("--help`")


@pytest.mark.parametrize(
    ("arguments", "behind"),
    [
        (["drift", "--source", ""], "--source"),
        (["drift", "--source="], "--source"),
        (["--project", "", "check"], "--project"),
        (["check", "--project="], "--project"),
        (["serve", "--as-of", ""], "--as-of"),
        (["init", ""], "init"),
        (["history", ""], "history"),
    ],
)
def test_an_empty_word_is_refused_and_does_not_stand_for_what_is_said_if_nothing_is(
    capsys: pytest.CaptureFixture[str], arguments: list[str], behind: str
) -> None:
    assert main(arguments) == 2
    assert f"an empty text stands behind '{behind}'" in capsys.readouterr().err


def test_behind_two_dashes_an_empty_word_is_somebody_elses(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    assert main(["--project", str(tmp_path), "conform", "--", "true", ""]) == 2
    assert "empty text" not in capsys.readouterr().err
