"""What the README and the pages of docs/ show is run as it stands."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from fal_codegen.check import Finding, rules
from fal_codegen.cli import main
from fal_codegen.cli.app import VERBS
from fal_codegen.contract import EndpointId, FilePlace
from fal_codegen.drift import DERIVATION, EFFECTS
from fal_codegen.emulator import emulator, read_schedule, running, schedule_of
from fal_codegen.pipeline import fetch, generate, load_project
from fal_codegen.project import load_contracts, start_project

ROOT = Path(__file__).parents[1]
PAGES = {
    path.relative_to(ROOT).as_posix(): path.read_text("utf-8")
    for path in (
        *(ROOT / f"{name}.md" for name in ("README", "CONTRIBUTING", "ARCHITECTURE")),
        *sorted((ROOT / "docs").glob("*.md")),
    )
}
README = PAGES["README.md"]
PAINT = EndpointId("fal-ai/nano-banana-2")
TARGETS = set(re.findall(r"^([a-z-]+):.*## ", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))


def run_example(page: str, folder: Path, front: str, number: int = 0) -> str:
    example = re.findall(r"```python\n(.*?)```", PAGES[page], re.DOTALL)[number]
    (folder / "example.py").write_text(example, "utf-8")
    (folder / "day.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    package = str(ROOT / "generated/python")
    done = subprocess.run(
        [sys.executable, "example.py"],
        cwd=folder,
        env=os.environ | {"FAL_GATEWAY": front, "FAL_KEY": "any", "PYTHONPATH": package},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def front() -> Iterator[str]:
    contracts = load_contracts(ROOT / "contracts")
    app = emulator({id_: contract.document for id_, contract in contracts.items()})
    with running(app) as front:
        yield front


def test_the_first_example_runs_as_it_stands(tmp_path: Path, front: str) -> None:
    urls = run_example("README.md", tmp_path, front).split()
    assert len(urls) == 2
    assert all(url.startswith(f"{front}/v3.fal.media/") for url in urls)


def test_the_clients_example_runs_as_it_stands(tmp_path: Path, front: str) -> None:
    states = [
        line.split()[0] for line in run_example("docs/client.md", tmp_path, front).splitlines()
    ]
    assert states == ["IN_QUEUE", "IN_PROGRESS", "COMPLETED"]


def test_the_platforms_example_runs_as_it_stands(tmp_path: Path, front: str) -> None:
    lines = run_example("docs/platform.md", tmp_path, front).splitlines()
    assert any(line.startswith("fal-ai/nano-banana/edit ") for line in lines)
    assert any(line.endswith(" 4.0") for line in lines), "a hundred calls at 0.04"


@pytest.mark.deep
def test_the_nightly_job_runs_as_it_stands(tmp_path: Path, front: str) -> None:
    documents, shop = tmp_path / "documents", tmp_path / "shop"
    file = documents / f"{PAINT}.json"
    file.parent.mkdir(parents=True)
    file.write_bytes((ROOT / f"contracts/{PAINT}/openapi.json").read_bytes())
    start_project(shop, [PAINT])
    config = shop / "pyproject.toml"
    config.write_text(config.read_text("utf-8").replace('"live"', f'"{documents}"'), "utf-8")
    project = load_project(shop)
    fetch(project)
    generate(project)
    text = file.read_text("utf-8")
    file.write_text(text.replace('"maximum": 4', '"maximum": 3'), "utf-8")
    first, *others = run_example("docs/from-python.md", tmp_path, front).splitlines()
    assert first == f"breaking {PAINT} request-limit-tightened"
    assert [line for line in others if line.endswith("files changed")] != []
    said = run_example("docs/from-python.md", tmp_path, front, number=1)
    assert re.fullmatch(r"http://127\.0\.0\.1:\d+\n", said)


def test_the_first_commands_run_as_they_stand(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    section = README.partition("## Your own endpoints")[2].partition("\n## ")[0]
    (block,) = re.findall(r"```console\n(.*?)```", section, re.DOTALL)
    monkeypatch.chdir(tmp_path)
    for line in block.splitlines():
        program, *arguments = line.removeprefix("$ ").split()
        if program == "cd":
            monkeypatch.chdir(arguments[0])
        else:
            assert program == "fal-codegen"
            assert main(arguments) == 0, line
    assert (tmp_path / "shop/generated/python/pyproject.toml").exists()


@pytest.mark.deep
def test_the_table_is_what_the_pipeline_ends_in(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--project", str(ROOT), "pipeline"]) == 0
    shown = re.findall(r"```text\n(.*?)```", README, re.DOTALL)[0]
    assert capsys.readouterr().out.startswith(shown)


@pytest.mark.parametrize("page", PAGES)
def test_every_command_a_text_shows_exists(page: str) -> None:
    text = PAGES[page]
    assert set(re.findall(r"[$`]\s?make ([a-z-]+)", text)) <= TARGETS
    assert set(re.findall(r"[$`]\s?fal-codegen ([a-z]+)", text)) <= set(VERBS)


def test_the_readme_tells_of_every_verb() -> None:
    assert {verb for verb in VERBS if f"| `{verb}" in README} == set(VERBS)


@pytest.mark.parametrize("page", PAGES)
def test_every_file_a_text_links_to_exists(page: str) -> None:
    for link in re.findall(r"\]\((?!https?:)([^)#]+)", PAGES[page]):
        assert ((ROOT / page).parent / link).exists(), link


@pytest.mark.parametrize("page", ["ARCHITECTURE.md", "CONTRIBUTING.md"])
def test_every_place_a_map_names_exists(page: str) -> None:
    named = re.findall(r"`((?:[\w.-]+/)+[\w.-]*|[\w-]+\.py)`", PAGES[page])
    homes = [
        ROOT,
        ROOT / "codegen/fal_codegen",
        *(ROOT / f"templates/python{sub}" for sub in ("", "/runtime")),
    ]
    homes += [path for path in (ROOT / "codegen/fal_codegen").iterdir() if path.is_dir()]
    made = (ROOT / ".gitignore").read_text("utf-8").split()
    lost = [name for name in named if not any((home / name).exists() for home in homes)]
    assert len(named) > 10
    assert [name for name in lost if name not in made and not name.startswith("fal-ai/")] == []


def test_the_readme_leads_to_every_page() -> None:
    assert [page for page in PAGES if page.startswith("docs/") and f"]({page})" not in README] == []


def test_what_to_do_is_told_of_every_finding() -> None:
    rows = re.findall(
        r"^\| `([a-z-]+)` \| (\w+) \| .{10,} \| (.{6,}) \|$", PAGES["docs/checks.md"], re.MULTILINE
    )
    assert {id_: severity for id_, severity, _ in rows} == {
        rule.id: rule.severity for rule in rules.RULES
    }
    assert len(rows) == len(rules.RULES)
    by_id = {rule.id: rule for rule in rules.RULES}
    for id_, _, remedy in rows:
        finding = Finding(by_id[id_], None, FilePlace("generated"))
        assert remedy.startswith("As ") or finding.rule.remedy == remedy


def test_every_word_of_a_fault_is_explained_by_one_that_works() -> None:
    section = PAGES["docs/emulator.md"].partition("## Faults")[2].partition("\n## ")[0]
    words = re.findall(r"^\| `(.+?)` \|", section, re.MULTILINE)
    with pytest.raises(ValueError, match="known are ") as refused:
        schedule_of({"rule": [{"fault": "?"}]})
    known = str(refused.value).partition("known are ")[2].split(", ")
    assert [word.partition("=")[0] for word in words] == known
    of_a_status = {"retry-after", "ingress", "error-type", "retryable", "needs-retry"}
    of_a_status |= {"user-timeout", "after"}
    for word in words:
        more = ", status=500" if word.partition("=")[0] in of_a_status else ""
        schedule_of({"rule": [{"fault": word + more}]})


def test_the_schedule_that_is_shown_strikes_as_it_says() -> None:
    (text,) = re.findall(r"```toml\n(.*?)```", PAGES["docs/emulator.md"], re.DOTALL)
    schedule = read_schedule(text)
    asked = ("POST", "fal.run", "/fal-ai/nano-banana-2")
    assert [schedule.fault(*asked).status for _ in range(2)] == [429, None]
    resets = [schedule.fault("POST", "queue.fal.run", "/x").reset for _ in range(400)]
    assert 0 < sum(resets) < 60
    late = [schedule.fault("GET", "fal.ai", "/x").latency for _ in range(40)]
    assert late.count(0.2) == 4


def test_the_levels_of_drift_are_those_that_follow() -> None:
    section = (
        PAGES["docs/drift.md"].partition("## How a verdict is reached")[2].partition("\n## ")[0]
    )
    rows = [line.strip("| ").split(" | ") for line in section.splitlines() if line.startswith("|")]
    table = {row[0].split(":")[0]: tuple(row[1:]) for row in rows[2:]}
    assert table == {
        effect: (DERIVATION[effect, "request"], DERIVATION[effect, "answer"]) for effect in EFFECTS
    }
