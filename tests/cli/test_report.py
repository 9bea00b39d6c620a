"""report: both verbs at once, in every form, to the screen and to files."""

import json
import subprocess
from pathlib import Path

import pytest
from fal_codegen.cli.options import FORM_OF
from junitparser import JUnitXml

from tests.cli.conftest import PAINT, Desk, changed, document

pytestmark = pytest.mark.deep


@pytest.fixture
def drifted(desk: Desk) -> Desk:
    desk.serves(PAINT, changed(document(PAINT), "Ask/properties/num_images/maximum", 2))
    return desk


def test_one_run_gives_every_form_with_the_line_of_what_was_promised(
    drifted: Desk, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    files = {end: tmp_path / f"out{end}" for end in FORM_OF}
    arguments = [argument for file in files.values() for argument in ("-o", file)]
    code = drifted.run("report", "--source", drifted.documents, "--format", "github", *arguments)
    assert code == 1
    line = next(each for each in capsys.readouterr().out.splitlines() if "num_images" in each)
    found = json.loads(files[".json"].read_text("utf-8"))
    assert found["level"] == "breaking"
    assert [each["rule"] for each in found["drift"]["changes"]] == ["request-limit-tightened"]
    (run,) = json.loads(files[".sarif"].read_text("utf-8"))["runs"]
    place = run["results"][0]["locations"][0]["physicalLocation"]
    path, region = place["artifactLocation"]["uri"], place["region"]
    assert path == f"contracts/{PAINT}/openapi.json"
    text = (drifted.root / path).read_text("utf-8").splitlines()[region["startLine"] - 1]
    assert text[region["startColumn"] - 1 :].startswith('"maximum": 4')
    assert f"file={path},line={region['startLine']},col={region['startColumn']}," in line
    assert JUnitXml.fromfile(str(files[".xml"])).failures == 1  # pyright: ignore[reportUnknownMemberType] - typed in part
    assert "**breaking**" in files[".md"].read_text("utf-8")


def test_all_is_well_ends_with_0_and_what_cannot_be_told_with_2(
    desk: Desk, capsys: pytest.CaptureFixture[str]
) -> None:
    assert desk.run("report", "--source", desk.documents) == 0
    assert "No drift" in capsys.readouterr().out
    (desk.documents / f"{PAINT}.json").write_text("{}", encoding="utf-8")
    assert desk.run("report", "--source", desk.documents) == 2
    assert f"error: {PAINT}: " in capsys.readouterr().err


def test_a_name_that_asks_for_no_form_is_refused_before_anything_is_done(
    desk: Desk, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert desk.run("report", "-o", tmp_path / "report.pdf") == 2
    assert "must end in one of" in capsys.readouterr().err


def test_a_report_below_the_repository_names_files_from_its_root_on(
    drifted: Desk, capsys: pytest.CaptureFixture[str]
) -> None:
    (drifted.root.parent / ".git").mkdir()
    drifted.run("drift", "--source", drifted.documents, "--format", "github")
    assert f"file=project/contracts/{PAINT}/openapi.json," in capsys.readouterr().out


def test_findings_lead_to_the_field_or_the_recording(desk: Desk) -> None:
    for file in (desk.root / "cassettes").rglob("*.maximum.yaml"):
        file.unlink()
    out = desk.root / "out.sarif"
    assert desk.run("report", "--source", desk.documents, "-o", out) == 1
    (run,) = json.loads(out.read_text("utf-8"))["runs"]
    missing = [each for each in run["results"] if each["ruleId"] == "cassette-missing"]
    assert missing
    for each in missing:
        (place,) = each["locations"]
        assert place["physicalLocation"]["artifactLocation"]["uri"].endswith("openapi.json")


def test_the_schema_is_printed(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    assert desk.run("report", "--schema") == 0
    assert json.loads(capsys.readouterr().out)["properties"]["drift"]["$id"] == "drift"


def git(folder: Path, *words: str) -> None:
    identity = ["-c", "user.name=t", "-c", "user.email=t@example.com"]
    subprocess.run(["git", *identity, *words], cwd=folder, check=True, capture_output=True)  # noqa: S607 - git is git


def test_the_page_follows_limits_through_git_and_annotations_a_branch(
    drifted: Desk, capsys: pytest.CaptureFixture[str]
) -> None:
    page = drifted.root / "page.html"
    git(drifted.root, "init", "--quiet")
    git(drifted.root, "add", "--all")
    git(drifted.root, "commit", "--quiet", "--message", "one")
    assert drifted.fetch() == 0
    git(drifted.root, "commit", "--quiet", "--all", "--message", "two")
    drifted.run("report", "--source", drifted.documents, "-o", page)
    text = page.read_text("utf-8")
    assert "input/num_images maximum: 2 now, before 4" in text
    assert "No limit has moved in 1 version." in text
    capsys.readouterr()
    drifted.run("drift", "HEAD~1", "HEAD", "--format", "github")
    (line,) = [each for each in capsys.readouterr().out.splitlines() if "num_images" in each]
    assert line.startswith(f"::error file=contracts/{PAINT}/openapi.json,line=")
